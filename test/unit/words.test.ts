import { describe, expect, it } from "vitest";
import { fill } from "../../src/view/fill.ts";
import { pictureFormat } from "../../src/view/listed-writer.ts";
import { PROBLEM_CODES } from "../../src/view/parts/life.ts";
import { BROWSER_LANGUAGES, browserWordsFor, isLoaded, loadBrowserWords } from "../../src/words/browser-languages.ts";
import { KNOWN_LANGUAGES, LANGUAGES, wordsFor } from "../../src/words/languages.ts";
import type { Words } from "../../src/words/words.ts";

/** The marks that each text may hold, by its key; a text that is not here holds none. */
const MARKS: Readonly<Record<string, readonly string[]>> = {
  "parts.power.staleSince": ["time"],
  "parts.power.importMean": ["minutes"],
  "parts.power.exportMean": ["minutes"],
  "parts.day.peak": ["power", "time"],
  "parts.day.since": ["time"],
  "parts.balance.near": ["phase"],
  "parts.balance.over": ["phase"],
  "parts.life.problems.broker-gone": ["time"],
  "parts.life.problems.broker-refused": ["time"],
  "parts.life.problems.meter-silent": ["time"],
  "parts.life.problems.port-gone": ["time"],
  "parts.life.problems.port-refused": ["time"],
  "parts.life.problems.reader-gone": ["time"],
  "parts.life.problems.reader-refused": ["time"],
  ...Object.fromEntries(PROBLEM_CODES.map((code) => [`parts.life.problemsFor.${code}`, ["age"]])),
  "widgets.now.last": ["time"],
  "widgets.day-lines.mean": ["power"],
  "widgets.day-lines.highest": ["power", "time"],
  "widgets.day-lines.inAndOut": ["in", "out"],
  "widgets.day-lines.endsAt": ["time"],
  "widgets.phases.highestOf": ["minutes"],
  "widgets.phases.left": ["current", "phase"],
  "widgets.phases.leftOnFuse": ["current"],
  "widgets.phases.flowsOut": ["current", "phase"],
  "widgets.phases.over": ["current", "phase"],
  "widgets.phases.overFuse": ["current"],
  "widgets.phases.overFor": ["age"],
  "widgets.phases.missing": ["phases"],
  "widgets.phases.highest": ["current", "time"],
  "widgets.phases.voltage": ["high", "low"],
  "widgets.days.sums": ["days", "in", "out"],
  "widgets.days.sum": ["days", "in"],
  "widgets.day-lines.meanOut": ["power"],
  "widgets.day-lines.highestOut": ["power", "time"],
  "widgets.energy.since": ["time"],
  "widgets.energy.sinceDay": ["day"],
  "widgets.energy.until": ["time"],
  "widgets.energy.aDay": ["energy"],
  "widgets.comparison.more": ["day", "energy"],
  "widgets.comparison.less": ["day", "energy"],
  "widgets.comparison.heading": ["time"],
  "widgets.strip.month": ["month"],
  "widgets.strip.outMonth": ["month"],
  "widgets.strip.since": ["time"],
  "widgets.strip.sinceDay": ["day"],
  "widgets.strip.until": ["time"],
  "widgets.strip.highestUntil": ["time"],
  "widgets.strip.monthUntil": ["month", "time"],
  "widgets.strip.leftOn": ["phase"],
  "widgets.strip.overOn": ["phase"],
  "widgets.strip.phaseAt": ["phase"],
  "widgets.strip.mediumUntil": ["medium", "time"],
  "widgets.strip.mediumMonth": ["medium", "month"],
  "widgets.strip.mediumSince": ["day", "medium"],
  "widgets.corner.today": ["energy"],
  "widgets.corner.left": ["current"],
  "widgets.rest-day.until": ["day", "time"],
  "widgets.rest-lines.more": ["energy"],
  "widgets.rest-lines.less": ["energy"],
  "widgets.rest-lines.sold": ["energy"],
  "widgets.rest-lines.highest": ["energy", "time"],
  "widgets.rest-strip.month": ["month"],
  "widgets.stopped.readAt": ["time"],
  "widgets.stopped.month": ["month"],
  "widgets.stopped.stopped": ["time"],
  "widgets.unconfigured.drawn": ["time"],
  "page.mainFuse": ["amperes"],
  "widgets.waiting.links.broker": ["time"],
  "widgets.waiting.sinceFor": ["age", "time"],
};

/** Keys of the texts of the page, which hold the marks that the English ones hold. */
const isOfPage = (key: string) => key.startsWith("page.");

/** Every text with the keys that lead to it. */
function textsOf(value: object, path = ""): [string, unknown][] {
  return Object.entries(value).flatMap(([key, entry]): [string, unknown][] => {
    const name = path === "" ? key : `${path}.${key}`;
    return typeof entry === "object" && entry !== null ? textsOf(entry, name) : [[name, entry]];
  });
}

