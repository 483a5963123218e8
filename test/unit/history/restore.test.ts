import { describe, expect, it } from "vitest";
import { History } from "../../../src/history/history.ts";
import { MemoryStore, memoryMedium } from "../../../src/history/memory-store.ts";
import type { StoredRow } from "../../../src/history/store.ts";
import { later, NOON_MS, readingAt } from "../../fixtures/readings.ts";
import { storedRows } from "../../fixtures/stored-rows.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const minuteRow = (startMs: number): StoredRow => ({
  tier: "minute",
  key: "voltageL1V",
  startMs,
  values: [startMs, MINUTE, 230, 230, 230],
});

async function storeOf(rows: readonly StoredRow[]): Promise<MemoryStore> {
  const store = new MemoryStore(memoryMedium());
  await store.append(rows);
  await store.flush();
  return store;
}

const knownMs = (history: History, fromMs: number, toMs: number) =>
  history.past(later(0), 3)?.buckets("voltageL1V", fromMs, toMs, toMs - fromMs)[0]?.coverage;

describe("a history that is restored", () => {
  it("leaves out the rest when it is late, and says so", async () => {
    const rows = Array.from({ length: 5_000 }, (_, i) => minuteRow(NOON_MS - (i + 1) * MINUTE));
    const [late, whole] = [new History({ store: await storeOf(rows) }), new History({ store: await storeOf(rows) })];
    expect([await late.restore(later(0), () => true), await whole.restore(later(0))]).toEqual([false, true]);
    const ends = (history: History) => [
      knownMs(history, NOON_MS - 60 * MINUTE, NOON_MS),
      knownMs(history, NOON_MS - 5_000 * MINUTE, NOON_MS - 4_980 * MINUTE),
    ];
    expect([ends(late), ends(whole)]).toEqual([
      [1, 0],
      [1, 1],
    ]);
  });

  it("keeps its latest days though the clock is not set yet and stands in 1970", async () => {
    const rows = Array.from({ length: 12 }, (_, day) => minuteRow(NOON_MS - (12 - day) * DAY));
    const history = new History({ store: await storeOf(rows) });
    await history.restore({ wallMs: 0, monoMs: 0, clockSet: false });
    const days = [1, 8, 12].map((day) => history.series.gauge("voltageL1V", { tier: "minute", slot: slotOf(-day) }));
    expect(days.map((row) => row?.mean)).toEqual([230, 230, undefined]);
  });
});

const slotOf = (day: number) => Math.floor((NOON_MS + day * DAY) / MINUTE);

it("what made room in memory is not saved as if it had been emptied", async () => {
  const store = new MemoryStore(memoryMedium());
  const history = new History({ store });
  await history.restore(later(0));
  for (let day = 0; day < 12; day++) {
    for (const minute of [0, 1]) history.add(readingAt({ voltageL1V: 230 }, later(day * DAY + minute * MINUTE)));
  }
  await history.save(later(12 * DAY));
  const rows = await storedRows(store);
  expect(rows.filter(({ tier }) => tier === "minute").length).toBeGreaterThan(0);
  expect(rows.filter(({ tier, values }) => tier !== "first" && values.length === 0)).toEqual([]);
});
