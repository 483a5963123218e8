import { beforeEach, describe, expect, it } from "vitest";
import { History } from "../../../src/history/history.ts";
import { MeterSession } from "../../../src/intake/meter-session.ts";
import { ReplayClock } from "../../../src/intake/replay-clock.ts";
import { SILENT } from "../../../src/log.ts";
import { pastNow } from "../../../src/meter/now.ts";
import { NOON_MS } from "../../fixtures/readings.ts";

const METER = { prefix: "han", wire: {}, mainFuseA: 25, phases: 3 } as const;

let clock: ReplayClock;
let history: History;
let session: MeterSession;
let telegrams: number;

beforeEach(() => {
  clock = new ReplayClock();
  clock.moveTo(NOON_MS);
  history = new History();
  telegrams = 0;
  const onTelegram = () => void telegrams++;
  session = new MeterSession(METER, { history, log: SILENT, clock: clock.now, schedule: clock.schedule, onTelegram });
  session.connected(NOON_MS - 60_000);
});

/** Takes a message so long after noon; what was due before has run. */
function take(topic: string, payload: string, afterMs: number): void {
  clock.moveTo(NOON_MS + afterMs);
  session.take({ topic, payload: Buffer.from(payload), retained: false, qos: 0, at: pastNow(NOON_MS + afterMs) });
}

const voltage = (phase: number, afterMs: number) => take(`han/sensor/voltage_phase_${phase}/state`, "230.1", afterMs);

describe("a telegram of several topics", () => {
  it("is ended by silence after its last topic, once", () => {
    for (const [i, phase] of [1, 2, 3].entries()) voltage(phase, i * 100);
    clock.moveTo(NOON_MS + 499);
    expect(telegrams).toBe(0);
    clock.moveTo(NOON_MS + 500);
    expect(telegrams).toBe(1);
    expect(Object.keys(history.latest.known)).toEqual(["voltageL1V", "voltageL2V", "voltageL3V"]);
    clock.moveTo(NOON_MS + 60_000);
    expect(telegrams).toBe(1);
  });

  it("is ended at once by flush, and not again by the timer", () => {
    voltage(1, 0);
    session.flush();
    expect(telegrams).toBe(1);
    clock.moveTo(NOON_MS + 60_000);
    expect(telegrams).toBe(1);
  });

  it("is not ended after the session was closed", () => {
    voltage(1, 0);
    session.close();
    clock.moveTo(NOON_MS + 60_000);
    expect([telegrams, history.telegramsSince(0)]).toEqual([0, 0]);
  });
});

it("waits again when a timer fires before its time by the monotonic clock", () => {
  let work = () => {};
  let delays: number[] = [];
  let nowMs = NOON_MS;
  const schedule = (task: () => void, delayMs: number) => {
    work = task;
    delays = [...delays, delayMs];
    return () => {};
  };
  session = new MeterSession(METER, {
    history,
    log: SILENT,
    clock: () => pastNow(nowMs),
    schedule,
    onTelegram: () => void telegrams++,
  });
  session.take({
    topic: "han/sensor/voltage_phase_1/state",
    payload: Buffer.from("230.1"),
    retained: false,
    qos: 0,
    at: pastNow(nowMs),
  });
  nowMs += 299.5;
  work();
  expect([telegrams, delays]).toEqual([0, [300, 1]]);
  nowMs += 1;
  work();
  expect(telegrams).toBe(1);
});

it("ignores messages of other meters, and all after it was closed", () => {
  take("p1/sensor/voltage_phase_1/state", "230.1", 0);
  session.close();
  voltage(1, 100);
  expect(session.topics.all()).toEqual([]);
});

it("reports a reader that goes offline", () => {
  take("han/status", "offline", 0);
  expect(telegrams).toBe(1);
  take("han/status", "online", 100);
  expect(telegrams).toBe(1);
});