describe.each(LANGUAGES.map((words): [string, Words] => [words.language, words]))("the words of %s", (_name, words) => {
  const texts = textsOf(words);

  it("are all there and none is empty or has space around it", () => {
    expect(texts.length).toBeGreaterThanOrEqual(30 + 2 * PROBLEM_CODES.length);
    for (const [key, text] of texts) {
      expect(text, key).toBeTypeOf("string");
      expect(String(text), key).toMatch(/^\S(?:.*\S)?$/u);
    }
  });

  it("have the same keys as English", () => {
    expect(texts.map(([key]) => key).toSorted()).toEqual(
      textsOf(wordsFor("en"))
        .map(([key]) => key)
        .toSorted(),
    );
  });

  it("hold the marks that are filled in and no other", () => {
    for (const [key, text] of texts.filter(([key]) => !isOfPage(key))) {
      expect(marksIn(text), key).toEqual(MARKS[key] ?? []);
    }
  });

  it("hold on the page the marks that English holds", () => {
    const english = new Map(textsOf(wordsFor("en")));
    const ofPage = texts.filter(([key]) => isOfPage(key));
    expect(ofPage.length).toBeGreaterThan(200);
    for (const [key, text] of ofPage) {
      // One is one in every language.
      if (!key.endsWith(".one"))
        expect([...new Set(marksIn(text))], key).toEqual([...new Set(marksIn(english.get(key)))]);
    }
  });
});

/** Words that are English and nothing else in any of the languages. */
const ENGLISH = /\b(?:the|and|with|from|this|that|which|when|cannot|not|its|your|shown|reader|display)\b/iu;

/** Texts that are the same as in English, being the same word there. */
const SAME: Readonly<Record<string, readonly string[]>> = {
  fi: ["OBIS"],
  sv: ["OBIS", "Gas", "Prefix", "Layout", "layout {name}", "Panel", "orange", "1 byte"],
  nb: ["OBIS", "Panel", "1 byte"],
  da: ["OBIS", "Gas", "Layout", "layout {name}", "Panel", "orange", "1 byte"],
  nl: ["OBIS", "Gas", "Water", "Meter", "Meter 2", "meter {name}", "Filters", "1 byte", "{count} bytes"],
  de: ["OBIS", "Gas", "in {age}", "Layout", "Panel", "orange"],
  fr: ["OBIS", "Phases"],
  et: ["OBIS"],
};

describe.each(LANGUAGES.filter(({ language }) => language !== "en"))("in $language", (words) => {
  it("nothing is left in English", () => {
    const english = new Map(textsOf(wordsFor("en")));
    const left = textsOf(words).filter(([key, text]) => {
      const bare = String(text).replaceAll(/\{\w+\}/gu, "");
      return ENGLISH.test(bare) || (text === english.get(key) && /\p{L}{2}/u.test(bare));
    });
    const same = left.filter(([, text]) => !SAME[words.language]?.includes(String(text)));
    expect(same.map(([key, text]) => `${key}: ${String(text)}`)).toEqual([]);
  });
});

function marksIn(text: unknown): readonly (string | undefined)[] {
  return [...String(text).matchAll(/\{(.*?)\}/gu)].map(([, name]) => name).toSorted();
}

describe("words for a locale", () => {
  it("are those of its language, wherever it is spoken", () => {
    expect(wordsFor("fi-FI").language).toBe("fi");
    expect(wordsFor("en-IE").language).toBe("en");
  });

  it("are English where the language is not spoken", () => {
    expect(wordsFor("ja-JP").language).toBe("en");
  });
});

it("knows nine languages, each once", () => {
  const languages = LANGUAGES.map(({ language }) => language);
  expect(languages.toSorted()).toEqual(["da", "de", "en", "et", "fi", "fr", "nb", "nl", "sv"]);
});

describe("Norwegian", () => {
  it.each(["nb-NO", "no-NO", "nn-NO", "no", "nn"])("of %s is Bokmål, words, weekdays and numbers alike", (locale) => {
    expect(wordsFor(locale).language).toBe("nb");
    expect(KNOWN_LANGUAGES).toContain(locale.slice(0, 2));
    const format = pictureFormat(locale, "Europe/Oslo");
    expect(format.date(Date.UTC(2026, 10, 28, 12))).toBe("lørdag 28. november");
    expect(format.kilowattHours(12_340)).toBe("12,3");
  });
});

it("fills marks in and leaves those without a value to be seen", () => {
  expect(fill("{a} and {b} and {a}", { a: "x" })).toBe("x and {b} and x");
});

describe("the page", () => {
  it("speaks every language of the pictures", () => {
    expect(BROWSER_LANGUAGES).toEqual(LANGUAGES.map(({ language }) => language));
  });

  it("has English at once, and every other language when it is loaded", async () => {
    expect(isLoaded("en-GB")).toBe(true);
    for (const words of LANGUAGES.slice(1)) {
      await loadBrowserWords(words.language);
      expect(isLoaded(words.language)).toBe(true);
      expect(browserWordsFor(words.language).page).toBe(words.page);
    }
  });

  it("stays English for a language without words", async () => {
    await loadBrowserWords("ja-JP");
    expect(isLoaded("ja-JP")).toBe(true);
    expect(browserWordsFor("ja-JP").language).toBe("en");
  });
});
