import { expect, it } from "vitest";
import type { MeterConfig } from "../../../src/config/config.ts";
import { changeMeters, type MeterLine, meterLines } from "../../../src/kiosk/meter-line.ts";
import { type Log, SILENT } from "../../../src/log.ts";
import { later, NOON, told } from "../../fixtures/told.ts";

const meter = (name: string, prefix: string, mainFuseA = 25): MeterConfig => ({
  name,
  prefix,
  mainFuseA,
  phases: 3,
  timeZone: "Europe/Helsinki",
  wire: {},
});

it("keeps what is known of a meter by its prefix, and asks for the past of new ones only", () => {
  const asked: string[] = [];
  const past = ({ name }: MeterConfig) => {
    asked.push(name);
    return [told({ activePowerImportW: 1_000 }, NOON)];
  };
  const parts = { log: SILENT, past };
  const before = meterLines([meter("house", "p1"), meter("barn", "p2")], [], parts);
  expect(asked).toEqual(["house", "barn"]);
  const [same, renamed, fresh] = meterLines(
    [meter("house", "p1"), meter("shed", "p2"), meter("mill", "p3")],
    before,
    parts,
  );
  expect(same).toBe(before[0]);
  expect([
    renamed?.config.name,
    renamed?.history === before[1]?.history,
    renamed?.intake === before[1]?.intake,
  ]).toEqual(["shed", true, true]);
  expect(fresh?.history.latest.known.activePowerImportW?.value).toBe(1_000);
  expect(asked).toEqual(["house", "barn", "mill"]);
});

it("leaves the intake of a changed meter with all that came in, and has it read by the new configuration", () => {
  const logged: object[] = [];
  const log: Log = { ...SILENT, warn: (facts) => void logged.push(facts), child: (bindings) => named(bindings) };
  const named = (bindings: object): Log => ({
    ...SILENT,
    warn: (facts) => void logged.push({ ...bindings, ...facts }),
  });
  const tell = ({ intake }: MeterLine, topic: string, payload: string, afterMs: number) =>
    intake.take({ topic: `p1/${topic}`, payload: Buffer.from(payload), retained: false, qos: 0, at: later(afterMs) });
  const [before] = meterLines([meter("house", "p1")], [], { log });
  tell(before!, "sensor/momentary_active_import/state", "1.5", 0); // a telegram under way
  const wire = { mapping: { "heat/power": { quantity: "activePowerExportW", unit: "W" } } } as const;
  const changed = meterLines([{ ...meter("home", "p1", 35), wire }], [before!], { log });
  tell(before!, "heat/power", "200", 100); // until the change it is read as before
  changeMeters(changed, log);
  const [after] = changed;
  tell(after!, "heat/power", "300", 200);
  tell(after!, "sensor/voltage_phase_1/state", "x", 300);
  after!.intake.quiet(later(20_000).monoMs);
  const { known } = after!.history.latest;
  expect([known.activePowerImportW?.value, known.activePowerExportW?.value]).toEqual([1_500, 300]);
  expect(after!.intake.topics.all().map(({ topic, count }) => [topic, count])).toEqual(
    expect.arrayContaining([
      ["p1/sensor/momentary_active_import/state", 1],
      ["p1/heat/power", 2],
    ]),
  );
  expect(logged.at(-1)).toMatchObject({ meter: "home" });
});
