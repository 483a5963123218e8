import { describe, expect, it } from "vitest";
import { QUANTITIES } from "../../../../src/meter/quantity.ts";
import { hexLines, quantityText, rateText, sinceText } from "../../../../src/page/values/texts.ts";
import { pageTime } from "../../../../src/page/values/told.ts";
import { formatFor } from "../../../../src/view/format.ts";
import { houseLine } from "../../../fixtures/house-line.ts";
import { later } from "../../../fixtures/told.ts";

describe("a quantity in words", () => {
  it.each([
    ["activePowerImportW", "Active power import"],
    ["activePowerExportL1W", "Active power export L1"],
    ["reactiveEnergyImportVarh", "Reactive energy import"],
    ["activeEnergyImportT2Wh", "Active energy import T2"],
    ["currentL3A", "Current L3"],
    ["frequencyHz", "Frequency"],
  ] as const)("%s is %s", (quantity, text) => expect(quantityText(quantity)).toBe(text));

  it("is another one for each", () => {
    expect(new Set(QUANTITIES.map(({ key }) => quantityText(key))).size).toBe(QUANTITIES.length);
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
  ])("of %j ms is %j", (intervalMs, text) => expect(rateText(intervalMs)).toBe(text));
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
  const format = formatFor("en-GB", "Europe/Helsinki");

  it("goes on since it was heard, and ages with it", () => {
    const time = pageTime({ dashboard, heardAtMs: 500 }, 3_500);
    expect(time.wallMs).toBe(later(3_000).wallMs);
    expect(time.age(later(-2_000).monoMs)).toBe(5_000);
    expect(time.age(later(9_000).monoMs)).toBe(0);
  });

  it("is told in the meter's time zone, with the day where it is another", () => {
    const time = pageTime({ dashboard, heardAtMs: 0 }, 0);
    expect(sinceText(later(-60_000).monoMs, time, format)).toBe("since 13:59");
    expect(sinceText(later(-50_000_000).monoMs, time, format)).toBe("since 00:06");
    expect(sinceText(later(-60_000_000).monoMs, time, format)).toMatch(/^since Wed,? 14\/0?1 21:20$/);
  });

  it("is a length of time while the clock is not set", () => {
    const unset = { ...dashboard, clock: { ...dashboard.clock, clockSet: false } };
    const time = pageTime({ dashboard: unset, heardAtMs: 0 }, 0);
    expect(sinceText(later(-180_000).monoMs, time, format)).toBe("for 3 min");
    expect(sinceText(later(0).monoMs, time, format)).toBe("just now");
  });
});
