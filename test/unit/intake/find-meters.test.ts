import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { meterLines } from "../../../src/config/meter-lines.ts";
import { meterSchema } from "../../../src/config/meter-schema.ts";
import { History } from "../../../src/history/history.ts";
import type { HeardMessage } from "../../../src/intake/announcements.ts";
import { type FoundMeter, findMeters } from "../../../src/intake/find-meters.ts";
import { MeterSession } from "../../../src/intake/meter-session.ts";
import { ReplayClock } from "../../../src/intake/replay-clock.ts";
import { SILENT } from "../../../src/log.ts";
import { pastNow } from "../../../src/meter/now.ts";
import type { Quantity } from "../../../src/meter/quantity.ts";
import { payloadOf, wireFixtures } from "../../fixtures/wire/wire-fixtures.ts";

const heard = (topic: string, payload: string | object): HeardMessage => ({
  topic,
  payload: Buffer.from(typeof payload === "string" ? payload : JSON.stringify(payload)),
});

/** Messages of a fixture as they come below a prefix. */
const fixture = (name: string, prefix: string): HeardMessage[] =>
  (wireFixtures().find((each) => each.name === name)?.messages ?? []).map((message) => ({
    topic: message.topic === "" ? prefix : `${prefix}/${message.topic}`,
    payload: payloadOf(message),
  }));

/** Quantities that a session has which is configured by the printed lines and hears the messages twice. */
function quantitiesBy(meter: FoundMeter, messages: readonly HeardMessage[]): readonly Quantity[] {
  const [entry] = parse(meterLines("house", meter)) as readonly unknown[];
  const config = meterSchema.parse(entry);
  expect(config.mapping).toEqual(meter.mapping ?? {});
  const wire = { mapping: meter.mapping ?? {}, ...(config.format !== undefined && { format: config.format }) };
  const history = new History();
  const clock = new ReplayClock();
  const parts = { history, log: SILENT, clock: clock.now, schedule: clock.schedule };
  const session = new MeterSession({ ...config, phases: 3, wire }, parts);
  for (const atMs of [1_768_600_000_000, 1_768_600_010_000]) {
    clock.moveTo(atMs);
    for (const message of messages) session.take({ ...message, retained: false, qos: 0, at: pastNow(atMs) });
    session.flush();
  }
  return Object.keys(history.latest.known) as Quantity[];
}

describe("a meter", () => {
  it.each([
    ["esphome", "esphome/p1reader-burst", "p1", "p1"],
    ["wattframe-reader", "wattframe-reader/telegram", "han", "han/telegram"],
    ["amsreader", "amsreader/json-hourly", "ams", "ams"],
    ["amsreader", "amsreader/multi-topic", "house/ams", "house/ams"],
    ["amsreader", "amsreader/home-assistant", "ams", "ams"],
    ["dsmr-reader", "dsmr-reader/json", "dsmr", "dsmr/json"],
    ["dsmr-reader", "dsmr-reader/split-topics", "dsmr", "dsmr"],
    ["tasmota", "tasmota/meter-script", "tele/hall", "tele/hall"],
    ["shelly", "shelly/pro-3em", "shellypro3em-0a0b0c", "shellypro3em-0a0b0c"],
    ["shelly", "shelly/first-generation", "shellies/shellyem3-0A0B", "shellies/shellyem3-0A0B"],
    ["zigbee2mqtt", "zigbee2mqtt/han-reader", "zigbee2mqtt/hall/meter", "zigbee2mqtt/hall/meter"],
    ["evcc", "evcc/below-the-root", "evcc", "evcc/site/grid"],
  ])("%s is found by %s below %s, and read by what is printed", (kind, name, at, prefix) => {
    const messages = fixture(name, at);
    const found = findMeters(messages);
    expect(found.map((meter) => [meter.kind, meter.prefix])).toEqual([[kind, prefix]]);
    const [meter] = found;
    expect(meter?.quantities.length).toBeGreaterThan(1);
    expect(Object.keys(meter ?? {})).toContain("sample");
    expect(quantitiesBy(meter!, messages)).toEqual(expect.arrayContaining([...meter!.quantities]));
  });

  it("keeps the prefix above its status", () => {
    const messages = [heard("han/status", "online"), ...fixture("wattframe-reader/telegram", "han")];
    expect(findMeters(messages)).toMatchObject([{ kind: "wattframe-reader", prefix: "han" }]);
  });

  it("is less sure where it may be a plug", () => {
    const plug = heard("zigbee2mqtt/plug", { linkquality: 9, power: 5, energy: 1, current: 0.1, voltage: 230 });
    const found = findMeters([plug, ...fixture("esphome/p1reader-burst", "p1")]);
    expect(found.map(({ kind }) => kind)).toEqual(["esphome", "zigbee2mqtt"]);
    expect(found[1]?.sure).toBeLessThan(0.5);
  });

  it("is found behind thousands of other topics", () => {
    const lamps = Array.from({ length: 3_000 }, (_, i) =>
      heard(`zigbee2mqtt/lamp ${i}`, { linkquality: 9, state: "ON" }),
    );
    const found = findMeters([...lamps, ...fixture("amsreader/json-hourly", "ams")]);
    expect(found.map(({ kind, prefix }) => [kind, prefix])).toEqual([["amsreader", "ams"]]);
  });

  it("is not found where nothing of a meter is published", () => {
    expect(findMeters([heard("homeassistant/sensor/power_delivered/state", "1.234")])).toEqual([]);
    expect(findMeters([heard("a/temperature", "21.5"), heard("b", { power: 5 }), heard("c/status", "online")])).toEqual(
      [],
    );
  });
});

