import { expect, it } from "vitest";
import { freshnessOf } from "../../../src/history/freshness.ts";
import { History } from "../../../src/history/history.ts";
import { Intake } from "../../../src/intake/intake.ts";
import { SILENT } from "../../../src/log.ts";
import { later } from "../../fixtures/readings.ts";

/** Topic below the prefix, and the message of so many watts. */
type Sender = readonly [prefix: string, topic: string, message: (watts: number) => string];

const SENDERS: readonly Sender[] = [
  ["han", "sensor/power_delivered/state", (watts) => (watts / 1_000).toFixed(3)],
  ["ams", "", (watts) => `{"id":"x","up":5,"data":{"P":${watts},"PO":0}}`],
  ["ams", "meter/import/active", String],
  ["dsmr", "json", (watts) => `{"electricity_currently_delivered":"${(watts / 1_000).toFixed(3)}"}`],
  ["dsmr", "reading/electricity_currently_delivered", (watts) => (watts / 1_000).toFixed(3)],
  ["tele/x", "SENSOR", (watts) => `{"Time":"2026-01-15T14:00:00","SML":{"Power_curr":${watts}}}`],
  ["tele/x", "SENSOR", (watts) => `{"Time":"2026-01-15T14:00:00","ENERGY":{"Power":${watts}}}`],
  ["shelly", "status/em:0", (watts) => `{"id":0,"total_act_power":${watts}}`],
  ["zigbee2mqtt/x", "", (watts) => `{"linkquality":9,"power":${watts}}`],
  ["evcc", "site/grid/power", String],
];

/** Returns whether a power is fresh after readings of some watts, ten seconds apart. */
function isBelieved([prefix, topic, message]: Sender, ...watts: readonly number[]): boolean {
  const history = new History();
  const intake = new Intake({ prefix, wire: {}, mainFuseA: 25, phases: 3 }, history, SILENT);
  intake.connected(later(-60_000).monoMs);
  for (const [i, each] of watts.entries()) {
    const at = later(i * 10_000);
    const payload = Buffer.from(message(each));
    intake.take({ topic: topic === "" ? prefix : `${prefix}/${topic}`, payload, retained: false, qos: 0, at });
    intake.flush();
  }
  return freshnessOf(history.latest, "activePowerImportW", later(watts.length * 10_000)).state === "fresh";
}

it.each(SENDERS)("a first power beyond one and a half times the fuse is not believed under %s/%s", (...sender) => {
  expect(isBelieved(sender, 26_000)).toBe(false);
  expect(isBelieved(sender, 25_000)).toBe(true);
  expect(isBelieved(sender, 500, 26_000)).toBe(true);
  expect(isBelieved(sender, 60_000, 60_000, 60_000)).toBe(false);
});
