import { assert, constantFrom, double, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { formatFor } from "../../../src/view/format.ts";
import { NOON_MS } from "../../fixtures/readings.ts";

const fi = formatFor("fi-FI", "Europe/Helsinki");
const en = formatFor("en-GB", "Europe/Helsinki");

/** Spaces of every width as one plain space. */
const plain = (text: string) => text.replace(/\s/gu, " ");

describe("numbers", () => {
  it("have the locale's decimal sign", () => {
    expect(fi.power(4_240, "kW")).toEqual({ number: "4,2", unit: "kW" });
    expect(en.power(4_240, "kW")).toEqual({ number: "4.2", unit: "kW" });
    expect(fi.power(347, "W")).toEqual({ number: "350", unit: "W" });
  });

  it("leave the sign of power to the words", () => {
    expect(en.power(-3_200, "kW").number).toBe("3.2");
    expect(en.power(-347, "W").number).toBe("350");
  });

  it("write a negative current with a minus sign as wide as a digit, not a hyphen", () => {
    for (const format of [fi, en]) expect(format.amperes(-4.26)).toMatch(/^−4[,.]3$/u);
  });

  it("never write a negative zero", () => {
    for (const format of [fi, en]) {
      expect(format.amperes(-0.04)).toMatch(/^0[,.]0$/u);
      expect(format.amperes(-0)).toMatch(/^0[,.]0$/u);
      expect(format.kilowattHours(-4)).toMatch(/^0[,.]0$/u);
      expect(format.tick(-0.01)).toBe("0");
    }
  });

  it("write energy with one decimal below a hundred kilowatt hours and none from there", () => {
    expect([0, 9_449, 99_949, 99_950, 123_400].map((wh) => fi.kilowattHours(wh))).toEqual([
      "0,0",
      "9,4",
      "99,9",
      "100",
      "123",
    ]);
  });

  it("write any number as it is, to three decimals", () => {
    expect([229.8, 0.1234, 49.987, -2, -0.0001, 12_345].map((value) => en.exact(value))).toEqual([
      "229.8",
      "0.123",
      "49.987",
      "−2",
      "0",
      "12,345",
    ]);
    expect(plain(fi.exact(1_234.5))).toBe("1 234,5");
  });

  it("group whole numbers as the locale does", () => {
    expect(plain(fi.whole(24_567))).toBe("24 567");
    expect(en.whole(24_567)).toBe("24,567");
  });

  it("write as few digits on an axis as tell the ticks apart", () => {
    expect([-2.5, -2, 0, 0.5, 10].map((kilowatts) => fi.tick(kilowatts))).toEqual(["−2,5", "−2", "0", "0,5", "10"]);
  });

  it("never write a hyphen, a negative zero or something that is no number", () => {
    const value = double({ min: -1e6, max: 1e6, noNaN: true });
    assert(
      property(value, constantFrom(fi, en, formatFor("sv-SE", "UTC"), formatFor("de", "UTC")), (number, format) => {
        const texts = [
          format.amperes(number),
          format.tick(number),
          format.kilowattHours(Math.abs(number)),
          format.power(number, "kW").number,
          format.power(number, "W").number,
        ];
        for (const text of texts) {
          expect(plain(text)).toMatch(/^−?\d[\d.,’ ]*$/u);
          expect(text).not.toMatch(/^−0(?:[.,]0)?$/u);
        }
      }),
    );
  });
});

describe("times", () => {
  it("are local, as the locale writes them", () => {
    expect(fi.time(NOON_MS)).toBe("14.00");
    expect(en.time(NOON_MS)).toBe("14:00");
    expect(en.time(Date.UTC(2026, 6, 1, 21, 5))).toBe("00:05");
    expect(en.moment(NOON_MS, NOON_MS + 3_600_000)).toBe("14:00");
    expect(en.moment(NOON_MS, NOON_MS + 24 * 3_600_000)).toBe(`${en.weekday(NOON_MS, "short")} 14:00`);
  });

  it("have dates in words, long and short", () => {
    expect(fi.date(NOON_MS)).toBe("torstai 15. tammikuuta");
    expect(plain(en.date(NOON_MS))).toMatch(/^Thursday,? 15 January$/u);
    expect(fi.shortDate(NOON_MS)).toMatch(/15\.1\./u);
  });

  it("have hours of two digits", () => {
    expect([0, 6, 24].map((hour) => en.hour(hour))).toEqual(["00", "06", "24"]);
  });

  it("have ages in their largest unit", () => {
    expect([0, 9_400, 99_000, 100_000, 37 * 60_000, 99 * 60_000, 100 * 60_000, 26 * 3_600_000].map(en.age)).toEqual([
      "0 s",
      "9 s",
      "99 s",
      "2 min",
      "37 min",
      "99 min",
      "2 h",
      "26 h",
    ]);
  });
});

it("makes the format of a locale and a zone once", () => {
  expect(formatFor("fi-FI", "Europe/Helsinki")).toBe(fi);
  expect(formatFor("fi-FI", "UTC")).not.toBe(fi);
});

it("writes an age in seconds, minutes, hours or days, by the symbols of the SI", () => {
  const format = formatFor("en-GB", "UTC");
  const ages = [99, 100, 5_999, 6_000, 359_999, 360_000, 864_000].map((seconds) => format.age(seconds * 1_000));
  expect(ages).toEqual(["99 s", "2 min", "100 min", "2 h", "100 h", "4 d", "10 d"]);
});
