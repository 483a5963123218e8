import fc from "fast-check";
import { describe, expect, it } from "vitest";
import listed from "../../../src/view/listed-locales.json" with { type: "json" };
import { listedWriter } from "../../../src/view/listed-writer.ts";
import { type DateStyle, dateOptions, intlWriter } from "../../../src/view/writer.ts";
import { LANGUAGES } from "../../../src/words/languages.ts";

const NUMBERS = [
  { minimumFractionDigits: 0, maximumFractionDigits: 0 },
  { minimumFractionDigits: 0, maximumFractionDigits: 0, group: "\u00a0" },
  { minimumFractionDigits: 1, maximumFractionDigits: 1 },
  { minimumFractionDigits: 2, maximumFractionDigits: 2 },
  { maximumFractionDigits: 3 },
  { minimumIntegerDigits: 2, maximumFractionDigits: 0 },
];
const STYLES = Object.keys(dateOptions("en")) as DateStyle[];
const FEW = ["en-GB", "en-US", "fi-FI", "sv-SE", "nb-NO", "da-DK", "nl-NL", "de-DE", "de-CH", "fr-FR", "et-EE"];

/** Locales that must be written alike: those of the list, and what is looked up there or not at all. */
const ALL = [
  ...new Set([...Object.keys(listed.locales), ...FEW, "fi-US", "de-XK", "en-IN", "en-GB-u-hc-h12", "ja-JP", "ar-EG"]),
];

const isSameData = process.versions["cldr"] === listed.cldr;
const why = isSameData
  ? ""
  : ` (not compared: this runtime has the formats of CLDR ${process.versions["cldr"]}, the list those of ${listed.cldr})`;

it("holds every language that there are words in", () => {
  expect(LANGUAGES.map(({ language }) => language).filter((language) => !(language in listed.locales))).toEqual([]);
});

describe("a number", () => {
  it("is written as Intl writes it, for any number", () => {
    const value = fc.oneof(
      fc.double(),
      fc.double({ min: -1e5, max: 1e5, noNaN: true }),
      fc.integer({ min: -1e7, max: 1e7 }).map((thousandths) => thousandths / 1_000),
      fc.constantFrom(0, 1e-7, 0.05, 0.15, 1.005, 2.675, 999.5, 9_999.5, 1e12, 1e21, Number.NaN, Infinity),
    );
    fc.assert(
      fc.property(fc.constantFrom(...FEW), fc.constantFrom(...NUMBERS), value, (locale, style, number) => {
        expect(listedWriter(locale, "UTC").number(style)(number + 0)).toBe(
          intlWriter(locale, "UTC").number(style)(number + 0),
        );
      }),
      { numRuns: 3_000 },
    );
  });

  it.runIf(isSameData)(`is written as Intl writes it, in every locale${why}`, () => {
    for (const locale of ALL) {
      const [ours, intl] = [listedWriter(locale, "UTC"), intlWriter(locale, "UTC")];
      for (const style of NUMBERS) {
        const [write, expected] = [ours.number(style), intl.number(style)];
        for (const value of [0, 0.5, -1.25, 999, 1_234.5, -12_345.678, 1_234_567.891])
          expect([locale, write(value)]).toEqual([locale, expected(value)]);
      }
    }
  });
});

describe("a date", () => {
  it.runIf(isSameData)(`is written as Intl writes it, on every day of two years, in every locale${why}`, () => {
    const start = Date.UTC(2027, 0, 1);
    const instants = Array.from({ length: 731 }, (_, day) => start + day * 86_400_000 + (day % 1_440) * 119_000);
    for (const locale of ALL) {
      const [ours, intl] = [listedWriter(locale, "UTC"), intlWriter(locale, "UTC")];
      for (const style of STYLES) {
        const [write, expected] = [ours.date(style), intl.date(style)];
        const written = instants.map((ms) => write(ms));
        expect([locale, style, written]).toEqual([locale, style, instants.map((ms) => expected(ms))]);
      }
    }
  });

  it.each([
    ["fi-FI", "14.05", "torstai 15. tammikuuta", "to 15.1."],
    ["en-GB", "14:05", "Thursday 15 January", "Thu 15 Jan"],
    ["de-AT", "14:05", "Donnerstag, 15. Jänner", "Do., 15. Jän."],
  ])("has the words of %s", (locale, time, date, shortDate) => {
    const { date: style } = listedWriter(locale, "UTC");
    const localMs = Date.UTC(2026, 0, 15, 14, 5);
    expect([style("time"), style("date"), style("shortDate")].map((write) => write(localMs))).toEqual([
      time,
      date,
      shortDate,
    ]);
  });
});
