import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Secret } from "../../../src/config/secret.ts";
import { SILENT } from "../../../src/log.ts";
import { Access, SESSION_S } from "../../../src/web/access.ts";

const PASSWORD = "correct horse battery";
let access: Access;
let logged: object[];

beforeEach(() => {
  vi.useFakeTimers();
  const tokens = new Map([
    ["hall", new Secret("token of the hall")],
    ["attic", new Secret("token of the attic")],
  ]);
  logged = [];
  const log = { ...SILENT, warn: (facts: object) => void logged.push(facts) };
  access = new Access({ password: new Secret(PASSWORD), tokens }, log);
});
afterEach(() => {
  vi.useRealTimers();
});

const kinds = async (guesses: readonly string[], from = "192.168.1.9") => {
  const found: string[] = [];
  for (const guess of guesses) found.push((await access.guess(guess, from)).kind);
  return found;
};

describe("guesses", () => {
  it("are looked at five times, and then not for five minutes", async () => {
    expect(await kinds(["a", "b", "", "d", "e", PASSWORD])).toEqual([...Array<string>(5).fill("wrong"), "slow"]);
    const slow = await access.guess(PASSWORD, "192.168.1.9");
    expect(slow).toEqual({ kind: "slow", afterS: 300 });
    vi.advanceTimersByTime(299_000);
    expect(await kinds([PASSWORD])).toEqual(["slow"]);
    vi.advanceTimersByTime(1_500);
    expect(await kinds([PASSWORD])).toEqual(["right"]);
  });

  it("are forgotten when the right one comes in time", async () => {
    for (let round = 0; round < 4; round++)
      expect(await kinds(["a", "b", "c", "d", PASSWORD])).toEqual(["wrong", "wrong", "wrong", "wrong", "right"]);
  });

  it("that are wrong leave one line an address and span, the right ones none", async () => {
    await kinds([PASSWORD]);
    await kinds(Array<string>(20).fill("wrong"));
    await kinds(["wrong", PASSWORD, PASSWORD], "192.168.1.10");
    expect(logged).toEqual([{ from: "192.168.1.9" }, { from: "192.168.1.10" }]);
    vi.advanceTimersByTime(301_000);
    await kinds(Array<string>(20).fill("wrong"));
    expect(logged.slice(2)).toEqual([{ from: "192.168.1.9" }]);
  });

  it("of one address are no matter of another's", async () => {
    await kinds(Array<string>(10).fill("wrong"));
    expect(await kinds([PASSWORD], "192.168.1.10")).toEqual(["right"]);
  });

  it("at the same moment are no more than one after another", async () => {
    const all = await Promise.all(Array.from({ length: 50 }, (_, i) => access.guess(`guess ${i}`, "192.168.1.9")));
    expect(all.filter(({ kind }) => kind === "wrong")).toHaveLength(5);
    expect(all.filter(({ kind }) => kind === "slow")).toHaveLength(45);
  });

  it("of many addresses together are bounded", async () => {
    const found: string[] = [];
    for (let i = 0; i < 150; i++) found.push(...(await kinds(["guess"], `10.0.${i}.1`)));
    expect(found.filter((kind) => kind === "wrong")).toHaveLength(100);
    expect(await kinds([PASSWORD], "192.168.1.200")).toEqual(["slow"]);
    vi.advanceTimersByTime(301_000);
    expect(await kinds([PASSWORD], "192.168.1.200")).toEqual(["right"]);
  });

  it("that are right are no guesses, however many", async () => {
    expect(new Set(await kinds(Array<string>(300).fill(PASSWORD)))).toEqual(new Set(["right"]));
    for (let i = 0; i < 150; i++) await kinds([PASSWORD], `10.0.${i}.1`);
    expect(await kinds([PASSWORD], "10.1.1.1")).toEqual(["right"]);
  });

  it("are all wrong where there is no password", async () => {
    const open = new Access({ tokens: new Map() }, SILENT);
    expect(open.hasPassword).toBe(false);
    expect((await open.guess("", "a")).kind).toBe("wrong");
    expect((await open.guess("undefined", "a")).kind).toBe("wrong");
  });
});

describe("sessions", () => {
  it("go on for thirty days and end to the second", () => {
    const session = access.begin(1_000);
    expect(access.knows(session, 1_000 + SESSION_S * 1_000 - 1)).toBe(true);
    expect(access.knows(session, 1_000 + SESSION_S * 1_000)).toBe(false);
    expect(SESSION_S).toBe(2_592_000);
  });

  it("are known by their whole name only, and end once", () => {
    const session = access.begin(0);
    expect(session).toMatch(/^[\w-]{43}$/u);
    for (const wrong of [
      undefined,
      "",
      `${session}=`,
      session.slice(1),
      session.toLowerCase(),
      "__proto__",
      "constructor",
    ])
      expect([wrong, access.knows(wrong, 1)]).toEqual([wrong, false]);
    access.end(undefined);
    access.end("nobody's");
    expect(access.knows(session, 1)).toBe(true);
    access.end(session);
    expect(access.knows(session, 1)).toBe(false);
  });

  it("are a hundred at most: the oldest goes", () => {
    const sessions = Array.from({ length: 101 }, () => access.begin(0));
    expect(new Set(sessions).size).toBe(101);
    expect(access.knows(sessions[0], 1)).toBe(false);
    expect(sessions.slice(1).every((session) => access.knows(session, 1))).toBe(true);
  });
});

it("has a token open its own display only", () => {
  expect(access.opens("hall", "token of the hall")).toBe(true);
  for (const [display, token] of [
    ["attic", "token of the hall"],
    ["hall", "token of the Hall"],
    ["hall", ""],
    ["hall", undefined],
    ["cellar", "token of the hall"],
    ["__proto__", "token of the hall"],
  ] as const)
    expect([display, token, access.opens(display, token)]).toEqual([display, token, false]);
});
