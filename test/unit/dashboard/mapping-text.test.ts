import { describe, expect, it } from "vitest";
import { CONFIG_CONTEXT } from "../../../src/config/config-context.ts";
import { checkConfigText } from "../../../src/config/load.ts";
import { mappingText } from "../../../src/dashboard/mapping-text.ts";
import type { WireOptions } from "../../../src/meter/wire/wire-format.ts";
import { houseLine } from "../../fixtures/house-line.ts";

/** What a configuration with these lines makes of the meter's messages, or the faults in it. */
async function wireOf(lines: string): Promise<WireOptions | string> {
  const text = `broker: { url: "mqtt://broker.example" }
meters:
  - name: house
    prefix: han
${lines}    timeZone: Europe/Helsinki
displays: [{ name: wall, kind: png-file, path: /tmp/x.png }]
`;
  const checked = await checkConfigText(text, "wattframe.yaml", {}, CONFIG_CONTEXT);
  return "config" in checked ? (checked.config.meters[0]?.wire ?? {}) : JSON.stringify(checked.faults);
}

const TOPICS = [
  "heating/power",
  "sensor/boiler/state",
  "sensor/power/state",
  "yes",
  "NULL",
  "12",
  "1e3",
  "2026-01-15",
  "0x1f",
  "~",
  "a: b",
  "a #b",
  "- a",
  "? a",
  "*a",
  "&a",
  "!a",
  "%a",
  "@a",
  "`a",
  "{a}",
  "[a]",
  '"a"',
  "'a'",
  "a\\b",
  "a\nb: c",
  "\ttab",
  " space ",
  "${HOME}",
  "$$",
  "<<",
  "ä/ö å",
  "\u202Eabc",
  "\u0007",
  "\u007F",
  "\u0085\u2028",
  "\u{1F600}",
  "\u{E0001}",
  "sensor/profileFile/state",
  "x/yFile",
  "constructor",
  "sensor/toString/state",
  "\u202E".repeat(150),
  "\u{1F600}".repeat(70),
];

describe.each(TOPICS)("the topic %j", (topic) => {
  it("is read by a kiosk that is given the lines of its row", async () => {
    const before = houseLine();
    before.take(topic, "1.5");
    const row = before.at().rows[0];
    expect(row).toMatchObject({ value: "1.5" });
    expect(row).toHaveProperty("mappingKey");
    const wire = await wireOf(mappingText(row!, "activePowerImportW", "kW", true));
    if (typeof wire === "string") throw new Error(wire);
    const after = houseLine(wire);
    after.take(topic, "-1.5");
    expect(after.at().rows).toMatchObject([
      { quantity: "activePowerImportW", value: "0" },
      { quantity: "activePowerExportW", value: "1500" },
    ]);
    after.take(topic, "2", 1_000);
    after.flush();
    expect(after.parts.history.latest.known.activePowerImportW?.value).toBe(2_000);
  });
});

it("is as plain as a person would write it, where the name allows it", () => {
  expect(mappingText({ mappingKey: "heating/power" }, "activePowerImportW", "kW", false)).toBe(
    ["    mapping:", "      heating/power:", "        quantity: activePowerImportW", "        unit: kW", ""].join("\n"),
  );
});

it("writes no character that is not seen", () => {
  for (const mappingKey of TOPICS) {
    expect(mappingText({ mappingKey }, "currentL1A", "mA", false)).not.toMatch(/[^\n\P{Cc}]|[\p{Cf}\p{Zl}\p{Zp}]/u);
  }
});

it("offers no key for a topic that no configuration could hold", () => {
  const line = houseLine();
  line.take("x".repeat(151), "5");
  line.take("telegram", "5");
  line.take("__proto__", "5");
  const { rows } = line.at();
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) expect(row).not.toHaveProperty("mappingKey");
});
