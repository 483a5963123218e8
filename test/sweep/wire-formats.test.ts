import { describe, expect, it } from "vitest";
import { ERROR_CODES, WattframeError } from "../../src/errors.ts";
import type { Decoded } from "../../src/meter/wire/decoded.ts";
import { meterDecoder, scoreOf, WIRE_FORMATS } from "../../src/meter/wire/wire-formats.ts";
import { payloadOf, wireFixtures } from "../fixtures/wire/wire-fixtures.ts";

const fixtures = wireFixtures();

describe.each(fixtures)("$name", ({ format, options = {}, messages, expected, error }) => {
  it("is read by its own format, no other with the same score", () => {
    for (const message of messages) {
      const [best, next] = WIRE_FORMATS.filter(({ id }) => [id, undefined].includes(options.format) || id === "mapping")
        .map((row) => ({ id: row.id, score: scoreOf(row, message.topic, payloadOf(message), options) }))
        .sort((a, b) => b.score - a.score);
      expect(best?.id).toBe(format);
      expect(best?.score).toBeGreaterThan(next?.score ?? 0);
    }
  });

  it("tells exactly what is expected", () => {
    const decode = meterDecoder(options);
    const decodeAll = () => messages.flatMap((message) => decode(message.topic, payloadOf(message)) ?? []);
    expect(outcome(decodeAll)).toEqual(error ?? expected);
  });
});

/** The decoded list, or the code of the error that was thrown. */
function outcome(decodeAll: () => readonly Decoded[]): unknown {
  try {
    return decodeAll().map(comparable);
  } catch (error) {
    return error instanceof WattframeError ? error.code : error;
  }
}

/** What is fixed of a result: a refusal's code, not its words; of an assumed unit `name text unit`. */
function comparable(decoded: Decoded): Readonly<Record<string, unknown>> {
  if (decoded.kind === "refused") return { kind: decoded.kind, code: decoded.code };
  if (decoded.kind !== "values") return decoded;
  const { assumed = {}, ...rest } = decoded;
  const units = Object.entries(assumed).map(([quantity, { name, text, unit }]) => [
    quantity,
    `${name} ${text} ${unit}`,
  ]);
  return { ...rest, ...(units.length > 0 && { assumed: Object.fromEntries(units) }) };
}

it("has fixtures of every format, refused ones among them", () => {
  for (const { id } of WIRE_FORMATS) {
    expect(fixtures.filter(({ format }) => format === id).length).toBeGreaterThanOrEqual(5);
  }
  expect(fixtures.filter(({ error }) => error !== undefined).length).toBeGreaterThanOrEqual(10);
});

it("names every format once, in kebab-case", () => {
  const ids = WIRE_FORMATS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
});

it("leaves topics that are no meter's alone", () => {
  const decode = meterDecoder();
  for (const topic of ["", "switch/relay/state", "sensor//state", "sensor/a/b/state", "telegram/x", "raws"]) {
    expect(decode(topic, new Uint8Array())).toBeUndefined();
  }
});

const HOSTILE: readonly (readonly [string, Uint8Array])[] = [
  ["nothing", new Uint8Array()],
  ["a mebibyte of digits", new Uint8Array(1_048_576).fill(0x31)],
  ["a mebibyte of brackets", new Uint8Array(1_048_576).fill(0x5b)],
  ["not a number", Buffer.from("NaN")],
  ["a number without end", Buffer.from("1e309")],
  ["binary", Uint8Array.from({ length: 256 }, (_, i) => i)],
  ["deep JSON", Buffer.from(`${'{"obis":'.repeat(7000)}1${"}".repeat(7000)}`)],
  ["a prototype", Buffer.from('{"v":1,"obis":{"__proto__":{"1-0:1.7.0":5}},"__proto__":{"more":{}}}')],
  ["duplicate keys", Buffer.from('{"v":1,"obis":{"1-0:1.7.0":1,"1-0:1.7.0":2}}')],
  [
    "numbers beyond any range",
    Buffer.from('{"linkquality":1,"power":1e308,"energy":1e308,"up":1,"t":1e308,"P":1e308}'),
  ],
  [
    "fields of a sensor that are none",
    Buffer.from('{"Time":5,"SML":{"Power_curr":{}},"params":[{"em:0":1}],"data":[]}'),
  ],
  ["a huge integer", Buffer.from(`{"v":1,"obis":{"1-0:1.7.0":${"9".repeat(4000)}}}`)],
];
const TOPICS = ["status", "debug", "telegram", "diagnostics", "raw", "sensor/voltage_phase_1/state", "sensor/x/state"];
const TOPICS_OF_OTHERS = [
  "",
  "list2",
  "power",
  "meter/import/active",
  "json",
  "reading/timestamp",
  "reading/phase_voltage_l1",
];
const TOPICS_OF_DEVICES = ["SENSOR", "LWT", "status/em:0", "events/rpc", "emeter/2/total", "online", "availability"];

describe.each(HOSTILE)("a hostile payload: %s", (_name, payload) => {
  it.each([...TOPICS, ...TOPICS_OF_OTHERS, ...TOPICS_OF_DEVICES, "site/grid/power"])(
    "gives a list or a WattframeError on %s",
    (topic) => {
      const told = outcome(() => meterDecoder()(topic, payload) ?? []);
      expect(Array.isArray(told) ? undefined : told).toBeOneOf([undefined, ...ERROR_CODES]);
      expect(numbersIn(told)).toSatisfy((numbers: readonly number[]) => numbers.every(Number.isFinite));
      expect(({} as Record<string, unknown>)["1-0:1.7.0"]).toBeUndefined();
    },
  );
});

function numbersIn(told: unknown): readonly number[] {
  if (!Array.isArray(told)) return [];
  return (told as readonly Decoded[]).flatMap((item) => (item.kind === "values" ? Object.values(item.values) : []));
}
