import { describe, expect, it } from "vitest";
import { History } from "../../../../src/history/history.ts";
import { statusView } from "../../../../src/view/parts/life.ts";
import { LANGUAGES } from "../../../../src/words/languages.ts";
import { historyOf, later, NOON, NOON_MS, readingAt } from "../../../fixtures/readings.ts";

const CONNECTED = { kind: "connected", since: later(-600_000) } as const;
const fed = () => historyOf([-10_000, { activePowerImportW: 500 }], [0, { activePowerImportW: 510 }]);

const codes = (life: ReturnType<typeof statusView>) => life.problems.map(({ code }) => code);

describe("the life of a picture", () => {
  it("is when the values are from and nothing else while all is well", () => {
    expect(statusView(fed(), CONNECTED, later(4_000))).toEqual({
      valuesAtMs: NOON_MS,
      valuesAgeMs: 4_000,
      problems: [],
    });
  });

  it("distinguishes four states: broker gone, reader gone, meter silent, clock not set", () => {
    const history = fed();
    const lost = statusView(history, { kind: "lost", since: later(5_000) }, later(9_000));
    expect(lost.problems).toEqual([{ code: "broker-gone", sinceMs: NOON_MS + 5_000 }]);
    const silent = statusView(history, CONNECTED, later(31_000));
    expect(silent.problems).toEqual([{ code: "meter-silent", sinceMs: NOON_MS }]);
    const unset = statusView(history, CONNECTED, later(4_000, { clockSet: false }));
    expect(unset).toEqual({ valuesAgeMs: 4_000, problems: [{ code: "clock-not-set" }] });
    history.readerStatus(false, later(6_000));
    const gone = statusView(history, CONNECTED, later(9_000));
    expect(gone.problems).toEqual([{ code: "reader-gone", sinceMs: NOON_MS + 6_000 }]);
  });

  it.each([
    ["hears-nothing", { bytes: "0", ok: "0", up: "90" }, undefined],
    ["no-telegram", { bytes: "900", ok: "0", up: "90" }, undefined],
    ["refuses", { bytes: "900", ok: "0", up: "90", "bad.fcs": "3", refused: "wrong checksum" }, "wrong checksum"],
  ])("tells that an online reader %s", (code, diagnostics, refused) => {
    const history = historyOf();
    history.readerStatus(true, NOON);
    history.readerDiagnostics(diagnostics);
    const fault = { code, ...(refused !== undefined && { refused }) };
    expect(statusView(history, CONNECTED, later(0)).readerFault).toEqual(fault);
    history.readerStatus(false, later(1_000));
    expect(statusView(history, CONNECTED, later(2_000)).readerFault).toBeUndefined();
  });

  it("tells nothing of a reader that is well, that has just started, or that has never been heard", () => {
    const history = historyOf();
    history.readerDiagnostics({ bytes: "0", ok: "0", up: "90" });
    expect(statusView(history, CONNECTED, later(0)).readerFault).toBeUndefined();
    history.readerStatus(true, NOON);
    for (const diagnostics of [{}, { bytes: "0", ok: "0", up: "20" }, { bytes: "900", ok: "4", ageS: "3", up: "90" }]) {
      history.readerDiagnostics(diagnostics);
      expect(statusView(history, CONNECTED, later(0)).readerFault).toBeUndefined();
    }
  });

  it("says the gravest cause once: a broker that is gone explains the silence", () => {
    const history = fed();
    history.readerStatus(false, later(6_000));
    expect(codes(statusView(history, { kind: "lost", since: NOON }, later(600_000)))).toEqual(["broker-gone"]);
    expect(codes(statusView(history, CONNECTED, later(600_000, { clockSet: false })))).toEqual([
      "reader-gone",
      "clock-not-set",
    ]);
  });

  it("distinguishes a broker that refuses from one that is not there", () => {
    expect(codes(statusView(fed(), { kind: "refused", since: NOON }, NOON))).toEqual(["broker-refused"]);
    expect(codes(statusView(fed(), { kind: "connecting", since: NOON }, NOON))).toEqual(["broker-gone"]);
    for (const end of ["port", "reader"] as const) {
      const lost = statusView(fed(), { kind: "lost", end, since: NOON }, NOON);
      expect([lost.end, codes(lost)]).toEqual([end, [`${end}-gone`]]);
      const refused = statusView(fed(), { kind: "refused", end, since: NOON }, NOON);
      expect(codes(refused)).toEqual([`${end}-refused`]);
    }
  });

  it("waits for the meter before its first telegram", () => {
    expect(statusView(historyOf(), CONNECTED, NOON)).toEqual({ problems: [{ code: "no-telegram-yet" }] });
  });

  it("says that what comes cannot be read, for as long as nothing can be", () => {
    const history = historyOf();
    history.unreadable(NOON);
    expect(statusView(history, CONNECTED, later(10_000))).toEqual({ problems: [{ code: "unreadable" }] });
    expect(codes(statusView(history, CONNECTED, later(301_000)))).toEqual(["no-telegram-yet"]);
    const changed = fed();
    changed.unreadable(later(40_000));
    expect(codes(statusView(changed, CONNECTED, later(20_000)))).toEqual([]);
    expect(codes(statusView(changed, CONNECTED, later(41_000)))).toEqual(["unreadable"]);
    expect(codes(statusView(changed, CONNECTED, later(400_000)))).toEqual(["meter-silent"]);
    changed.add(readingAt({ activePowerImportW: 1 }, later(50_000)));
    expect(codes(statusView(changed, CONNECTED, later(51_000)))).toEqual([]);
    expect(codes(statusView(changed, CONNECTED, later(200_000)))).toEqual(["meter-silent"]);
  });

  it("does not call a meter silent whose values are all refused, nor one that has counters alone", () => {
    const refused = historyOf([-10_000, {}], [0, {}]);
    expect(statusView(refused, CONNECTED, later(5_000)).problems).toEqual([{ code: "unreadable" }]);
    expect(codes(statusView(refused, CONNECTED, later(301_000)))).toEqual(["meter-silent"]);
    const counters = historyOf([0, { activeEnergyImportWh: 5 }]);
    expect(codes(statusView(counters, CONNECTED, later(30 * 60_000)))).toEqual([]);
    expect(codes(statusView(counters, CONNECTED, later(2 * 3_600_000)))).toEqual(["meter-silent"]);
  });

  it("distinguishes retained values from live ones", () => {
    const kept = new History();
    kept.add(readingAt({ activePowerImportW: 1 }, NOON, { retained: true }));
    expect(statusView(kept, CONNECTED, NOON)).toEqual({ problems: [{ code: "kept-values" }] });
  });

  it("waits with the values of before a restart, and tells when they are from", () => {
    const before = fed();
    const restarted = new History({}, before.series);
    const at = { valuesAtMs: NOON_MS, valuesAgeMs: 3_600_000 };
    const inAnHour = later(3_600_000);
    expect(statusView(restarted, CONNECTED, inAnHour)).toEqual({ ...at, problems: [{ code: "kept-values" }] });
    const lost = { kind: "lost", since: inAnHour } as const;
    expect(statusView(restarted, lost, inAnHour)).toMatchObject({ ...at, problems: [{ code: "broker-gone" }] });
    const unset = later(3_600_000, { clockSet: false });
    expect(statusView(restarted, CONNECTED, unset).problems).toEqual([
      { code: "no-telegram-yet" },
      { code: "clock-not-set" },
    ]);
    const early = later(-3_600_000);
    expect(statusView(restarted, CONNECTED, early)).toEqual({ problems: [{ code: "no-telegram-yet" }] });
  });

  it("does not take an hourly counter for a sign of life", () => {
    const history = historyOf([0, { activePowerImportW: 1, activeEnergyImportWh: 5 }]);
    expect(codes(statusView(history, CONNECTED, later(30 * 60_000)))).toEqual(["meter-silent"]);
  });

  it("says that the meter is silent for days on", () => {
    const history = fed();
    expect(codes(statusView(history, CONNECTED, later(3 * 24 * 3_600_000)))).toEqual(["meter-silent"]);
  });

  it("has a sentence of its own for each state in every language", () => {
    for (const { parts } of LANGUAGES) {
      for (const list of [parts.life.problems, parts.life.problemsShort]) {
        expect(new Set(Object.values(list)).size).toBe(Object.values(list).length);
      }
    }
  });
});
