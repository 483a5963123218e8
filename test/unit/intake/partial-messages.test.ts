import { beforeEach, expect, it } from "vitest";
import { freshnessOf } from "../../../src/history/freshness.ts";
import { History } from "../../../src/history/history.ts";
import { Intake } from "../../../src/intake/intake.ts";
import { SILENT } from "../../../src/log.ts";
import type { Quantity } from "../../../src/meter/quantity.ts";
import { houseLine } from "../../fixtures/house-line.ts";
import { later } from "../../fixtures/readings.ts";

const MINUTE_MS = 60_000;
let history: History;
let intake: Intake;

beforeEach(() => {
  history = new History();
  intake = new Intake({ prefix: "ams", wire: {}, mainFuseA: 25, phases: 3 }, history, SILENT);
  intake.connected(later(-MINUTE_MS).monoMs);
});

const take = (topic: string, payload: string, afterMs: number, retained = false) =>
  intake.take({ topic, payload: Buffer.from(payload), retained, qos: 0, at: later(afterMs) });

const ams = (data: object, afterMs: number) =>
  take("ams", JSON.stringify({ id: "02:00:5E:10:20:30", name: "a", up: 9, t: 0, vcc: 3.2, data }), afterMs);

const lastOf = (quantity: Quantity) => history.latest.known[quantity]?.value;

it("keeps what a full telegram said when a short one follows", () => {
  ams({ P: 1000, PO: 0, I1: 4.1, I2: 1.5, I3: 0.2, U1: 230 }, 0);
  ams({ P: 1200 }, 2_500);
  expect(lastOf("activePowerImportW")).toBe(1200);
  expect(lastOf("currentL2A")).toBe(1.5);
});

it("has a row for what only the full telegram said, with its own age", () => {
  const line = houseLine();
  line.takeOnPrefix(JSON.stringify({ id: "x", name: "a", up: 9, t: 0, vcc: 3.2, data: { P: 1000, I1: 4.1 } }));
  line.takeOnPrefix(JSON.stringify({ id: "x", name: "a", up: 9, t: 0, vcc: 3.2, data: { P: 1200 } }));
  const rows = line.at(2_000).rows.filter(({ quantity }) => quantity === "currentL1A");
  expect(rows).toMatchObject([{ topic: "han", path: "obis 1-0:31.7.0", value: "4.1", unit: "A", state: "fresh" }]);
  expect(line.at(10 * MINUTE_MS).rows.find(({ quantity }) => quantity === "currentL1A")?.state).toBe("stale");
  expect(line.at(10 * MINUTE_MS).rows).toHaveLength(line.at(2_000).rows.length);
});

it("knows no L2 current of an IT net, and a zero of one that was there", () => {
  ams({ P: 1000, I1: 4.1, I2: 0, I3: 0.2 }, 0);
  expect(history.latest.known).not.toHaveProperty("currentL2A");
  ams({ P: 1000, I1: 4.1, I2: 0.7, I3: 0.2 }, 10_000);
  ams({ P: 1000, I1: 4.1, I2: 0, I3: 0.2 }, 20_000);
  expect(lastOf("currentL2A")).toBe(0);
});

it("is not stale for the silence of a reader that sends changes alone, while that says that it is online", () => {
  take("ams/status", "online", 0, true);
  take("ams/meter/export/active", "0", 10_000);
  take("ams/meter/import/active", "1200", 11_000);
  take("ams/meter/import/active", "1300", 21_000);
  intake.flush();
  const stateAt = (afterMs: number) => freshnessOf(history.latest, "activePowerExportW", later(afterMs)).state;
  expect(stateAt(40 * MINUTE_MS)).toBe("fresh");
  expect(stateAt(80 * MINUTE_MS)).toBe("stale");
  take("ams/status", "offline", 41 * MINUTE_MS);
  expect(stateAt(41 * MINUTE_MS)).toBe("stale");
});

it("is stale for the silence of a reader that repeats itself, online or not", () => {
  take("ams/status", "online", 0, true);
  for (const afterMs of [10_000, 20_000, 30_000, 40_000]) {
    take("ams/meter/import/active", "1200", afterMs);
    intake.flush();
  }
  expect(freshnessOf(history.latest, "activePowerImportW", later(5 * MINUTE_MS)).state).toBe("stale");
});

