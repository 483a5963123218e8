import { describe, expect, it } from "vitest";
import { History } from "../../src/history/history.ts";
import { NET_POWER, type Past } from "../../src/history/past.ts";
import type { Store, StoredRow } from "../../src/history/store.ts";
import type { Now } from "../../src/meter/now.ts";
import { NOON_MS } from "../fixtures/readings.ts";
import { storedRows } from "../fixtures/stored-rows.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A medium under test, such as a file. */
export interface MediumUnderTest {
  /** A store on the medium, as a program that starts would open it. */
  readonly open: () => Promise<Store>;
  /** Has the medium look as if a newer program had written it. */
  readonly makeNewer: () => Promise<void>;
  /** Takes away what is on it, under a store that is open. */
  readonly lose: () => Promise<void>;
  readonly end: () => Promise<void>;
}

const minute = (afterMs: number, mean: number): StoredRow => ({
  tier: "minute",
  key: "activePowerImportW",
  startMs: NOON_MS + afterMs,
  values: [NOON_MS + afterMs, MINUTE, mean, mean, mean],
});

/** What every store must hold to, whatever it writes to. */
export function describeStore(name: string, make: () => Promise<MediumUnderTest>): void {
  const using = async (run: (medium: MediumUnderTest) => Promise<void>) => {
    const medium = await make();
    try {
      await run(medium);
    } finally {
      await medium.end();
    }
  };
  const loaded = async (medium: MediumUnderTest): Promise<StoredRow[]> => {
    const store = await medium.open();
    const rows = await storedRows(store);
    await store.close();
    return rows.sort((a, b) => a.startMs - b.startMs);
  };

  describe(`${name}, as every store,`, () => {
    it("is empty at first", () => using(async (medium) => expect(await loaded(medium)).toEqual([])));

    it("gives back what was flushed, each row as it was last", () =>
      using(async (medium) => {
        const store = await medium.open();
        await store.append([minute(0, 1), minute(MINUTE, 2)]);
        await store.append([minute(0, 3)]);
        await store.flush();
        expect(await loaded(medium)).toEqual([minute(0, 3), minute(MINUTE, 2)]);
        await store.close();
      }));

    it("tells apart tiers and keys of one start, and keeps one first and one series of a key", () =>
      using(async (medium) => {
        const store = await medium.open();
        const rows: StoredRow[] = [
          minute(0, 1),
          { ...minute(0, 1), tier: "quarter" },
          { ...minute(0, 1), key: "currentL1A", values: [] },
          { tier: "series", key: "activeEnergyImportWh", startMs: 0, values: [2] },
          { tier: "first", key: "currentL1A", startMs: NOON_MS - DAY, values: [] },
        ];
        await store.append([{ tier: "first", key: "currentL1A", startMs: NOON_MS, values: [] }]);
        await store.append(rows);
        await store.close();
        const kept = await loaded(medium);
        expect(kept).toHaveLength(rows.length);
        expect(kept).toEqual(expect.arrayContaining(rows));
      }));

    it("flushes when it is closed, may be closed twice, and takes nothing afterwards", () =>
      using(async (medium) => {
        const store = await medium.open();
        await store.append([minute(0, 1)]);
        await store.close();
        await store.close();
        await expect(store.append([minute(0, 2)])).rejects.toMatchObject({ code: "HISTORY_WRITE" });
        await expect(storedRows(store)).rejects.toMatchObject({ code: "HISTORY_READ" });
        expect(await loaded(medium)).toEqual([minute(0, 1)]);
      }));

    it("says with the next flush that what it had is lost, and takes it again", () =>
      using(async (medium) => {
        const history = new History({ store: await medium.open() });
        const values = { activePowerImportW: 1_000 };
        const add = (ms: number) =>
          history.add({ values, at: { wallMs: NOON_MS + ms, monoMs: 1e9 + ms, clockSet: true }, retained: false });
        const now = (ms: number): Now => ({ wallMs: NOON_MS + ms, monoMs: 1e9 + ms, clockSet: true });
        for (let ms = 0; ms < 2 * HOUR; ms += MINUTE) add(ms);
        await history.save(now(2 * HOUR));
        expect(history.isLost).toBe(false);
        await medium.lose();
        add(2 * HOUR + MINUTE);
        await history.save(now(2 * HOUR + MINUTE));
        expect(history.isLost).toBe(true);
        await history.refill(() => true);
        expect(history.isLost).toBe(true);
        await history.refill(() => false);
        expect(history.isLost).toBe(false);
        const minutes = (await loaded(medium)).filter(({ tier, key }) => tier === "minute" && key in values);
        expect(minutes.map(({ startMs }) => (startMs - NOON_MS) / MINUTE)).toEqual(
          Array.from({ length: 121 }, (_, i) => i),
        );
      }));

    it("refuses what a newer program wrote, and leaves it as it is", () =>
      using(async (medium) => {
        await medium.makeNewer();
        const store = await medium.open();
        await expect(storedRows(store)).rejects.toMatchObject({ code: "HISTORY_NEWER" });
        const stored = store.append([minute(0, 1)]).then(() => store.flush());
        await expect(stored).rejects.toMatchObject({ code: "HISTORY_NEWER" });
      }));

    it("gives a history that starts again the same answers", () =>
      using(async (medium) => {
        const store = await medium.open();
        const history = new History({ timeZone: "Europe/Helsinki", store });
        await history.restore(nowAt(-40 * DAY));
        await liveThrough(history, -40 * DAY, 0);
        await history.save(nowAt(0));
        const expected = answers(history.past(nowAt(0), 3));
        await store.close();
        const reopened = await medium.open();
        const restarted = new History({ timeZone: "Europe/Helsinki", store: reopened });
        await restarted.restore(nowAt(0));
        expect(answers(restarted.past(nowAt(0), 3))).toEqual(expected);
        expect(restarted.telegramsSince(NOON_MS - DAY)).toBe(history.telegramsSince(NOON_MS - DAY));
        // It goes on alike: the counter is in the same series, and nothing is counted twice.
        const [before, after] = [history, restarted].map(async (each) => {
          await liveThrough(each, 0, HOUR);
          return each.past(nowAt(HOUR), 3)?.energy("activeEnergyImportWh", NOON_MS - 10 * DAY, NOON_MS + HOUR);
        });
        expect(await after).toEqual(await before);
        await reopened.close();
      }));
  });
}

