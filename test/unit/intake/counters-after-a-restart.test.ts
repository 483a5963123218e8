import { expect, it } from "vitest";
import { History } from "../../../src/history/history.ts";
import { MemoryStore, memoryMedium } from "../../../src/history/memory-store.ts";
import { Intake } from "../../../src/intake/intake.ts";
import { SILENT } from "../../../src/log.ts";
import { later } from "../../fixtures/readings.ts";

const MINUTE = 60_000;
/** The reader is heard for an hour, nothing listens for half an hour, then it is heard for another hour. */
const SECOND_HOUR = 90;
const END_MS = 150 * MINUTE;

/** Counters, kWh, under the names that a reader gives them, some minutes after noon. */
type Burst = readonly [minutes: number, counters: Readonly<Record<string, number>>];

/** The history after these counters, a restart, and the others; the clock of the machine may not be set after it. */
async function restarted(
  before: readonly Burst[],
  after: readonly Burst[],
  { clockSet = true } = {},
): Promise<History> {
  const medium = memoryMedium();
  const old = new History({ store: new MemoryStore(medium) });
  heard(old, before);
  await old.save(later(before.at(-1)?.[0] ?? 0));
  const history = new History({ store: new MemoryStore(medium) });
  await history.restore(later(SECOND_HOUR * MINUTE, { clockSet }));
  heard(history, after, { clockSet });
  history.placeWaiting(later(END_MS));
  return history;
}

function heard(history: History, bursts: readonly Burst[], clock = { clockSet: true }): void {
  const intake = new Intake({ prefix: "han", wire: {}, mainFuseA: 25, phases: 3 }, history, SILENT);
  for (const [minutes, counters] of bursts) {
    const at = later(minutes * MINUTE, clock);
    for (const [name, value] of Object.entries(counters)) {
      const payload = Buffer.from(value.toFixed(3));
      intake.take({ topic: `han/sensor/${name}/state`, payload, retained: false, qos: 0, at });
    }
    intake.flush();
  }
}

/** An hour of counters of these names, which count 20 Wh a minute each. */
function counts(fromMinute: number, kilowattHours: number, ...names: string[]): Burst[] {
  return Array.from({ length: 61 }, (_, i) => [
    fromMinute + i,
    Object.fromEntries(names.map((name) => [name, kilowattHours + i * 0.02])),
  ]);
}

/** Imported energy of both hours and the half hour between them, whole Wh. */
function importWh(history: History): number {
  const { wh = Number.NaN } =
    history.past(later(END_MS), 3)?.energy("activeEnergyImportWh", later(0).wallMs, later(END_MS).wallMs) ?? {};
  return Math.round(wh);
}

const IMPORT = "cumulative_active_import";
const TARIFFS = ["energy_delivered_tariff1", "energy_delivered_tariff2"];
/** The first value of a reader may be an old one, the second a mistake: another meter's counter is taken from the third. */
const LOST_WH = 40;

it.each([
  ["higher", 1_500],
  ["lower", 3],
])(
  "a meter exchanged for one with a %s counter while nothing listened begins a series",
  async (_how, kilowattHours) => {
    const history = await restarted(counts(0, 1_000, IMPORT), counts(SECOND_HOUR, kilowattHours, IMPORT));
    expect(importWh(history)).toBe(2_400 - LOST_WH);
  },
);

it("a lower counter begins a series though the clock was not set yet when it came", async () => {
  const history = await restarted(counts(0, 1_000, IMPORT), counts(SECOND_HOUR, 3, IMPORT), { clockSet: false });
  expect(importWh(history)).toBe(2_400 - LOST_WH);
});

it("the same meter's counter continues over a restart", async () => {
  const history = await restarted(counts(0, 1_000, IMPORT), counts(SECOND_HOUR, 1_001.8, IMPORT));
  expect(importWh(history)).toBe(3_000);
});

it("a total that is summed of an exchanged meter's tariffs begins a series with them", async () => {
  const history = await restarted(counts(0, 1_000, ...TARIFFS), counts(SECOND_HOUR, 1_500, ...TARIFFS));
  expect(importWh(history)).toBe(2 * (2_400 - LOST_WH));
});

it("a meter with another number begins a series at once, however near its counter is, and the number is not kept", async () => {
  const medium = memoryMedium();
  const telegram = (minutes: number, number: string, kilowattHours: number) => ({
    topic: "han/raw",
    payload: Buffer.from(
      `/XMX5 example\r\n\r\n0-0:96.1.1(${number})\r\n1-0:1.8.0(${kilowattHours.toFixed(3).padStart(12, "0")}*kWh)\r\n!\r\n`,
    ),
    retained: false,
    qos: 0 as const,
    at: later(minutes * MINUTE),
  });
  const listening = (history: History) =>
    new Intake({ prefix: "han", wire: { allowNoCrc: true }, mainFuseA: 25, phases: 3 }, history, SILENT);
  const old = new History({ store: new MemoryStore(medium) });
  const before = listening(old);
  for (const minutes of [0, 30, 60]) before.take(telegram(minutes, "4530303131313131", 1_000));
  await old.save(later(60 * MINUTE));
  const history = new History({ store: new MemoryStore(medium) });
  await history.restore(later(SECOND_HOUR * MINUTE));
  const after = listening(history);
  for (const minutes of [90, 120, 150]) after.take(telegram(minutes, "4530303131313132", 1_000.9));
  expect(history.latest.series.activeEnergyImportWh).toBe(1);
  expect(importWh(history)).toBe(0);
  const kept = [];
  for await (const rows of new MemoryStore(medium).load()) kept.push(...rows);
  expect(kept).toContainEqual(expect.objectContaining({ tier: "series", key: "0-0:96.1.1" }));
  expect(JSON.stringify(kept)).not.toMatch(/453030|E001/);
});
