import { expect, it } from "vitest";
import { freshnessOf } from "../../../src/history/freshness.ts";
import { type Latest, NOTHING_KNOWN, withReading } from "../../../src/history/latest.ts";
import type { Now } from "../../../src/meter/now.ts";
import type { Values } from "../../../src/meter/quantity.ts";

const MINUTE_MS = 60_000;
const at = (monoMs: number): Now => ({ wallMs: monoMs, monoMs, clockSet: true });
const heard = (latest: Latest, monoMs: number, values: Values) =>
  withReading(latest, { values, at: at(monoMs), retained: false });

/** Voltage came twice at the start, power keeps coming every ten seconds and changes each time. */
function changesOnly(untilMs: number): Latest {
  let latest = heard(NOTHING_KNOWN, 0, { voltageL1V: 230.1 });
  latest = heard(latest, 10_000, { voltageL1V: 230.2 });
  for (let ms = 20_000; ms <= untilMs; ms += 10_000)
    latest = heard(latest, ms, { activePowerImportW: 1_000 + ms / 1_000 });
  return latest;
}

it("keeps a value alive by other arrivals where the reader sends only what changed", () => {
  const latest = changesOnly(10 * MINUTE_MS);
  expect(freshnessOf(latest, "voltageL1V", at(10 * MINUTE_MS)).state).toBe("fresh");
});

it("keeps it alive no longer than the longest limit", () => {
  const latest = changesOnly(16 * MINUTE_MS);
  expect(freshnessOf(latest, "voltageL1V", at(16 * MINUTE_MS))).toMatchObject({ state: "stale", why: "too-old" });
});

it("lets everything go stale when nothing comes from the reader any more", () => {
  const latest = changesOnly(5 * MINUTE_MS);
  const now = at(5 * MINUTE_MS + 31_000);
  expect(freshnessOf(latest, "voltageL1V", now).state).toBe("stale");
  expect(freshnessOf(latest, "activePowerImportW", now).state).toBe("stale");
});

it("does not excuse one silent value of a reader that repeats itself", () => {
  let latest = changesOnly(2 * MINUTE_MS);
  latest = heard(latest, 2 * MINUTE_MS + 1, { activePowerExportW: 0 });
  latest = heard(latest, 2 * MINUTE_MS + 2, { activePowerExportW: 0 });
  expect(freshnessOf(latest, "voltageL1V", at(2 * MINUTE_MS + 3)).state).toBe("stale");
  expect(freshnessOf(latest, "activePowerImportW", at(2 * MINUTE_MS + 3)).state).toBe("fresh");
});
