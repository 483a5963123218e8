import { expect, it } from "vitest";
import { History } from "../../../../src/history/history.ts";
import { pastNow } from "../../../../src/meter/now.ts";
import { lastYear } from "../../../../src/view/parts/last-year.ts";
import { readingAt } from "../../../fixtures/readings.ts";

const METER = { name: "house", mainFuseA: 25, phases: 3, timeZone: "Europe/Helsinki" } as const;
const JANUARY = { fromMs: Date.parse("2024-12-31T22:00Z"), toMs: Date.parse("2025-01-31T22:00Z") };
const HOUR_MS = 3_600_000;

/** A counter that grows 500 Wh an hour from an instant until 15 January 2026. */
function countingFrom(iso: string) {
  const history = new History({ timeZone: METER.timeZone });
  const now = pastNow(Date.parse("2026-01-15T10:00Z"));
  for (let atMs = Date.parse(iso); atMs <= now.wallMs; atMs += HOUR_MS)
    history.add(readingAt({ activeEnergyImportWh: 500 * ((atMs - Date.parse(iso)) / HOUR_MS) }, pastNow(atMs)));
  return { history, link: { kind: "connected", since: now }, now, meter: METER } as const;
}

it("is the whole of the same month a year before", () => {
  const view = lastYear.build(countingFrom("2024-12-20T00:00Z"), {});
  expect(view.month).toEqual({ ...JANUARY, energy: { importWh: 31 * 24 * 500, coverage: 1 } });
});

it("is empty where the history begins within that month", () => {
  expect(lastYear.build(countingFrom("2025-01-10T00:00Z"), {}).month).toEqual({ ...JANUARY, energy: {} });
});

it("is absent while the clock is not set", () => {
  const input = countingFrom("2026-01-14T00:00Z");
  expect(lastYear.build({ ...input, now: { ...input.now, clockSet: false } }, {})).toEqual({});
});
