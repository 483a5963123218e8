import { beforeEach, describe, expect, it } from "vitest";
import { type NoticeLog, ThrottledLog } from "../../src/throttled-log.ts";

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let lines: { readonly level: string; readonly facts: object; readonly message: string }[];
let throttled: ThrottledLog;

beforeEach(() => {
  lines = [];
  const note = (level: string) => (facts: object, message: string) => void lines.push({ level, facts, message });
  const log: NoticeLog = { info: note("info"), warn: note("warn"), error: note("error") };
  throttled = new ThrottledLog(log);
});

const say = (about: string, monoMs: number, kind = "MALFORMED") =>
  throttled.log({ kind, about, facts: { topic: about }, message: "cannot be read" }, monoMs);

/** What was logged about something, without the lines about the log itself. */
const abouts = () => lines.flatMap(({ facts }) => ("topic" in facts ? [facts.topic] : []));

describe("one notice", () => {
  it("that somebody else has logged is repeated after a day", () => {
    throttled.markLogged({ kind: "MALFORMED", about: "a" }, 0);
    say("a", DAY_MS - 1);
    expect(lines).toEqual([]);
    say("a", DAY_MS);
    expect(lines).toMatchObject([{ facts: { topic: "a", repeats: 1 } }]);
  });

  it("is logged with its facts, as a warning unless it says otherwise", () => {
    say("a", 0);
    throttled.log({ kind: "first", level: "info", facts: {}, message: "hello" }, 0);
    expect(lines).toEqual([
      { level: "warn", facts: { topic: "a" }, message: "cannot be read" },
      { level: "info", facts: {}, message: "hello" },
    ]);
  });

  it("is logged once in a day, and then again with the count of what came in between", () => {
    for (let ms = 0; ms < DAY_MS; ms += HOUR_MS) say("a", ms);
    expect(lines).toHaveLength(1);
    say("a", DAY_MS);
    expect(lines).toHaveLength(2);
    expect(lines[1]).toEqual({ level: "warn", facts: { topic: "a", repeats: 23 }, message: "cannot be read" });
    say("a", 2 * DAY_MS - 1);
    expect(lines).toHaveLength(2);
    say("a", 2 * DAY_MS);
    expect(lines[2]?.facts).toEqual({ topic: "a", repeats: 1 });
  });

  it("is another one when its kind or what it is about is another", () => {
    say("a", 0);
    say("b", 0);
    say("a", 0, "WIRE_NUMBER");
    expect(lines).toHaveLength(3);
  });

  it("that comes back after months is logged again", () => {
    say("a", 0);
    say("a", 90 * DAY_MS);
    expect(abouts()).toEqual(["a", "a"]);
  });
});

describe("many different notices", () => {
  it("of one kind at once do not flood the log, and one line says how many were left out", () => {
    for (let i = 0; i < 1_001; i++) say(`flood/${i}`, i);
    expect(abouts()).toHaveLength(30);
    expect(lines).toHaveLength(31);
    expect(lines.at(-1)?.message).toContain("only counted for now");
    say("later", 60 * SECOND_MS);
    expect(lines.slice(-2)).toMatchObject([
      { facts: { kind: "MALFORMED", dropped: 971 }, message: expect.stringContaining("971") as string },
      { facts: { topic: "later" } },
    ]);
  });

  it("that go on for a day pass at a bounded rate", () => {
    let i = 0;
    for (let ms = 0; ms < HOUR_MS; ms += 100) say(`flood/${i++}`, ms);
    expect(abouts().length).toBeLessThanOrEqual(30 + 360);
    expect(abouts().length).toBeGreaterThanOrEqual(360);
    expect(lines.length).toBeLessThanOrEqual(30 + 3 * 361);
  });

  it("do not keep those of another kind from being logged", () => {
    for (let i = 0; i < 5_000; i++) say(`flood/${i}`, i);
    say("quiet", 5_000, "WIRE_NUMBER");
    expect(abouts()).toContain("quiet");
  });

  it("that were left out are logged when they come again and there is room", () => {
    for (let i = 0; i < 32; i++) say(`t${i}`, 0);
    expect(abouts()).not.toContain("t31");
    say("t31", 10 * SECOND_MS);
    expect(abouts()).toContain("t31");
  });

  it("push out of the memory what did not happen for the longest time", () => {
    say("old", 0);
    say("busy", 1);
    let ms = 0;
    for (let i = 0; i < 1_100; i++) {
      ms += 10 * SECOND_MS;
      say(`t${i}`, ms);
      say("busy", ms);
    }
    lines = [];
    say("busy", ms);
    expect(lines).toEqual([]);
    say("old", ms + 10 * SECOND_MS);
    expect(abouts()).toEqual(["old"]);
  });
});
