import { describe, expect, it } from "vitest";
import { History } from "../../../../src/history/history.ts";
import type { PartInput } from "../../../../src/view/part.ts";
import { life } from "../../../../src/view/parts/life.ts";
import { rest } from "../../../../src/view/parts/rest.ts";
import { stop } from "../../../../src/view/parts/stop.ts";
import { readingAt } from "../../../fixtures/readings.ts";

const HOUR = 3_600_000;
const meter = { name: "house", mainFuseA: 25, phases: 3, timeZone: "Europe/Helsinki" } as const;
const link = { kind: "connected", since: { wallMs: 0, monoMs: 0, clockSet: true } } as const;
const nowOf = (iso: string, clockSet = true) => ({ wallMs: Date.parse(iso), monoMs: Date.parse(iso), clockSet });

/** A counter that grows 1000 Wh an hour, 2000 Wh on the fifteenth of January, until an instant. */
function counting(to: string): History {
  const history = new History({ timeZone: meter.timeZone });
  let wh = 10_000;
  for (let atMs = Date.parse("2026-01-05T22:00Z"); atMs <= Date.parse(to); atMs += HOUR / 4) {
    history.add(readingAt({ activeEnergyImportWh: wh }, { wallMs: atMs, monoMs: atMs, clockSet: true }));
    const isFifteenth = atMs >= Date.parse("2026-01-14T22:00Z") && atMs < Date.parse("2026-01-15T22:00Z");
    wh += isFifteenth ? 500 : 250;
  }
  return history;
}

const built = (input: PartInput) => rest.build(input, { life: life.build(input) });

/** The rest at an instant, UTC, between others. */
const restAt = (now: string, from: string, until: string, lastValue = now) =>
  built({
    history: counting(lastValue),
    link,
    now: nowOf(now),
    meter,
    rest: { fromMs: Date.parse(from), untilMs: Date.parse(until) },
  });

describe("the day that ends with a rest", () => {
  it("is the running one in the evening, up to now", () => {
    const view = restAt("2026-01-15T21:00Z", "2026-01-15T21:00Z", "2026-01-16T04:00Z");
    expect(view.untilMs).toBe(Date.parse("2026-01-16T04:00Z"));
    expect(view.fromMs).toBe(Date.parse("2026-01-14T22:00Z"));
    expect(view.endsMs).toBe(Date.parse("2026-01-15T21:00Z"));
    expect(view.day.importWh).toBeCloseTo(46_000, 5);
  });

  it("is the same one after midnight, whole, beside the day before and the week", () => {
    const view = restAt("2026-01-16T02:00Z", "2026-01-15T21:00Z", "2026-01-16T04:00Z");
    expect(view.fromMs).toBe(Date.parse("2026-01-14T22:00Z"));
    expect(view.endsMs).toBeUndefined();
    expect([view.day.importWh, view.before.importWh]).toEqual([48_000, 24_000]);
    expect(view.week.map(({ importWh }) => importWh)).toEqual([...Array.from({ length: 6 }, () => 24_000), 48_000]);
    expect(view.hours.today.map((hour) => hour?.importWh)).toEqual(Array.from({ length: 24 }, () => 2_000));
  });

  it("is the one before midnight where a rest begins after it", () => {
    const view = restAt("2026-01-15T23:00Z", "2026-01-15T22:30Z", "2026-01-16T04:00Z");
    expect(view.fromMs).toBe(Date.parse("2026-01-14T22:00Z"));
    expect(view.endsMs).toBeUndefined();
  });

  it("ends with the last value of a silent meter, and is whole until then", () => {
    const view = restAt("2026-01-16T02:00Z", "2026-01-15T21:00Z", "2026-01-16T04:00Z", "2026-01-15T20:00Z");
    expect(view.endsMs).toBe(Date.parse("2026-01-15T20:00Z"));
    expect(view.day).toEqual({ importWh: 44_000, coverage: 1 });
  });

  it("is unknown where the meter was silent all day, up to now", () => {
    const view = restAt("2026-01-15T21:00Z", "2026-01-15T21:00Z", "2026-01-16T04:00Z", "2026-01-14T20:00Z");
    expect(view.endsMs).toBe(Date.parse("2026-01-15T21:00Z"));
    expect(view.day.importWh).toBeUndefined();
  });

  it("is unknown while the clock is not set", () => {
    const view = built({
      history: counting("2026-01-15T21:00Z"),
      link,
      now: nowOf("2026-01-15T21:00Z", false),
      meter,
    });
    expect(view).toMatchObject({ day: {}, week: [], hours: { today: [] } });
  });
});

it("the end of a kiosk is as it is told, and nothing while it goes on", () => {
  const input = { history: new History(), link, now: nowOf("2026-01-15T21:00Z"), meter };
  expect(stop.build(input)).toEqual({});
  const end = { reason: "fault", command: "systemctl start wattframe" } as const;
  expect(stop.build({ ...input, stop: end })).toEqual(end);
});
