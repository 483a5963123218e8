import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { caseOf } from "./case-file.ts";
import { matches } from "./matches.ts";
import { type Outcome, outcomeOf } from "./run-case.ts";

const folder = new URL(".", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));

type Said = Partial<Record<keyof Outcome, unknown>>;

/** Lists of what was said, in which a pattern may fit anything; decode lines stand in their order. */
const SEARCHED: readonly (keyof Outcome)[] = ["texts", "log"];

/** The parts of what must be said that were not, with what was said instead. */
function missing(says: Said, outcome: Outcome): object[] {
  return Object.entries(says).flatMap(([part, pattern]) => {
    const got = outcome[part as keyof Outcome];
    if (!SEARCHED.includes(part as keyof Outcome)) return matches(pattern, got) ? [] : [{ [part]: got, pattern }];
    const patterns = pattern as readonly unknown[];
    const list = got as readonly unknown[];
    return patterns
      .filter((one) => !list.some((item) => matches(one, item)))
      .map((one) => ({ [part]: list, pattern: one }));
  });
}

describe("cases made after reports", () => {
  it("are found", () => expect(files.length).toBeGreaterThan(0));

  it.each(files)("%s", async (file) => {
    const given = caseOf(readFileSync(new URL(file, folder), "utf8"));
    const outcome = await outcomeOf(given);
    expect(missing(given.says ?? {}, outcome), given.title).toEqual([]);
    for (const never of given.never) {
      // A pattern with several parts is said only when all of its parts are.
      expect(missing(never, outcome), `must never be said: ${given.title}`).not.toEqual([]);
    }
  });
});

describe("a pattern of a case", () => {
  it.each([
    ["a number", 5, 5, true],
    ["another number", 5, 6, false],
    ["a number within bounds", { from: 1, to: 2 }, 1.5, true],
    ["a number out of bounds", { from: 1, to: 2 }, 3, false],
    ["no number at all", { from: 1, to: 2 }, undefined, false],
    ["a text that a regular expression finds", "/kW$/", "4.0 kW", true],
    ["a text that it does not find", "/kW$/", "4.0 W", false],
    ["a key that is not there", { a: "absent" }, {}, true],
    ["a key that should not be there", { a: "absent" }, { a: 1 }, false],
    ["a key that is there", { a: "present" }, { a: 0 }, true],
    ["a missing key", { a: "present" }, {}, false],
    ["a nested key", { a: { b: 1 } }, { a: { b: 1, c: 2 }, d: 3 }, true],
    ["elements by their place", [{ a: 1 }], [{ a: 1, b: 2 }, { a: 3 }], true],
    ["a list that is too short", [{ a: 1 }, { a: 2 }], [{ a: 1 }], false],
  ])("fits or does not fit %s", (_, pattern, data, fits) => expect(matches(pattern, data)).toBe(fits));
});
