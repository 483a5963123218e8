import { expect, it } from "vitest";
import type { MeterConfig } from "../../../src/config/config.ts";
import { commitMeters, type KioskMeter, type KioskMeterParts, kioskMeters } from "../../../src/kiosk/kiosk-meter.ts";
import { type Log, SILENT } from "../../../src/log.ts";
import { localDayOf } from "../../../src/meter/local-time.ts";
import { later, NOON, readingAt } from "../../fixtures/readings.ts";

const meter = (name: string, prefix: string, mainFuseA = 25): MeterConfig => ({
  name,
  prefix,
  mainFuseA,
  phases: 3,
  timeZone: "Europe/Helsinki",
  wire: {},
});

const PARTS: KioskMeterParts = { log: SILENT, clock: () => NOON, onTelegram: () => undefined };

it("keeps what is known of a meter by its prefix, and asks for the past of new ones only", () => {
  const asked: string[] = [];
  const past: KioskMeterParts["past"] = ({ name }, history) => {
    asked.push(name);
    history.add(readingAt({ activePowerImportW: 1_000 }, NOON));
  };
  const parts = { ...PARTS, past };
  const before = kioskMeters([meter("house", "p1"), meter("barn", "p2")], [], parts);
  expect(asked).toEqual(["house", "barn"]);
  const [same, renamed, fresh] = kioskMeters(
    [meter("house", "p1"), meter("shed", "p2"), meter("mill", "p3")],
    before,
    parts,
  );
  expect(same).toBe(before[0]);
  expect([
    renamed?.config.name,
    renamed?.history === before[1]?.history,
    renamed?.session === before[1]?.session,
  ]).toEqual(["shed", true, true]);
  expect(fresh?.history.latest.known.activePowerImportW?.value).toBe(1_000);
  expect(asked).toEqual(["house", "barn", "mill"]);
});

it("keeps days of the zone that a meter is now in", () => {
  const [before] = kioskMeters([meter("house", "p1")], [], PARTS);
  const { history } = before!;
  for (const hour of [0, 1, 2, 11, 12]) history.add(readingAt({ activePowerImportW: hour }, later(hour * 3_600_000)));
  const changed = kioskMeters([{ ...meter("house", "p1"), timeZone: "Pacific/Auckland" }], [before!], PARTS);
  commitMeters(changed, [before!], SILENT);
  const days = [0, 12].map((hour) => localDayOf(NOON.wallMs + hour * 3_600_000, "Pacific/Auckland"));
  expect(days[1]).toBe(days[0]);
  const day = history.series.gauge("activePowerImportW", { tier: "day", slot: days[0]! });
  expect(day).toMatchObject({ atMs: NOON.wallMs, min: 0, max: 11 });
});

it("leaves the intake of a changed meter with all that came in, and has it read by the new configuration", () => {
  const logged: object[] = [];
  const log: Log = { ...SILENT, warn: (facts) => void logged.push(facts), child: (bindings) => named(bindings) };
  const named = (bindings: object): Log => ({
    ...SILENT,
    warn: (facts) => void logged.push({ ...bindings, ...facts }),
  });
  const tell = ({ session }: KioskMeter, topic: string, payload: string, afterMs: number) =>
    session.take({ topic: `p1/${topic}`, payload: Buffer.from(payload), retained: false, qos: 0, at: later(afterMs) });
  const [before] = kioskMeters([meter("house", "p1")], [], { ...PARTS, log });
  tell(before!, "sensor/momentary_active_import/state", "1.5", 0); // a telegram under way
  const wire = { mapping: { "heat/power": { quantity: "activePowerExportW", unit: "W" } } } as const;
  const changed = kioskMeters([{ ...meter("home", "p1", 35), wire }], [before!], { ...PARTS, log });
  tell(before!, "heat/power", "200", 100); // until the change it is read as before
  commitMeters(changed, [before!], log);
  const [after] = changed;
  tell(after!, "heat/power", "300", 200);
  tell(after!, "sensor/voltage_phase_1/state", "x", 300);
  after!.session.flush();
  const { known } = after!.history.latest;
  expect([known.activePowerImportW?.value, known.activePowerExportW?.value]).toEqual([1_500, 300]);
  expect(after!.session.topics.all().map(({ topic, count }) => [topic, count])).toEqual(
    expect.arrayContaining([
      ["p1/sensor/momentary_active_import/state", 1],
      ["p1/heat/power", 2],
    ]),
  );
  expect(logged.at(-1)).toMatchObject({ meter: "home" });
});

it("closes the sessions of meters that are gone, and of no others", () => {
  const before = kioskMeters([meter("house", "p1"), meter("barn", "p2")], [], PARTS);
  const [house, barn] = before;
  commitMeters(kioskMeters([meter("house", "p1")], before, PARTS), before, SILENT);
  for (const { session, config } of before) {
    const topic = `${config.prefix}/sensor/voltage_phase_1/state`;
    session.take({ topic, payload: Buffer.from("230.0"), retained: false, qos: 0, at: NOON });
  }
  expect(house!.session.topics.all()).toHaveLength(1);
  expect(barn!.session.topics.all()).toEqual([]);
});
