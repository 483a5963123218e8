import { describe, expect, it } from "vitest";
import {
  type BrokerSession,
  kioskSession,
  openSession,
  publishFault,
  subscribeFault,
} from "../../../src/source/broker-access.ts";

const LIMITS = { clients: 8, payloadBytes: 100, messagesPerS: 10 };
const users = [
  { name: "reader", password: { reveal: () => "r3ader" }, publish: ["han/#"], subscribe: ["han/set"] },
  { name: "empty", password: { reveal: () => "" }, publish: ["#"], subscribe: ["#"] },
];
const bytesOf = (text: string) => new TextEncoder().encode(text);

function loggedIn(among: typeof users): BrokerSession {
  const session = openSession(among, "reader", bytesOf("r3ader"), 0);
  if (session === undefined) throw new Error("the login was refused");
  return session;
}

const reader = () => loggedIn(users);

describe("logging in", () => {
  it("takes the right password and no other", () => {
    expect(openSession(users, "reader", bytesOf("r3ader"), 0)?.name).toBe("reader");
    const wrong = ["", "r3ade", "r3ader ", "R3ADER"].map((text) => openSession(users, "reader", bytesOf(text), 0));
    expect(wrong).toEqual([undefined, undefined, undefined, undefined]);
    expect(openSession(users, "nobody", bytesOf("r3ader"), 0)).toBeUndefined();
    expect(openSession(users, undefined, undefined, 0)).toBeUndefined();
    expect(openSession(users, "empty", undefined, 0)).toBeUndefined();
  });

  it("is not needed where there are no users", () => {
    expect(openSession([], undefined, undefined, 0)?.name).toBe("anonymous");
  });
});

describe("publishing", () => {
  it("stays within the user's topics, and out of the broker's own for everybody", () => {
    expect(publishFault(reader(), { topic: "han/x", bytes: 1 }, LIMITS, 0)).toBeUndefined();
    expect(publishFault(reader(), { topic: "homeassistant/x", bytes: 1 }, LIMITS, 0)).toBe("forbidden");
    expect(publishFault(kioskSession(), { topic: "$SYS/x", bytes: 1 }, LIMITS, 0)).toBe("forbidden");
  });

  it("stays within the size, but for the kiosk", () => {
    expect(publishFault(reader(), { topic: "han/x", bytes: 100 }, LIMITS, 0)).toBeUndefined();
    expect(publishFault(reader(), { topic: "han/x", bytes: 101 }, LIMITS, 0)).toBe("too large");
    expect(publishFault(kioskSession(), { topic: "x", bytes: 101 }, LIMITS, 0)).toBeUndefined();
  });

  it("may be five seconds ahead of the rate, and then goes at the rate", () => {
    const who = reader();
    const passed = (count: number, monoMs: number): number =>
      Array.from({ length: count }, () => publishFault(who, { topic: "han/x", bytes: 1 }, LIMITS, monoMs)).filter(
        (fault) => fault === undefined,
      ).length;
    expect(passed(100, 0)).toBe(50);
    expect(passed(100, 1000)).toBe(10);
    expect(passed(100, 1050)).toBe(0);
    expect(passed(100, 1100)).toBe(1);
    expect(passed(100, 3_600_000)).toBe(50);
  });
});

describe("reading", () => {
  const fast = { ...LIMITS, messagesPerS: 1000 };

  it("stays within the user's topics", () => {
    expect(subscribeFault(reader(), "han/set", LIMITS, 0)).toBeUndefined();
    expect(subscribeFault(reader(), "han/#", LIMITS, 0)).toBe("forbidden");
    expect(subscribeFault(kioskSession(), "$SYS/#", LIMITS, 0)).toBe("forbidden");
  });

  it("stays within a hundred filters at a time; what is given back makes room", () => {
    const anyone = loggedIn([]);
    const faults = Array.from({ length: 150 }, (_, index) => subscribeFault(anyone, `a/${index}`, fast, 0));
    expect(faults.filter((fault) => fault === undefined)).toHaveLength(100);
    expect(faults.at(-1)).toBe("too many filters");
    expect(subscribeFault(anyone, "a/0", fast, 0)).toBeUndefined();
    anyone.filters.delete("a/0");
    expect(subscribeFault(anyone, "a/149", fast, 0)).toBeUndefined();
    expect(subscribeFault(anyone, "a/0", fast, 0)).toBe("too many filters");
  });

  it("counts against the rate, the same filter again included, but for the kiosk", () => {
    const who = reader();
    const again = (count: number, monoMs: number) =>
      Array.from({ length: count }, () => subscribeFault(who, "han/set", LIMITS, monoMs));
    expect(again(60, 0).filter((fault) => fault === "too many")).toHaveLength(10);
    expect(publishFault(who, { topic: "han/x", bytes: 1 }, LIMITS, 0)).toBe("too many");
    expect(again(20, 1000).filter((fault) => fault === undefined)).toHaveLength(10);
    const own = kioskSession();
    const faults = Array.from({ length: 200 }, () => subscribeFault(own, "han/#", LIMITS, 0));
    expect(faults.every((fault) => fault === undefined)).toBe(true);
  });
});
