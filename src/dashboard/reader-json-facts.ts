import { WattframeError } from "../errors.ts";
import { QUANTITY_BY_OBIS } from "../meter/quantity.ts";
import { readTelegram } from "../meter/wire/wattframe-reader.ts";
import { jsonFacts } from "./json-facts.ts";
import { quantityFacts } from "./quantity-facts.ts";
import type { RowFacts } from "./row-facts.ts";

/** The reader's JSON telegram, one row a value; absent when it is none that the kiosk takes. */
export function readerJsonFacts(topic: string, text: string): RowFacts[] | undefined {
  try {
    const { values, meterClock } = readTelegram(topic, text);
    const { obis, clock: _clock, more, ...rest } = JSON.parse(text) as Record<string, object>;
    const codes = Object.entries(obis ?? {}).map(([code, value]): RowFacts => {
      const row = QUANTITY_BY_OBIS.get(code.slice(code.indexOf(":") + 1));
      const known = row && values[row.key];
      if (row === undefined || known === undefined)
        return { path: `obis ${code}`, value: String(value), isNumber: true, obis: code };
      return quantityFacts(`obis ${code}`, row.key, known);
    });
    const texts = (more ? jsonFacts(more) : []).map((fact) => ({
      ...fact,
      path: `more ${fact.path.replace(/^\["(.*)"\]$/s, "$1")}`,
    }));
    const clock = meterClock === undefined ? [] : [{ path: "clock", value: meterClock, isNumber: false }];
    return [...codes, ...clock, ...texts.map(withCode), ...jsonFacts(rest)];
  } catch (thrown) {
    if (thrown instanceof WattframeError) return undefined;
    throw thrown;
  }
}

/** A text of the telegram is named by the code of its object. */
function withCode(fact: RowFacts): RowFacts {
  const code = /^more (\d+-\d+:[\d.]+)$/.exec(fact.path)?.[1];
  return code === undefined ? fact : { ...fact, obis: code };
}
