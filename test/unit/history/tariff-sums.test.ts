import { describe, expect, it } from "vitest";
import { History } from "../../../src/history/history.ts";
import type { Quantity, Values } from "../../../src/meter/quantity.ts";
import { historyOf, later, NOON, readingAt } from "../../fixtures/readings.ts";

const MINUTE = 60_000;

const totalOf = (history: History): number | undefined => history.latest.known.activeEnergyImportWh?.value;

/** Tariff counters by their numbers. */
function tariffs(...wh: readonly (number | undefined)[]): Values {
  const entries = wh.flatMap((value, i) =>
    value === undefined ? [] : [[`activeEnergyImportT${i + 1}Wh` as Quantity, value] as const],
  );
  return Object.fromEntries(entries);
}

describe("the total of tariff counters", () => {
  it.each<[string, Values, number | undefined]>([
    ["two", tariffs(1_234_567.1, 0.2), 1_234_567.3],
    ["three", tariffs(1, 2, 3), 6],
    ["four", tariffs(1, 2, 3, 4), 10],
    ["others than the first", tariffs(undefined, 20, undefined, 40), 60],
    ["one alone", tariffs(5), undefined],
    ["none", { activePowerImportW: 1 }, undefined],
  ])("is the sum of all that came: %s", (_, values, total) => {
    expect(totalOf(historyOf([0, values]))).toBe(total);
  });

  it("is made of each direction by itself, and is known to be a sum", () => {
    const history = historyOf([0, { ...tariffs(1, 2), activeEnergyExportT1Wh: 5, activeEnergyExportT2Wh: 0 }]);
    expect(history.latest.known.activeEnergyExportWh).toMatchObject({
      value: 5,
      summed: [
        { quantity: "activeEnergyExportT1Wh", series: 0 },
        { quantity: "activeEnergyExportT2Wh", series: 0 },
      ],
    });
    expect(totalOf(historyOf([0, { activeEnergyImportT1Wh: 1, activeEnergyExportT2Wh: 2 }]))).toBeUndefined();
  });

  it("is the meter's own, where it sends one", () => {
    const history = historyOf([0, { activeEnergyImportWh: 10, ...tariffs(4, 7) }], [10_000, tariffs(5, 7)]);
    expect(history.latest.known.activeEnergyImportWh).toMatchObject({ value: 10, at: NOON });
    history.add(readingAt(tariffs(6, 7), later(76 * MINUTE)));
    expect(totalOf(history)).toBe(13);
  });

  it("takes in a tariff that came a while ago, as long as that is fresh", () => {
    const history = historyOf([0, tariffs(1, 2, 30)], [10 * MINUTE, tariffs(2, 2)]);
    expect(totalOf(history)).toBe(34);
    history.add(readingAt(tariffs(9, 9), later(80 * MINUTE)));
    expect(totalOf(history)).toBe(34);
  });

  it("is never half a sum: a tariff that was heard of once counts, whatever became of it", () => {
    const broken = historyOf([0, tariffs(1, 2)]);
    broken.heardOf(["activeEnergyImportT3Wh"], NOON);
    broken.add(readingAt(tariffs(2, 2), later(10_000)));
    expect(broken.latest.known.activeEnergyImportWh).toMatchObject({ value: 3, at: NOON });

    const kept = new History();
    kept.add(readingAt(tariffs(undefined, undefined, 30), NOON, { retained: true }));
    kept.add(readingAt(tariffs(1, 2), later(10_000)));
    expect(totalOf(kept)).toBeUndefined();
    kept.add(readingAt(tariffs(1, 2, 30), later(20_000)));
    expect(totalOf(kept)).toBe(33);

    const withdrawn = historyOf([0, tariffs(1, 2, 3)]);
    withdrawn.noValue(["activeEnergyImportT2Wh"], later(5_000));
    withdrawn.add(readingAt(tariffs(2), later(10_000)));
    expect(totalOf(withdrawn)).toBe(6);
  });

  it.each<[string, readonly Values[], readonly Quantity[], number]>([
    ["goes on while its tariffs do", [tariffs(1, 2), tariffs(5, 2), tariffs(6, 2)], [], 0],
    ["begins again with a new tariff", [tariffs(1, 2), tariffs(1, 2, 900), tariffs(1, 2, 901)], [], 1],
    ["begins again with one of its tariffs", [tariffs(1, 2), tariffs(9, 3)], ["activeEnergyImportT1Wh"], 1],
    ["begins again when the meter tells its own", [tariffs(1, 2), { activeEnergyImportWh: 7 }], [], 1],
  ])("%s", (_, readings, restarted, series) => {
    const history = new History();
    for (const [i, values] of readings.entries()) {
      const isLast = i === readings.length - 1;
      history.add({ ...readingAt(values, later(i * 10_000)), ...(isLast && { restarted }) });
    }
    expect(history.latest.series.activeEnergyImportWh ?? 0).toBe(series);
  });

  it("begins again though a tariff began again while there was no total", () => {
    const history = historyOf([0, tariffs(1, 2, 3)]);
    history.noValue(["activeEnergyImportT3Wh"], later(5_000));
    history.add({ ...readingAt(tariffs(90_000, 2), later(10_000)), restarted: ["activeEnergyImportT1Wh"] });
    expect(history.latest.known.activeEnergyImportWh?.value).toBe(6);
    history.add(readingAt(tariffs(90_000, 2, 3), later(20_000)));
    expect(history.latest.series.activeEnergyImportWh).toBe(1);
  });

  it("is of the tariffs that a meter has which took the place of one with more", () => {
    const both: Quantity[] = ["activeEnergyImportT1Wh", "activeEnergyImportT2Wh"];
    const exchanged = (ms: number, own: object) => {
      const history = historyOf([0, tariffs(100, 200, 300)]);
      history.add({ ...readingAt(tariffs(5, 6), later(ms)), ...own });
      return totalOf(history);
    };
    expect(exchanged(20_000, { restarted: both, isTelegram: true })).toBe(11);
    expect(exchanged(20_000, { restarted: [...both, "activeEnergyImportT3Wh"] })).toBe(11);
    expect(exchanged(80 * MINUTE, { restarted: both })).toBe(11);
    expect(exchanged(20_000, { restarted: both })).toBe(311); // the third may come in a message of its own
    expect(exchanged(80 * MINUTE, {})).toBe(600);
  });

  it("of what the broker had kept is kept too", () => {
    const history = new History();
    history.add(readingAt(tariffs(1, 2), NOON, { retained: true }));
    expect(history.latest.known.activeEnergyImportWh).toMatchObject({ value: 3, retained: true });
  });

  it("is not made again where no tariff came", () => {
    const history = historyOf([0, tariffs(1, 2)], [10_000, { activePowerImportW: 1 }]);
    expect(history.latest.known.activeEnergyImportWh?.at).toEqual(NOON);
  });
});
