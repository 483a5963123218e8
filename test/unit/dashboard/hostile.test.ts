import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printable } from "../../../src/dashboard/printable.ts";
import { houseLine } from "../../fixtures/house-line.ts";

/** Characters that are not seen, or turn the direction of what stands around them. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const ID = "735999123456789012";

const TOPICS = [
  "<script>alert(1)</script>",
  "\u001B[31mred\u001B[0m",
  "a\u202Ecba",
  "x".repeat(10_240),
  `${"x".repeat(10_240)}y`,
  "\u200B",
  "sensor/__proto__/state",
  "sensor/\u202Ex/state",
  "$SYS/x",
  "/",
  "",
  "⟨U+202E⟩",
  "telegram",
  "sensor/momentary_active_import/state",
];
const PAYLOADS = [
  "<img src=x onerror=alert(1)>",
  "\u001B]0;title\u0007",
  "\u202Eabc",
  '{"__proto__":{"a":1},"\u202E":"\u0000"}',
  `[${'{"a":'.repeat(500)}1`,
  "5",
  Uint8Array.of(0xc3, 0x28),
];

describe("hostile messages", () => {
  const line = houseLine();
  for (const topic of TOPICS) for (const payload of PAYLOADS) line.take(topic, payload);

  it("give rows with short texts of characters that are seen, each with its own id", () => {
    for (const payload of PAYLOADS) {
      for (const topic of TOPICS) line.take(topic, payload);
      const { rows, failures } = line.at();
      expect(rows.length).toBeGreaterThanOrEqual(TOPICS.length);
      expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
      expect(new Set(rows.map(({ topic }) => topic)).size).toBe(TOPICS.length);
      for (const { id, topic, path, value } of rows) {
        for (const text of [topic, path, value]) expect(text).not.toMatch(UNSEEN);
        expect(id.length + value.length).toBeLessThan(2_500);
      }
      for (const { message, topic } of failures) expect(message + topic).not.toMatch(UNSEEN);
    }
    expect(line.at().failures.length).toBeGreaterThan(0);
    expect(({} as Record<string, unknown>)["a"]).toBeUndefined();
  });
});

it("never shows an identifier, whatever it comes in", () => {
  const line = houseLine();
  line.take("telegram", `{"v":1,"obis":{"1-0:1.7.0":5},"meterId":"${ID}"}`);
  line.take("diagnostics", `{"device":{"serial":"${ID}","\\u006deter_id":"${ID}"}}`);
  line.take("sensor/meter_id/state", ID);
  line.take("info", `{"meter_id":"${"x".repeat(4_060)}${ID}"`);
  line.take("raw", `0-0:96.1.0(${ID})`);
  line.take("sensor/current_phase_1/state", `${ID}A`);
  const shown = JSON.stringify(line.at());
  expect(shown).not.toContain(ID.slice(0, 8));
  expect(line.at().failures.length).toBeGreaterThan(0);
});

it("shows a thousand topics, and says how many found no room where each holds hundreds of values", () => {
  const line = houseLine();
  for (let i = 0; i < 1_000; i++) line.take(`sensor/s${i}/state`, String(i));
  expect(line.at()).toMatchObject({ topicsLeftOut: 0 });
  expect(line.at().rows).toHaveLength(1_000);
  const wide = JSON.stringify(Array.from({ length: 500 }, (_, i) => i));
  for (let i = 0; i < 1_000; i++) line.take(`sensor/s${i}/state`, wide);
  const { rows, topicsLeftOut } = line.at();
  expect(rows.length).toBeLessThanOrEqual(5_000);
  expect(topicsLeftOut).toBe(1_000 - Math.floor(5_000 / 201));
});

it("finds the rows of a message once", () => {
  const line = houseLine();
  for (let i = 0; i < 1_000; i++) line.take(`sensor/s${i}/state`, String(i));
  const before = line.at(1_000);
  const next = line.at(2_000);
  expect(next.rows.filter((row, i) => row === before.rows[i])).toHaveLength(1_000);
});

it("is plain JSON of printable texts for any bytes on any topic", () => {
  const anyTopic = fc.string({ unit: "binary", maxLength: 40 });
  const anyPayload = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc.json().map((json) => Buffer.from(json)),
  );
  const messages = fc.array(fc.tuple(fc.oneof(anyTopic, fc.constantFrom("raw", "telegram", "status")), anyPayload));
  fc.assert(
    fc.property(messages, (list) => {
      const line = houseLine();
      for (const [i, [topic, payload]] of list.entries()) line.take(topic, payload, i);
      const dashboard = line.at(1_000);
      expect(JSON.parse(JSON.stringify(dashboard))).toEqual(dashboard);
      for (const { topic, path, value } of dashboard.rows) expect(topic + path + value).not.toMatch(UNSEEN);
    }),
    { numRuns: 300 },
  );
});

describe("printable", () => {
  it.each([
    ["a\u202Eb", "a⟨U+202E⟩b"],
    ["\u001B[31m", "⟨U+001B⟩[31m"],
    ["\uD800", "⟨U+D800⟩"],
    ["äöå 5 °C", "äöå 5 °C"],
    ["x".repeat(12), "xxxxxxxxxx… (12 characters)"],
  ])("writes %j as %j", (text, shown) => expect(printable(text, 10)).toBe(shown));
});