describe("a meter that discovery messages alone tell of", () => {
  const device = { identifiers: ["gw-1"], name: "Gateway" };
  const config = (object: string, fields: object) => heard(`homeassistant/sensor/gw/${object}/config`, fields);

  it("is mapped by the kind, unit and name of its sensors, one number a topic", () => {
    const messages = [
      config("p", { stat_t: "gw/grid/power", unit_of_meas: "kW", dev_cla: "power", name: "Grid power", dev: device }),
      config("i", {
        stat_t: "gw/grid/l2",
        unit_of_meas: "mA",
        dev_cla: "current",
        name: "Current phase 2",
        dev: device,
      }),
      config("e", { stat_t: "gw/grid/in", unit_of_meas: "kWh", dev_cla: "energy", name: "Energy import", dev: device }),
      config("o", {
        stat_t: "gw/grid/out",
        unit_of_meas: "kWh",
        dev_cla: "energy",
        name: "Energy export",
        dev: device,
      }),
      config("t", { stat_t: "gw/grid/temp", unit_of_meas: "°C", dev_cla: "temperature", dev: device }),
      heard("gw/grid/power", "-1.5"),
      heard("gw/grid/l2", "1500"),
      heard("gw/grid/in", "12.5"),
      heard("gw/grid/out", "3.5"),
    ];
    const [meter, ...others] = findMeters(messages);
    expect(others).toEqual([]);
    expect(meter).toMatchObject({
      kind: "mapping",
      prefix: "gw/grid",
      mapping: {
        power: { quantity: "activePowerImportW", unit: "kW", signed: true },
        l2: { quantity: "currentL2A", unit: "mA" },
        in: { quantity: "activeEnergyImportWh", unit: "kWh" },
        out: { quantity: "activeEnergyExportWh", unit: "kWh" },
      },
      sample: { quantity: "activePowerExportW", value: 1500 },
    });
    expect(quantitiesBy(meter!, messages)).toEqual(expect.arrayContaining([...meter!.quantities]));
  });

  it("is mapped by fields of JSON, in the form for devices too", () => {
    const messages = [
      heard("homeassistant/device/gw/config", {
        dev: device,
        o: { name: "gw" },
        state_topic: "gw/all",
        cmps: {
          a: { p: "sensor", dev_cla: "power", unit_of_meas: "W", name: "Import", val_tpl: "{{ value_json.act.imp }}" },
          b: {
            p: "sensor",
            dev_cla: "voltage",
            unit_of_meas: "V",
            name: "Voltage L3",
            val_tpl: "{{ value_json['u3'] }}",
          },
        },
      }),
      heard("gw/all", { act: { imp: 420 }, u3: 231 }),
    ];
    const [meter] = findMeters(messages);
    expect(meter).toMatchObject({
      kind: "mapping",
      prefix: "gw/all",
      quantities: ["activePowerImportW", "voltageL3V"],
    });
    expect(quantitiesBy(meter!, messages)).toEqual(["activePowerImportW", "voltageL3V"]);
  });

  it("is of the format that would read it where nothing came yet", () => {
    const stateTopic = "zigbee2mqtt/hall/meter";
    const messages = ["power", "current_phase_b"].map((field) =>
      config(field, {
        state_topic: stateTopic,
        unit_of_measurement: field === "power" ? "W" : "A",
        device_class: field === "power" ? "power" : "current",
        value_template: `{{ value_json.${field} }}`,
        device,
      }),
    );
    const [meter, ...others] = findMeters(messages);
    expect(others).toEqual([]);
    expect(meter).toMatchObject({ kind: "zigbee2mqtt", prefix: stateTopic });
    expect(meter?.quantities).toEqual(["activePowerImportW", "activePowerExportW", "currentL2A"]);
    expect(meter).not.toHaveProperty("sample");
    expect(meter).not.toHaveProperty("mapping");
  });

  it("is not announced beside what a format reads", () => {
    const topic = "p1/sensor/power_consumed/state";
    const messages = [
      config("p", { stat_t: topic, unit_of_meas: "W", dev_cla: "power", name: "Power Consumed", dev: device }),
      heard(topic, "420"),
      heard("p1/status", "online"),
    ];
    expect(findMeters(messages)).toMatchObject([{ kind: "esphome", prefix: "p1", sample: { value: 420 } }]);
  });
});
