import { describe, expect, it } from "vitest";
import type { Values } from "../../../../src/meter/quantity.ts";
import { balanceView } from "../../../../src/view/parts/balance.ts";
import { type PhaseView, phaseViews } from "../../../../src/view/parts/phases.ts";
import { historyOf, later, NOON, NOON_MS, readingAt } from "../../../fixtures/readings.ts";

const at = (values: Values, phases: 1 | 3 = 3, now = NOON) => phaseViews(historyOf([0, values]).latest, phases, now);

describe("the phases", () => {
  it("stand in order with their currents, the most loaded one marked", () => {
    expect(at({ currentL1A: 3.1, currentL2A: 8.4, currentL3A: 2 })).toEqual([
      { name: "L1", state: "fresh", atMs: NOON_MS, currentA: 3.1, isWorst: false },
      { name: "L2", state: "fresh", atMs: NOON_MS, currentA: 8.4, isWorst: true },
      { name: "L3", state: "fresh", atMs: NOON_MS, currentA: 2, isWorst: false },
    ]);
  });

  it("are loaded by export as by import", () => {
    expect(at({ currentL1A: 3, currentL2A: 1, currentL3A: -9 }).map((phase) => phase.isWorst)).toEqual([
      false,
      false,
      true,
    ]);
  });

  it("say which one the meter does not report, without a figure", () => {
    expect(at({ currentL1A: 3 })[1]).toEqual({ name: "L2", state: "absent", isWorst: false });
  });

  it("have no worst one when nothing flows or nothing is known", () => {
    expect(at({ currentL1A: 0, currentL2A: 0, currentL3A: 0 }).some((phase) => phase.isWorst)).toBe(false);
    expect(at({}).some((phase) => phase.isWorst)).toBe(false);
  });

  it("are one, unmarked, in a house of one", () => {
    expect(at({ currentL1A: 20 }, 1)).toEqual([
      { name: "L1", state: "fresh", atMs: NOON_MS, currentA: 20, isWorst: false },
    ]);
  });

  it("grow stale one by one", () => {
    expect(at({ currentL1A: 3 }, 3, later(61_000))[0]).toMatchObject({ state: "stale", atMs: NOON_MS });
  });
});