const dsmr = (field: string, payload: string, afterMs: number, retained = false) =>
  take(`ams/reading/${field}`, payload, afterMs, retained);

it("holds what DSMR-reader does not publish again for as long as its time goes on, what the broker had kept too", () => {
  dsmr("electricity_currently_returned", "0.000", 0, true);
  dsmr("phase_power_current_l2", "2", 0, true);
  const stateAt = (quantity: Quantity, afterMs: number) => freshnessOf(history.latest, quantity, later(afterMs)).state;
  expect(stateAt("currentL2A", 5_000)).toBe("retained");
  for (let ms = 20_000; ms <= 30 * MINUTE_MS; ms += 10_000) {
    dsmr("timestamp", new Date(later(ms - 1_000).wallMs).toISOString(), ms);
    dsmr("electricity_currently_delivered", (1 + ms / 1e7).toFixed(3), ms + 1);
    intake.flush();
  }
  expect(stateAt("currentL2A", 30 * MINUTE_MS)).toBe("fresh");
  expect(stateAt("activePowerExportW", 30 * MINUTE_MS)).toBe("fresh");
  expect(stateAt("activePowerExportW", 33 * MINUTE_MS)).toBe("stale");
});

it("is not stale while a device behind Zigbee2MQTT says nothing but is available, and is once it is not", () => {
  const house = new Intake({ prefix: "zigbee2mqtt/hall/meter", wire: {}, mainFuseA: 25, phases: 3 }, history, SILENT);
  const hear = (topic: string, payload: string, afterMs: number, retained = false) =>
    house.take({ topic, payload: Buffer.from(payload), retained, qos: 0, at: later(afterMs) });
  hear("zigbee2mqtt/hall/meter/availability", '{"state":"online"}', 0, true);
  for (const ms of [0, 10_000, 20_000]) hear("zigbee2mqtt/hall/meter", '{"power":1200,"current":5.2}', ms);
  const stateAt = (afterMs: number) => freshnessOf(history.latest, "activePowerImportW", later(afterMs)).state;
  expect(lastOf("activePowerImportW")).toBe(1200);
  expect(stateAt(30 * MINUTE_MS)).toBe("fresh");
  hear("zigbee2mqtt/hall/meter/availability", '{"state":"offline"}', 30 * MINUTE_MS);
  expect(stateAt(30 * MINUTE_MS)).toBe("stale");
});

it("adds what the notifications of a Shelly say to its last whole status", () => {
  take("ams/status/em:0", '{"id":0,"a_current":4.1,"total_act_power":900}', 0);
  take("ams/events/rpc", '{"method":"NotifyStatus","params":{"em:0":{"id":0,"total_act_power":-50}}}', 1_000);
  expect([lastOf("currentL1A"), lastOf("activePowerImportW"), lastOf("activePowerExportW")]).toEqual([4.1, 0, 50]);
});

it("is read by a prefix alone neither as watts nor as anything else where no sender shows", () => {
  take("ams", '{"power":1.2,"energy":5}', 0);
  expect(history.latest.known).toEqual({});
});

it("is read in the unit that discovery announces for a field of JSON", () => {
  take(
    "homeassistant/sensor/0x00/power/config",
    '{"state_topic":"ams","unit_of_measurement":"kW","value_template":"{{ value_json.power }}","device_class":"power"}',
    0,
    true,
  );
  take("ams", '{"power":1.2}', 10);
  expect(lastOf("activePowerImportW")).toBe(1200);
});

it.each([
  ["active_power_plus", "W", "420", "activePowerImportW", 420],
  ["active_energy_put_into_grid", "Wh", "12345678", "activeEnergyExportWh", 12_345_678],
  ["power_consumed", "W", "420", "activePowerImportW", 420],
  ["1_7_0", "kW", "0.420", "activePowerImportW", 420],
  ["1-0_62_7_0", "kW", "0.5", "activePowerExportL3W", 500],
] as const)("is read of the ESPHome sensor %s once its node announces %s", (id, unit, payload, quantity, value) => {
  const stateTopic = `ams/sensor/${id}/state`;
  const read = () => {
    take(stateTopic, payload, 10_000);
    intake.flush();
    return lastOf(quantity);
  };
  expect(read()).toBeUndefined();
  take(`homeassistant/sensor/ams/${id}/config`, JSON.stringify({ stat_t: stateTopic, unit_of_meas: unit }), 0, true);
  expect(read()).toBe(value);
});
