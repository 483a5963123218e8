import { describe, expect, it } from "vitest";
import type { ValueRow } from "../../../../src/dashboard/dashboard.ts";
import { QUANTITIES } from "../../../../src/meter/quantity.ts";
import { hexLines, quantityText, rateText, sinceText, valueText } from "../../../../src/page/values/texts.ts";
import { pageTime } from "../../../../src/page/values/told.ts";
import { languageFor } from "../../../../src/page/words/format.ts";
import { loadBrowserWords } from "../../../../src/words/browser-languages.ts";
import { houseLine } from "../../../fixtures/house-line.ts";
import { later } from "../../../fixtures/readings.ts";

await loadBrowserWords("fi");
const ENGLISH = languageFor("en-GB", "Europe/Helsinki");

describe("a quantity in words", () => {
  it.each([
    ["activePowerImportW", "Active power import"],
    ["activePowerExportL1W", "Active power export L1"],
    ["reactiveEnergyImportVarh", "Reactive energy import"],
    ["activeEnergyImportT2Wh", "Active energy import T2"],
    ["currentL3A", "Current L3"],
    ["frequencyHz", "Frequency"],
  ] as const)("%s is %s", (quantity, text) => expect(quantityText(quantity, ENGLISH.page)).toBe(text));

  it("is another one for each", () => {
    expect(new Set(QUANTITIES.map(({ key }) => quantityText(key, ENGLISH.page))).size).toBe(QUANTITIES.length);
  });
});

describe("a rate", () => {
  it.each([
    [undefined, ""],
    [300, "every < 1 s"],
    [2_500, "every 2.5 s"],
    [10_020, "every 10 s"],
    [120_000, "every 2 min"],
    [7_200_000, "every 2 h"],
  ])("of %j ms is %j", (intervalMs, text) => expect(rateText(intervalMs, 0, ENGLISH)).toBe(text));
});

it("has no rate any more once it has stopped", () => {
  expect(rateText(5_600, 28_000, ENGLISH)).toBe("every 5.6 s");
  expect(rateText(5_600, 240_000, ENGLISH)).toBe("");
});

describe("a value", () => {
  const text = (value: string, unit?: "W" | "Wh" | "A", quantity?: "activePowerImportW" | "activeEnergyImportWh") => {
    const row = { value, isNumber: true, ...(unit && { unit }), ...(quantity && { quantity }) } as ValueRow;
    const { number, unit: shown } = valueText(row, languageFor("fi-FI", "UTC").format);
    return `${number} ${shown}`.trim().replaceAll("\u00A0", " ");
  };

  it("is written by the locale, with energy and large powers in thousands", () => {
    expect(text("29496908", "Wh", "activeEnergyImportWh")).toBe("29 496,908 kWh");
    expect(text("1500", "W", "activePowerImportW")).toBe("1,5 kW");
    expect(text("150", "W", "activePowerImportW")).toBe("150 W");
    expect(text("1.5")).toBe("1,5");
    expect(text("735999")).toBe("735999");
  });
});

it("shows bytes sixteen a line, as hex and as text", () => {
  expect(hexLines(Buffer.from("/ADN9 6534\r\n1-0:1.7").toString("hex"))).toBe(
    [
      "0000  2f 41 44 4e 39 20 36 35 33 34 0d 0a 31 2d 30 3a  /ADN9 6534··1-0:",
      "0010  31 2e 37                                         1.7",
    ].join("\n"),
  );
  expect(hexLines("")).toBe("");
});

describe("the page's time", () => {
  const dashboard = houseLine().at();

  it("goes on since it was heard, and ages with it", () => {
    const time = pageTime({ dashboard, heardAtMs: 500 }, 3_500);
    expect(time.wallMs).toBe(later(3_000).wallMs);
    expect(time.age(later(-2_000).monoMs)).toBe(5_000);
    expect(time.age(later(9_000).monoMs)).toBe(0);
  });

  it("is told in the meter's time zone, with the day where it is another", () => {
    const time = pageTime({ dashboard, heardAtMs: 0 }, 0);
    expect(sinceText(later(-60_000).monoMs, time, ENGLISH)).toBe("since 13:59");
    expect(sinceText(later(-50_000_000).monoMs, time, ENGLISH)).toBe("since 00:06");
    expect(sinceText(later(-60_000_000).monoMs, time, ENGLISH)).toMatch(/^since Wed 14 Jan 21:20$/);
  });

  it("is a length of time while the clock is not set", () => {
    const unset = { ...dashboard, clock: { ...dashboard.clock, clockSet: false } };
    const time = pageTime({ dashboard: unset, heardAtMs: 0 }, 0);
    expect(sinceText(later(-180_000).monoMs, time, ENGLISH)).toBe("for 3 min");
    expect(sinceText(later(0).monoMs, time, ENGLISH)).toBe("just now");
  });
});
