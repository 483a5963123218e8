import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { WattframeError } from "../../../src/errors.ts";
import { Connection, type SourcePlan } from "../../../src/kiosk/connection.ts";
import { type Log, SILENT } from "../../../src/log.ts";
import type { LinkState } from "../../../src/source/link-state.ts";
import type { SourceEvents } from "../../../src/source/source.ts";
import { later } from "../../fixtures/readings.ts";

/** What was opened and closed, by the plan's name. */
let done: string[];
let taken: Set<string>;
let states: LinkState[];
let logged: string[];
let opened: SourceEvents[];
let connection: Connection;

const named = (name: string): SourcePlan => ({
  key: name,
  open: (events) => {
    if (taken.has(name)) {
      const why = new WattframeError("BROKER_LISTEN", `the port of ${name} is taken`, { hint: "Choose another." });
      return Promise.reject(why);
    }
    done.push(`open ${name}`);
    opened.push(events);
    const stop = () => Promise.resolve(void done.push(`close ${name}`));
    return Promise.resolve({ publish: () => Promise.resolve(), stop });
  },
});
const settled = () => vi.advanceTimersByTimeAsync(0);

beforeEach(async () => {
  vi.useFakeTimers();
  [done, taken, states, logged, opened] = [[], new Set(), [], [], []];
  const log: Log = { ...SILENT, error: (facts, message) => void logged.push(`${message} ${JSON.stringify(facts)}`) };
  connection = new Connection(named("one"), {
    leaving: () => void done.push("leave"),
    events: { message: () => {}, state: (state) => void states.push(state) },
    clock: () => later(0),
    log,
  });
  await connection.open();
  opened[0]!.state({ kind: "connected", since: later(0) });
});
afterEach(async () => {
  await connection.stop();
  vi.useRealTimers();
});

describe("a connection", () => {
  it("is one source at a time, and only the last one is heard", async () => {
    await connection.change(named("two"));
    expect(done).toEqual(["open one", "leave", "close one", "open two"]);
    opened[0]!.state({ kind: "lost", since: later(1) });
    expect(connection.state?.kind).toBe("connected");
    opened[1]!.state({ kind: "refused", since: later(2) });
    expect(connection.state?.kind).toBe("refused");
    await connection.change(named("two"));
    expect(done).toHaveLength(4);
  });

  it("is the one before when a new one cannot be opened", async () => {
    taken.add("two");
    await expect(connection.change(named("two"))).rejects.toMatchObject({ code: "BROKER_LISTEN" });
    expect(done).toEqual(["open one", "leave", "close one", "open one"]);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(done).toHaveLength(4);
  });

  describe("that is gone because neither can be opened", () => {
    let failure: unknown;
    beforeEach(async () => {
      taken.add("one").add("two");
      failure = await connection.change(named("two")).catch((thrown: unknown) => thrown);
      done.length = 0;
    });

    it("says so, with the reason", () => {
      expect(failure).toMatchObject({ message: "the port of two is taken" });
      expect(connection.state).toEqual({ kind: "lost", reason: "the port of one is taken", since: later(0) });
      expect(states.at(-1)).toBe(connection.state);
      expect(logged).toEqual([expect.stringMatching(/^there is no broker .*BROKER_LISTEN.*Choose another/u)]);
    });

    it("is opened again by the next change, also by one to the configuration before", async () => {
      taken.clear();
      await connection.change(named("one"));
      expect(done).toEqual(["open one"]);
      await vi.advanceTimersByTimeAsync(3_600_000);
      expect(done).toHaveLength(1);
    });

    it("is tried again by itself after pauses that grow, and the same reason is logged once", async () => {
      await vi.advanceTimersByTimeAsync(600_000);
      expect(logged).toHaveLength(1);
      taken.clear();
      await vi.advanceTimersByTimeAsync(600_000);
      expect(done).toEqual(["open one"]);
      opened.at(-1)!.state({ kind: "connected", since: later(9) });
      expect(connection.state?.kind).toBe("connected");
    });

    it("is not tried any more once it was stopped", async () => {
      await connection.stop();
      taken.clear();
      await vi.advanceTimersByTimeAsync(3_600_000);
      await settled();
      expect([done, vi.getTimerCount()]).toEqual([[], 0]);
    });
  });
});
