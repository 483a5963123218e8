import { describe, expect, it } from "vitest";
import { History } from "../../../src/history/history.ts";
import { startOfLocalDay } from "../../../src/meter/local-time.ts";
import type { Now } from "../../../src/meter/now.ts";
import { buildWholeView } from "../../../src/view/build-view.ts";
import type { View } from "../../../src/view/view.ts";

const ZONE = "Europe/Helsinki";
const SETTINGS = { meter: { name: "house", mainFuseA: 25, phases: 3 as const, timeZone: ZONE }, locale: "en-GB" };
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const viewAt = (history: History, now: Now): View =>
  buildWholeView({ history, link: { kind: "connected", since: now }, now, ...SETTINGS });

/** A kiosk whose monotonic clock starts at 0; the wall clock is what each case makes of it. */
function feed(
  history: History,
  from: { wallMs: number; monoMs: number; clockSet?: boolean },
  minutes: number,
  meterClock?: string,
) {
  for (let i = 0; i < minutes; i++) {
    const at = {
      wallMs: from.wallMs + i * MINUTE_MS,
      monoMs: from.monoMs + i * MINUTE_MS,
      clockSet: from.clockSet ?? true,
    };
    const values = { activePowerImportW: 1_200, activeEnergyImportWh: 1_000_000 + (from.monoMs / MINUTE_MS + i) * 20 };
    history.add({ values, at, retained: false, ...(meterClock === undefined ? {} : { meterClock }) });
  }
}

const utc = (iso: string) => Date.parse(iso);
const noon = utc("2026-01-15T10:00:00Z");
const known = (view: View) => view.chart.today.filter((bucket) => bucket !== null).length;

describe("clocks", () => {
  it("1: an ordinary hour enters its hour and its day", () => {
    const history = new History();
    feed(history, { wallMs: noon, monoMs: 0 }, 60);
    const view = viewAt(history, { wallMs: noon + HOUR_MS, monoMs: HOUR_MS, clockSet: true });
    expect(known(view)).toBe(12);
    expect(view.totals.today.importWh).toBeCloseTo(1_200, 6);
  });

  it("2: nothing enters an hour or a day while the clock is not set, and the picture says so", () => {
    const history = new History();
    feed(history, { wallMs: 0, monoMs: 0, clockSet: false }, 30);
    const view = viewAt(history, { wallMs: 30 * MINUTE_MS, monoMs: 30 * MINUTE_MS, clockSet: false });
    expect(view.power.netW).toBe(1_200);
    expect(view.totals.today).toEqual({});
    expect(view.chart.today).toEqual([]);
    expect(view.life.problems.map(({ code }) => code)).toContain("clock-not-set");
    expect(view.life.valuesAtMs).toBeUndefined();
  });

  it("3: what came before the clock was set is placed by its monotonic offset afterwards", () => {
    const history = new History();
    feed(history, { wallMs: 0, monoMs: 0, clockSet: false }, 60);
    feed(history, { wallMs: noon, monoMs: HOUR_MS }, 1);
    const view = viewAt(history, { wallMs: noon + 1_000, monoMs: HOUR_MS + 1_000, clockSet: true });
    expect(known(view)).toBe(13);
    expect(history.series.firstKnownMs("telegrams")).toBe(noon - HOUR_MS);
  });

  it("4: a plausible year proves nothing: last week's time is not drawn as the time", () => {
    const history = new History();
    feed(history, { wallMs: noon - 7 * 24 * HOUR_MS, monoMs: 0, clockSet: false }, 2);
    const view = viewAt(history, { wallMs: noon - 7 * 24 * HOUR_MS, monoMs: MINUTE_MS, clockSet: false });
    expect(view.clockSet).toBe(false);
    expect(view.chart.hours).toEqual([]);
  });

  it("5: a wall clock that jumps ahead makes no value stale", () => {
    const history = new History();
    feed(history, { wallMs: noon, monoMs: 0 }, 10);
    const view = viewAt(history, { wallMs: noon + 5 * HOUR_MS, monoMs: 9 * MINUTE_MS + 5_000, clockSet: true });
    expect(view.power.state).toBe("fresh");
    expect(view.life.valuesAtMs).toBe(noon + 5 * HOUR_MS - 5_000);
  });

  it("6: a wall clock that jumps back makes no value younger than it is", () => {
    const history = new History();
    feed(history, { wallMs: noon, monoMs: 0 }, 10);
    const view = viewAt(history, { wallMs: noon - HOUR_MS, monoMs: HOUR_MS, clockSet: true });
    expect(view.power.state).toBe("stale");
    expect(view.life.problems[0]?.code).toBe("meter-silent");
  });

  it("7: after a jump back the later clock is believed and no time is counted twice", () => {
    const history = new History();
    feed(history, { wallMs: noon, monoMs: 0 }, 60);
    feed(history, { wallMs: noon, monoMs: HOUR_MS }, 60);
    // The last value before the jump held for the minute that ends at noon, as the later clock has it.
    expect(known(viewAt(history, { wallMs: noon + HOUR_MS, monoMs: 2 * HOUR_MS, clockSet: true }))).toBe(13);
  });

  it.each([
    ["8: the spring day, which has no three o'clock,", "2026-03-29T09:00:00Z", 23, [0, 6, 9, 12, 15, 18, 21, 24]],
    ["9: the autumn day, which has it twice,", "2026-10-25T09:00:00Z", 25, [0, 3, 6, 9, 12, 15, 18, 21, 24]],
    ["10: the leap day", "2028-02-29T09:00:00Z", 24, [0, 3, 6, 9, 12, 15, 18, 21, 24]],
  ])("%s is as long as it is, and its hours stand where the clock says", (_, iso, hours, labels) => {
    const history = new History();
    const midnight = startOfLocalDay(utc(iso), ZONE);
    feed(history, { wallMs: midnight, monoMs: 0 }, 6 * 60);
    const view = viewAt(history, { wallMs: utc(iso), monoMs: utc(iso) - midnight, clockSet: true });
    expect(view.chart.toMs - view.chart.fromMs).toBe(hours * HOUR_MS);
    expect(view.chart.hours.map(({ hour }) => hour)).toEqual(labels);
    expect(known(view)).toBe(73); // the last value held for three minutes more
  });

  it.each([
    ["11: a meter clock that is an hour off", "2026-01-15T11:00:00"],
    ["12: a meter clock that is years off", "2009-07-01T00:00:00"],
  ])("%s changes no age and no place in the day", (_, meterClock) => {
    const history = new History();
    feed(history, { wallMs: noon, monoMs: 0 }, 60, meterClock);
    const view = viewAt(history, { wallMs: noon + HOUR_MS, monoMs: HOUR_MS, clockSet: true });
    expect(known(view)).toBe(12);
    expect(view.life.valuesAgeMs).toBe(MINUTE_MS);
    expect(history.latest.meterClock).toBe(meterClock);
  });
});
