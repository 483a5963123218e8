import { describe, expect, it } from "vitest";
import { languageFor } from "../../../src/page/words/format.ts";
import { reasonSentence, refreshText } from "../../../src/page/words/sentences.ts";
import { REFRESH_REASONS } from "../../../src/refresh/policy.ts";
import { loadBrowserWords } from "../../../src/words/browser-languages.ts";
import { LANGUAGES } from "../../../src/words/languages.ts";

await loadBrowserWords("fi");
const ENGLISH = languageFor("en-GB", "UTC");

describe.each(["written", ...REFRESH_REASONS])("%s", (reason) => {
  it("has a sentence in every language, whether the picture was shown or not", () => {
    for (const { page } of LANGUAGES) {
      for (const changed of [true, false]) {
        expect(reasonSentence({ reason, changed, facts: {} }, page)).toMatch(/^\p{Lu}.* .*\.$/u);
      }
    }
  });
});

it("tells a full refresh that was done from one that waits", () => {
  expect(reasonSentence({ reason: "full-due", changed: true, facts: { kind: "full" } }, ENGLISH.page)).toContain(
    "was due",
  );
  expect(reasonSentence({ reason: "full-due", changed: false, facts: {} }, ENGLISH.page)).toContain("is due");
  expect(reasonSentence({ reason: "daily", changed: false, facts: { kind: "full" } }, ENGLISH.page)).toContain(
    "once a day",
  );
});

it("shows a code that it does not know as it is, made harmless", () => {
  expect(reasonSentence({ reason: "moon-phase", changed: false, facts: {} }, ENGLISH.page)).toBe("moon-phase");
  expect(reasonSentence({ reason: "constructor", changed: false, facts: {} }, ENGLISH.page)).toBe("constructor");
  expect(reasonSentence({ reason: "a\u202Eb", changed: false, facts: {} }, ENGLISH.page)).toBe("a⟨U+202E⟩b");
});

it("tells kind and extent of a refresh in a few words", () => {
  const finnish = languageFor("fi-FI", "UTC");
  const partial = { kind: "partial", boxes: [[0, 0, 8, 8]], recovered: true, bytes: 12_345, rowsWritten: 1 };
  expect(refreshText(partial, ENGLISH)).toBe("partial refresh, 1 area, after a recovery");
  expect(refreshText(partial, finnish)).toBe("osittainen päivitys, 1 alue, palautumisen jälkeen");
  expect(refreshText({ kind: "full", boxes: [[0, 0, 800, 480]] }, ENGLISH)).toBe("full refresh");
  expect(refreshText({ kind: 7, odd: "x" }, ENGLISH)).toBe("");
});
