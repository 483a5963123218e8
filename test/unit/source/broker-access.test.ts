import { describe, expect, it } from "vitest";
import {
  type BrokerSession,
  kioskSession,
  maySubscribe,
  openSession,
  publishFault,
} from "../../../src/source/broker-access.ts";
import { retainedBudget } from "../../../src/source/retained-budget.ts";

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
  it("stays within the user's topics and a hundred filters", () => {
    const who = reader();
    expect(maySubscribe(who, "han/set")).toBe(true);
    expect(maySubscribe(who, "han/#")).toBe(false);
    const anyone = loggedIn([]);
    expect(maySubscribe(anyone, "$SYS/#")).toBe(false);
    const granted = Array.from({ length: 150 }, (_, index) => maySubscribe(anyone, `a/${index}`)).filter(
      Boolean,
    ).length;
    expect(granted).toBe(100);
    expect(maySubscribe(anyone, "a/0")).toBe(true);
  });
});

describe("what is kept for later", () => {
  it("is bounded in sum, counts a topic once and gives back what is taken away", () => {
    const mayKeep = retainedBudget(2000);
    expect(mayKeep("a", 700)).toBe(true);
    expect(mayKeep("b", 700)).toBe(true);
    expect(mayKeep("c", 700)).toBe(false);
    expect(mayKeep("b", 600)).toBe(true);
    expect(mayKeep("a", 0)).toBe(true);
    expect(mayKeep("c", 700)).toBe(true);
  });
});
