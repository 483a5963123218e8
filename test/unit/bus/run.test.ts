import { describe, expect, it } from "vitest";
import { run } from "../../../src/bus/run.ts";
import { command, delay, type Step, type Steps } from "../../../src/panel/step.ts";
import { FakeClock } from "../../emulator/fake-clock.ts";
import { FakeSpiBus } from "./fake-spi-bus.ts";

function* list(...steps: readonly Step[]): Steps {
  yield* steps;
}

const busy = (usualMs?: number): Step => ({
  k: "busy",
  idle: 1,
  timeoutMs: 1000,
  ...(usualMs !== undefined && { usualMs }),
});

describe("running steps", () => {
  it("sends commands with DC low and their data with DC high, and moves the other lines", async () => {
    const bus = new FakeSpiBus();
    const timing = new FakeClock();
    await run(
      bus,
      list({ k: "pwr", v: 1 }, { k: "rst", v: 0 }, delay(2), { k: "rst", v: 1 }, command(4), command(0x61, 3, 0x20)),
      {
        timing,
      },
    );
    expect(bus.log).toEqual(["pwr=1", "rst=0", "rst=1", "0:04", "0:61", "1:0320"]);
    expect(timing.nowMs()).toBe(2);
  });

  it("cuts data into writes of 4,096 bytes", async () => {
    const bus = new FakeSpiBus();
    await run(bus, list({ k: "cmd", cmd: 0x10, data: new Uint8Array(48_000) }));
    expect(bus.log.map((entry) => (entry.length - 2) / 2)).toEqual([
      1,
      ...Array.from({ length: 11 }, () => 4096),
      2944,
    ]);
  });

  it("keeps the panel selected for a whole command where the chip select is driven by hand, and releases it after a failure", async () => {
    const bus = new FakeSpiBus({ csByHand: true });
    await run(bus, list(command(0x61, 1, 2)));
    expect(bus.log).toEqual(["cs=0", "0:61", "1:0102", "cs=1"]);
    bus.beforeWrite = () => {
      throw new Error("EIO");
    };
    await expect(run(bus, list(command(0x61)))).rejects.toThrow("EIO");
    expect(bus.log.at(-1)).toBe("cs=1");
  });

  it("leaves the event loop free in the middle of a picture", async () => {
    const bus = new FakeSpiBus();
    let turns = 0;
    const tick = () => {
      turns += 1;
      next = setImmediate(tick);
    };
    let next = setImmediate(tick);
    await run(bus, list({ k: "cmd", cmd: 0x10, data: new Uint8Array(400 * 4096) }));
    clearImmediate(next);
    expect(turns).toBeGreaterThanOrEqual(400); // one for each write;
  });
});

describe("waiting for BUSY", () => {
  it("goes on as soon as the panel is ready", async () => {
    const bus = new FakeSpiBus();
    const timing = new FakeClock();
    bus.level = 0;
    bus.whenAsked = () => {
      if (timing.nowMs() >= 420) bus.level = 1;
    };
    await run(bus, list(busy(), command(1)), { timing });
    expect(timing.nowMs()).toBe(420);
    expect(bus.log).toEqual(["0:01"]);
  });

  it.each([0, 1] as const)(
    "that stays %d past the deadline is an error, and nothing is sent after it",
    async (level) => {
      const bus = new FakeSpiBus();
      const timing = new FakeClock();
      bus.level = level;
      const wait: Step = { k: "busy", idle: level === 0 ? 1 : 0, timeoutMs: 1000 };
      let isEnded = false;
      function* steps(): Steps {
        try {
          yield wait;
          yield command(1);
        } finally {
          isEnded = true;
        }
      }
      await expect(run(bus, steps(), { timing })).rejects.toMatchObject({ code: "BUSY_TIMEOUT" });
      expect([bus.log, isEnded, timing.nowMs()]).toEqual([[], true, 1000]);
    },
  );

  it("may be passed over, for a panel that is only to be put to sleep", async () => {
    const bus = new FakeSpiBus();
    bus.level = 0;
    await run(bus, list(busy(), command(7, 0xa5)), { timing: new FakeClock(), ignoreBusy: true });
    expect(bus.log).toEqual(["0:07", "1:a5"]);
  });

  it("warns of a panel that was ready sooner than it can be", async () => {
    const said: string[] = [];
    const options = { timing: new FakeClock(), warn: (_facts: object, message: string) => void said.push(message) };
    await run(new FakeSpiBus(), list(busy(400)), options);
    expect(said).toEqual([expect.stringContaining("perhaps it is not connected")]);
  });
});

