import { describe, expect, it } from "vitest";
import { factsText, reasonSentence } from "../../../src/page/words/sentences.ts";
import { REFRESH_REASONS } from "../../../src/refresh/policy.ts";

describe.each(["written", ...REFRESH_REASONS])("%s", (reason) => {
  it("has a sentence, whether the picture was shown or not", () => {
    for (const changed of [true, false]) {
      expect(reasonSentence({ reason, changed, facts: {} })).toMatch(/^[A-Z].* .*\.$/u);
    }
  });
});

it("tells a full refresh that was done from one that waits", () => {
  expect(reasonSentence({ reason: "full-due", changed: true, facts: { kind: "full" } })).toContain("was due");
  expect(reasonSentence({ reason: "full-due", changed: false, facts: {} })).toContain("is due");
  expect(reasonSentence({ reason: "daily", changed: false, facts: { kind: "full" } })).toContain("once a day");
});

it("shows a code that it does not know as it is, made harmless", () => {
  expect(reasonSentence({ reason: "moon-phase", changed: false, facts: {} })).toBe("moon-phase");
  expect(reasonSentence({ reason: "constructor", changed: false, facts: {} })).toBe("constructor");
  expect(reasonSentence({ reason: "a\u202Eb", changed: false, facts: {} })).toBe("a⟨U+202E⟩b");
});

it("tells the facts of a refresh in a few words", () => {
  expect(factsText({ kind: "partial", boxes: [[0, 0, 8, 8]], recovered: true })).toBe(
    "partial refresh, 1 box, after a recovery",
  );
  expect(factsText({ kind: "full", boxes: [[0, 0, 800, 480]] })).toBe("full refresh");
  expect(factsText({ bytes: 12_345, rowsWritten: 1 })).toBe("1 row, 12\u202F345 bytes");
  expect(factsText({ kind: 7, odd: "x" })).toBe("");
});
