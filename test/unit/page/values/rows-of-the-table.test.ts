import { describe, expect, it } from "vitest";
import type { ValueRow } from "../../../../src/dashboard/dashboard.ts";
import { groupOf } from "../../../../src/dashboard/row-group.ts";
import { filterRows, keepOrder, sortRows } from "../../../../src/page/values/rows.ts";
import { stateWord } from "../../../../src/page/values/texts.ts";
import { wordsFor } from "../../../../src/words/languages.ts";

const PAGE = wordsFor("en").page;

const row = (topic: string, parts: Partial<ValueRow> = {}): ValueRow => ({
  id: `han/${topic}\n`,
  topic: `han/${topic}`,
  place: 0,
  path: "",
  value: "1",
  isNumber: true,
  atMonoMs: 0,
  state: "fresh",
  retained: false,
  count: 1,
  group: groupOf(parts.quantity),
  isKnown: parts.quantity !== undefined,
  ...parts,
});

const ROWS = [
  row("a", { value: "10", quantity: "activePowerImportL1W", unit: "W", obis: "21.7.0", atMonoMs: 5, intervalMs: 10 }),
  row("b", { value: "9", atMonoMs: 9 }),
  row("c", { value: "text", isNumber: false, state: "said" }),
  row("d", { value: "-3", quantity: "voltageL2V", unit: "V", obis: "52.7.0", atMonoMs: 7, intervalMs: 5 }),
];
const names = (rows: readonly ValueRow[]) => rows.map(({ topic }) => topic.slice(4)).join("");

describe("a search", () => {
  it.each([
    ["", "abcd"],
    ["HAN/B", "b"],
    ["power import", "a"],
    ["activePowerImportL1W", "a"],
    ["52.7", "d"],
    ["han 7.0", "ad"],
    ["nothing", ""],
  ])("for %j finds %j", (search, found) => expect(names(filterRows(ROWS, search, "all", PAGE))).toBe(found));

  it("is among the known or the unknown alone where that is asked for", () => {
    expect(names(filterRows(ROWS, "", "known", PAGE))).toBe("ad");
    expect(names(filterRows(ROWS, "han", "unknown", PAGE))).toBe("bc");
  });
});

describe("an order", () => {
  it.each([
    ["value", false, "dbac"],
    ["value", true, "abdc"],
    ["quantity", false, "abcd"],
    ["quantity", true, "dcba"],
    ["obis", true, "dabc"],
    ["age", false, "bdac"],
    ["rate", false, "dabc"],
    ["topic", true, "dcba"],
    ["topic", false, "abcd"],
  ] as const)("by %s, descending %j, is %s", (column, isDescending, expected) => {
    expect(names(sortRows(ROWS, { column, isDescending }))).toBe(expected);
  });

  it("that is kept leaves every row where it was, new ones behind them", () => {
    const before = ["d", "a", "b"].map((name) => `han/${name}\n`);
    expect(names(keepOrder(ROWS, before))).toBe("dabc");
  });
});

describe("the word beside a value", () => {
  it.each([
    ["fresh", false, true, ""],
    ["said", false, true, ""],
    ["stale", false, true, "out of date"],
    ["fresh", false, false, "last known"],
    ["said", false, false, "last known"],
    ["retained", true, true, "age unknown"],
    ["said", true, false, "age unknown"],
  ] as const)("of one that is %s, retained %j, on a live page %j, is %j", (state, retained, isLive, word) => {
    expect(stateWord({ state, retained }, isLive, PAGE)).toBe(word);
  });

  it("says that the checksum was wrong, unless worse is to be said", () => {
    const row = { retained: false, check: "wrong" } as const;
    expect(stateWord({ ...row, state: "fresh" }, true, PAGE)).toBe("checksum wrong");
    expect(stateWord({ ...row, state: "stale" }, true, PAGE)).toBe("out of date");
    expect(stateWord({ ...row, state: "fresh" }, false, PAGE)).toBe("last known");
  });
});
