import { describe, expect, it } from "vitest";
import type { Values } from "../../../src/meter/quantity.ts";
import { balanceView, phaseViews } from "../../../src/view/phases-view.ts";
import { historyOf, later, NOON, NOON_MS } from "../../fixtures/told.ts";

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

describe("the balance", () => {
  it.each([
    [{ currentL1A: 19.9, currentL2A: 5, currentL3A: 5 }, "calm"],
    [{ currentL1A: 20, currentL2A: 5, currentL3A: 5 }, "near"],
    [{ currentL1A: 24.9, currentL2A: 5, currentL3A: 5 }, "near"],
    [{ currentL1A: 25, currentL2A: 5, currentL3A: 5 }, "over"],
    [{ currentL1A: -25.5, currentL2A: 5, currentL3A: 5 }, "over"],
  ] as const)("of %o against 25 A is %s", (values, level) => {
    expect(balanceView(at(values), 25).level).toBe(level);
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
