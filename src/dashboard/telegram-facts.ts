import { isPersonalCode } from "../meter/identifier.ts";
import { QUANTITIES } from "../meter/quantity.ts";
import type { TelegramValues } from "../meter/wire/wattframe-reader.ts";
import { quantityFacts } from "./quantity-facts.ts";
import type { RowFacts } from "./row-facts.ts";

/** What a whole telegram told: its quantities, the meter's clock, and by their code alone the objects that are not read. */
export function telegramFacts({ values, meterClock, unknown = [], check }: TelegramValues): RowFacts[] {
  const known = QUANTITIES.flatMap(({ key, obis }) => {
    const value = values[key];
    return value === undefined ? [] : [{ ...quantityFacts(`obis 1-0:${obis}`, key, value), ...(check && { check }) }];
  });
  const clock = meterClock === undefined ? [] : [{ path: "clock", value: meterClock, isNumber: false }];
  const others = unknown.map((code) => ({
    path: `object ${code}`,
    value: isPersonalCode(code) ? "(identifier, not shown)" : "(not read)",
    isNumber: false,
    ...(/^\d+-\d+:/.test(code) && { obis: code }),
  }));
  return [...known, ...clock, ...others];
}
