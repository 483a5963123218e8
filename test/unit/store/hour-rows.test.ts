import { expect, it } from "vitest";
import { History } from "../../../src/history/history.ts";
import { hourRowsOf, hoursOf, newHourRows } from "../../../src/store/hour-rows.ts";
import { later, NOON_MS, readingAt } from "../../fixtures/readings.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A house that takes a kilowatt, told every ten minutes between two instants after noon. */
function house(fromMs: number, toMs: number): History {
  const history = new History();
  for (let afterMs = fromMs; afterMs <= toMs; afterMs += 10 * MINUTE) {
    const values = { activePowerImportW: 1_000, activePowerExportW: 0, activeEnergyImportWh: (afterMs + HOUR) / 3_600 };
    history.add(readingAt(values, later(afterMs)));
  }
  return history;
}

it("names the hours of the meter's own clock, where that is half an hour or three quarters off too", () => {
  const now = later(5 * HOUR);
  const past = house(0, 5 * HOUR).past(now, 3);
  const first = (timeZone: string) =>
    past && hourRowsOf(past, hoursOf(NOON_MS + 2 * HOUR, now.wallMs, timeZone), timeZone)[0];
  expect(first("Europe/Helsinki")).toEqual({
    startMs: NOON_MS + 2 * HOUR,
    local: "2026-01-15 16:00",
    importWh: 1_000,
    exportWh: 0,
    coverage: 1,
    source: "meter",
  });
  expect(first("Asia/Kathmandu")).toMatchObject({ local: "2026-01-15 19:00", startMs: NOON_MS + 75 * MINUTE });
  expect(first("Asia/Kolkata")).toMatchObject({ local: "2026-01-15 19:00", importWh: expect.closeTo(1_000, 6) });
});

it("gives again only those that may have changed since", () => {
  const now = later(12 * HOUR);
  const history = house(0, 12 * HOUR);
  const hours = (writtenAfterMs?: number) =>
    newHourRows(
      history,
      { timeZone: "UTC", phases: 3 },
      writtenAfterMs === undefined ? undefined : NOON_MS + writtenAfterMs,
      now,
    ).rows.map(({ startMs }) => (startMs - NOON_MS) / HOUR);
  expect(hours()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  expect(hours(12 * HOUR)).toEqual([9, 10, 11]);
  expect(newHourRows(new History(), { timeZone: "UTC", phases: 3 }, undefined, now).rows).toEqual([]);
});