describe("the direction of a phase", () => {
  const L1 = { importW: "activePowerImportL1W", exportW: "activePowerExportL1W" } as const;
  const total = { importW: "activePowerImportW", exportW: "activePowerExportW" } as const;

  it.each<[string, 1 | 3, Values, PhaseView["direction"], number]>([
    ["its import", 3, { [L1.importW]: 1_610, [L1.exportW]: 0, currentL1A: 7 }, "import", 7],
    ["its export", 3, { [L1.importW]: 0, [L1.exportW]: 1_610, currentL1A: 7 }, "export", -7],
    ["an export alone", 3, { [L1.exportW]: 1_610, currentL1A: 7 }, "export", -7],
    ["an import alone", 3, { [L1.importW]: 1_610, currentL1A: 7 }, "import", 7],
    ["the greater of two means", 3, { [L1.importW]: 20, [L1.exportW]: 90, currentL1A: 1 }, "export", -1],
    ["no power at all: it is all reactive", 3, { [L1.importW]: 0, [L1.exportW]: 0, currentL1A: 0.8 }, undefined, 0.8],
    ["no import, and an unknown export", 3, { [L1.importW]: 0, currentL1A: 7 }, undefined, 7],
    ["nothing", 3, { currentL1A: 7 }, undefined, 7],
    ["its own sign", 3, { [L1.importW]: 500, [L1.exportW]: 0, currentL1A: -7 }, "export", -7],
    ["the sign of another", 3, { [L1.exportW]: 500, currentL1A: 7, currentL2A: -1 }, "import", 7],
    ["nothing where nothing flows", 3, { [L1.importW]: 5, currentL1A: 0 }, undefined, 0],
    ["the total of a house of one phase", 1, { [total.exportW]: 900, [total.importW]: 0, currentL1A: 4 }, "export", -4],
    ["its own power before the total", 1, { [total.exportW]: 9, [L1.importW]: 90, currentL1A: 4 }, "import", 4],
    ["not the total of three phases", 3, { [total.exportW]: 900, [total.importW]: 0, currentL1A: 4 }, undefined, 4],
  ])("is known from %s", (_, phases, values, direction, currentA) => {
    const [phase] = at(values, phases);
    expect(phase?.direction).toBe(direction);
    expect(phase?.currentA).toBe(currentA);
  });

  const exporting = { [L1.importW]: 0, [L1.exportW]: 1_610 };
  const current = { currentL1A: 7 };

  it.each<[string, (readonly [number, Values])[], number, number]>([
    [
      "comes with a power of another message",
      [
        [0, exporting],
        [2_000, current],
      ],
      2_000,
      -7,
    ],
    [
      "is known from a power that comes after it",
      [
        [0, current],
        [2_000, exporting],
      ],
      2_000,
      -7,
    ],
    [
      "is not known from a power that is out of date",
      [
        [0, exporting],
        [10_000, exporting],
        [61_000, current],
      ],
      61_000,
      7,
    ],
    ["stays when both go out of date", [[0, { ...exporting, ...current }]], 3_600_000, -7],
    [
      "of an old current is not known from a new power",
      [
        [0, current],
        [3_600_000, exporting],
      ],
      3_600_000,
      7,
    ],
  ])("%s", (_, telegrams, nowMs, currentA) => {
    expect(phaseViews(historyOf(...telegrams).latest, 3, later(nowMs))[0]?.currentA).toBe(currentA);
  });

  it("is not known from a power from before the reader went", () => {
    const history = historyOf([0, { ...exporting, ...current }]);
    history.readerStatus(false, later(1_000));
    history.add(readingAt(current, later(2_000)));
    expect(phaseViews(history.latest, 3, later(2_000))[0]).toMatchObject({ state: "fresh", currentA: 7 });
  });

  it("is known of kept values too, by kept powers", () => {
    const history = historyOf();
    history.add(readingAt({ ...exporting, ...current }, NOON, { retained: true }));
    expect(phaseViews(history.latest, 3, NOON)[0]).toMatchObject({ state: "retained", currentA: -7 });
  });
});

describe("the balance", () => {
  it.each([
    [{ currentL1A: 19.9, currentL2A: 5, currentL3A: 5 }, "calm"],
    [{ currentL1A: 20, currentL2A: 5, currentL3A: 5 }, "near"],
    [{ currentL1A: 24.9, currentL2A: 5, currentL3A: 5 }, "near"],
    [{ currentL1A: 25.5, currentL2A: 5, currentL3A: 5 }, "near"],
    [{ currentL1A: -25.5, currentL2A: 5, currentL3A: 5 }, "near"],
  ] as const)("of %o against 25 A is %s", (values, level) => {
    expect(balanceView(at(values), 25).level).toBe(level);
  });

  it("is over while there is an alarm, also when the phase is just below its fuse again", () => {
    expect(balanceView(at({ currentL1A: 24, currentL2A: 5, currentL3A: 5 }), 25, true).level).toBe("over");
  });

  it("names the worst phase and the difference to the least loaded", () => {
    expect(balanceView(at({ currentL1A: 3, currentL2A: -11, currentL3A: 5 }), 25)).toEqual({
      level: "calm",
      worst: "L2",
      differenceA: 8,
    });
  });

  it("knows no difference of one phase, but its level", () => {
    expect(balanceView(at({ currentL1A: 24 }, 1), 25)).toEqual({ level: "near", worst: "L1" });
  });

  it("is unknown when no current is", () => {
    expect(balanceView(at({}), 25)).toEqual({ level: "unknown" });
  });
});
