import { describe, expect, it } from "vitest";
import { freshnessOf } from "../../../src/history/freshness.ts";
import { History } from "../../../src/history/history.ts";
import { Intake } from "../../../src/intake/intake.ts";
import { SILENT } from "../../../src/log.ts";
import { byInstant, instantsOf, isAhead } from "../../../src/meter/sender-time.ts";
import { WIRE_FORMATS } from "../../../src/meter/wire/wire-formats.ts";
import { houseLine } from "../../fixtures/house-line.ts";
import { later } from "../../fixtures/readings.ts";
import { MADE_UP } from "../../fixtures/wire/made-up-format.ts";

const formats = [...WIRE_FORMATS, MADE_UP];
const NOON = later(0);
const telegram = (watts: number, afterMs: number) =>
  JSON.stringify({ watts, at: Math.round((NOON.wallMs + afterMs) / 1_000) });
const decoded = (more: object) =>
  ({ kind: "values", values: { activePowerImportW: 5, currentL1A: 1 }, whole: true, ...more }) as const;

/** A house that takes telegrams of the made-up format on its prefix, and what its log says. */
function house() {
  const history = new History();
  const said: string[] = [];
  const log = (_facts: object, message: string) => void said.push(message);
  const intake = new Intake({ prefix: "han", mainFuseA: 25, phases: 3, wire: { formats } }, history, {
    ...SILENT,
    warn: log,
    info: log,
    error: log,
  });
  intake.connected(later(-60_000).monoMs);
  const take = (watts: number, sentAfterMs: number, afterMs: number, clockSet = true) =>
    intake.take({
      topic: "han",
      payload: Buffer.from(telegram(watts, sentAfterMs)),
      retained: false,
      qos: 0,
      at: { ...later(afterMs), clockSet },
    });
  const power = (afterMs: number) => ({
    value: history.latest.known.activePowerImportW?.value,
    ...freshnessOf(history.latest, "activePowerImportW", later(afterMs)),
  });
  return { history, take, power, said };
}

describe("a value with a time of its own", () => {
  it("is as old as its sender says, not as its arrival", () => {
    const { take, power } = house();
    take(700, -600_000, 0);
    expect(power(0)).toMatchObject({ value: 700, state: "stale", why: "too-old", ageMs: 600_000 });
    take(800, 9_000, 10_000);
    expect(power(10_000)).toMatchObject({ value: 800, state: "fresh", ageMs: 1_000 });
  });

  it("never replaces a later one", () => {
    const { take, power, history } = house();
    take(800, 0, 1_000);
    take(700, -600_000, 2_000);
    expect(power(2_000)).toMatchObject({ value: 800, state: "fresh", ageMs: 2_000 });
    expect(history.latest.arrivedAt?.monoMs).toBe(later(0).monoMs);
  });

  it("counts from its arrival where its time is in the future, and the log says so", () => {
    const { take, power, said } = house();
    take(700, 3_600_000, 0);
    expect(power(20_000)).toMatchObject({ value: 700, state: "fresh", ageMs: 20_000 });
    expect(said).toContainEqual(expect.stringContaining("time in the future"));
  });

  it("may be ahead by as much as two clocks differ", () => {
    const { take, power, said } = house();
    take(700, 30_000, 0);
    expect(power(0)).toMatchObject({ state: "fresh", ageMs: 0 });
    expect(said.filter((message) => message.includes("future"))).toEqual([]);
  });

  it("counts from its arrival while this machine's clock is not set", () => {
    const { take, power } = house();
    take(700, -600_000, 0, false);
    expect(power(0)).toMatchObject({ value: 700, state: "fresh", ageMs: 0 });
  });

  it("is shown with that time on the page of values, and not as fresh", () => {
    const line = houseLine({ formats });
    line.takeOnPrefix(telegram(700, -600_000));
    expect(line.at().rows[0]).toMatchObject({
      quantity: "activePowerImportW",
      state: "stale",
      atMonoMs: later(-600_000).monoMs,
    });
  });
});

describe("times of single quantities", () => {
  it("come before the telegram's own", () => {
    const { wallMs } = NOON;
    const item = decoded({ atMs: wallMs - 1_000, atMsOf: { currentL1A: wallMs - 3_000 } });
    expect(instantsOf(item, NOON)).toEqual({ activePowerImportW: later(-1_000), currentL1A: later(-3_000) });
    expect(instantsOf(decoded({}), NOON)).toEqual({});
  });

  it.each([
    ["of a clock that was never set", 3_600_000],
    ["that is no number", Number.NaN],
  ])("are not believed where they are %s", (_what, atMs) => {
    expect(instantsOf(decoded({ atMs }), NOON)).toEqual({});
    expect(isAhead(decoded({ atMs }), NOON)).toBe(false);
  });

  it("split a reading, the oldest first, without losing a value", () => {
    const reading = {
      values: { activePowerImportW: 5, currentL1A: 1, voltageL1V: 230 },
      at: NOON,
      retained: false,
      restarted: ["activePowerImportW"],
      instants: { currentL1A: later(-9_000), activePowerImportW: later(-3_000) },
    } as const;
    expect(byInstant(reading)).toEqual([
      { values: { currentL1A: 1 }, at: later(-9_000), retained: false, restarted: [], isPart: true },
      {
        values: { activePowerImportW: 5 },
        at: later(-3_000),
        retained: false,
        restarted: ["activePowerImportW"],
        isPart: true,
      },
      { values: { voltageL1V: 230 }, at: NOON, retained: false, restarted: [] },
    ]);
    const { instants: _none, ...plain } = reading;
    expect(byInstant(plain)).toEqual([plain]);
  });
});