describe("the protocol with words", () => {
  it("waits for ready before each transfer, and puts the preamble first", async () => {
    const bus = new FakeSpiBus();
    let looks = 0;
    bus.whenAsked = () => void looks++;
    const data = Uint8Array.of(0x12, 0x34);
    await run(
      bus,
      list({ k: "i80", t: "cmd", cmd: 0x0302, timeoutMs: 10 }, { k: "i80", t: "write", data, timeoutMs: 10 }),
    );
    expect(bus.log).toEqual(["0:60000302", "0:00001234"]);
    expect(looks).toBe(2);
  });

  it("cuts long data into transfers of whole words, each with its preamble", async () => {
    const bus = new FakeSpiBus();
    await run(bus, list({ k: "i80", t: "write", data: new Uint8Array(5000).fill(7), timeoutMs: 10 }));
    expect(bus.log.map((entry) => [entry.slice(0, 6), (entry.length - 2) / 2])).toEqual([
      ["0:0000", 4096],
      ["0:0000", 908],
    ]);
  });

  it("hands what was read back to the steps, without preamble and dummy word", async () => {
    const bus = new FakeSpiBus();
    bus.answer = (sent) => sent.map((_, i) => i);
    let answer: Uint8Array | undefined;
    function* steps(): Steps {
      answer = yield { k: "i80", t: "read", words: 2, healthy: new Uint8Array(4), timeoutMs: 10 };
    }
    await run(bus, steps());
    expect(bus.log).toEqual(["x:1000000000000000"]);
    expect([...(answer ?? [])]).toEqual([4, 5, 6, 7]);
  });

  it("looks at ready between preamble and words too, where the chip select is driven by hand", async () => {
    const bus = new FakeSpiBus({ csByHand: true });
    let looks = 0;
    bus.whenAsked = () => void looks++;
    bus.answer = (sent) => sent.map((_, i) => i);
    let answer: Uint8Array | undefined;
    function* steps(): Steps {
      yield { k: "i80", t: "cmd", cmd: 0x0302, timeoutMs: 10 };
      answer = yield { k: "i80", t: "read", words: 1, healthy: new Uint8Array(2), timeoutMs: 10 };
    }
    await run(bus, steps());
    expect(bus.log).toEqual(["cs=0", "0:6000", "0:0302", "cs=1", "cs=0", "0:1000", "x:00000000", "cs=1"]);
    expect([looks, [...(answer ?? [])]]).toEqual([4, [2, 3]]);
  });

  it("gives up on a controller that never gets ready", async () => {
    const bus = new FakeSpiBus();
    bus.level = 0;
    const step: Step = { k: "i80", t: "cmd", cmd: 1, timeoutMs: 10 };
    await expect(run(bus, list(step), { timing: new FakeClock() })).rejects.toMatchObject({ code: "BUSY_TIMEOUT" });
    expect(bus.log).toEqual([]);
  });
});

describe("two displays on one bus", () => {
  it("never speak into each other's commands", async () => {
    const wires = "spi0";
    const [a, b] = [new FakeSpiBus({ csByHand: true, wires }), new FakeSpiBus({ csByHand: true, wires })];
    const log: string[] = [];
    for (const [name, bus] of [
      ["a", a],
      ["b", b],
    ] as const) {
      const push = bus.log.push.bind(bus.log);
      bus.log.push = (...entries) => {
        log.push(...entries.map((entry) => `${name} ${entry.slice(0, 4)}`));
        return push(...entries);
      };
    }
    const steps = () => list(...[1, 2, 3].map((cmd): Step => ({ k: "cmd", cmd, data: new Uint8Array(9000) })));
    await Promise.all([run(a, steps()), run(b, steps())]);
    let selected: string | undefined;
    for (const [name = "", what = ""] of log.map((entry) => entry.split(" "))) {
      if (what === "cs=0") {
        expect(selected).toBeUndefined();
        selected = name;
      } else expect(name).toBe(selected);
      if (what === "cs=1") selected = undefined;
    }
    expect(log).toHaveLength(2 * 3 * 6);
    expect(new Set(log.filter((entry) => entry.endsWith("cs=0")).slice(0, 2)).size).toBe(2);
  });
});