function nowAt(afterMs: number): Now {
  return { wallMs: NOON_MS + afterMs, monoMs: 100 * DAY + afterMs, clockSet: true };
}

/** A house that uses about a kilowatt and exports at noon; its counter begins again on the way, and it is silent for a day. */
async function liveThrough(history: History, fromMs: number, toMs: number): Promise<void> {
  for (let atMs = fromMs; atMs < toMs; atMs += 5 * MINUTE) {
    if (atMs > -30 * DAY && atMs < -29 * DAY) continue;
    const hours = (atMs + 40 * DAY) / HOUR;
    const restarts = atMs >= -20 * DAY && atMs < -20 * DAY + 5 * MINUTE;
    const counted = hours * 1_000 - (atMs >= -20 * DAY ? 400_000 : 0);
    const values = {
      activePowerImportW: 1_000 + 500 * Math.sin(hours),
      activePowerExportW: Math.max(0, 800 * Math.sin(hours / 4)),
      voltageL1V: 230 + Math.sin(hours),
      activeEnergyImportWh: Math.round(counted),
    };
    const restarted = restarts ? { restarted: ["activeEnergyImportWh" as const] } : {};
    history.add({ values, at: nowAt(atMs), retained: false, ...restarted });
    // Now and then it is saved, as a kiosk would.
    if ((atMs + DAY) % (3 * DAY) === 0) await history.save(nowAt(atMs));
  }
}

function answers(past: Past | undefined): unknown {
  const spans = [
    [-41 * DAY, 0, 7 * DAY],
    [-31 * DAY - 5 * MINUTE, -28 * DAY, DAY],
    [-3 * DAY, 0, HOUR],
    [-2 * HOUR, HOUR, 5 * MINUTE],
  ] as const;
  const keys = ["activeEnergyImportWh", "activeEnergyExportWh", "voltageL1V", "activePowerImportW", NET_POWER];
  return spans.map(([fromMs, toMs, stepMs]) => ({
    imported: past?.energy("activeEnergyImportWh", NOON_MS + fromMs, NOON_MS + toMs),
    exported: past?.energy("activeEnergyExportWh", NOON_MS + fromMs, NOON_MS + toMs),
    net: past?.meanNet(NOON_MS + fromMs, NOON_MS + toMs),
    buckets: keys.map((key) => [past?.firstKnownMs(key), past?.buckets(key, NOON_MS + fromMs, NOON_MS + toMs, stepMs)]),
  }));
}
