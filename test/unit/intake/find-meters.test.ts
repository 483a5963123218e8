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

  /** A sensor of an ESPHome node, announced as ESPHome does, and its value. */
  const sensor = (name: string, kind: string, unit: string, value: string): HeardMessage[] => {
    const id = name.toLowerCase().replaceAll(/[^a-z0-9]/g, "_");
    const topic = `mittari/sensor/${id}/state`;
    const announced = { name, stat_t: topic, dev_cla: kind, unit_of_meas: unit, dev: { ids: "5ccf7f" } };
    return [heard(`homeassistant/sensor/mittari/${id}/config`, announced), heard(topic, value)];
  };

  it.each([
    ["Finnish", ["Teho otto", "Teho anto", "Kulutettu energia", "Tuotettu energia", "Virta vaihe 2", "Jännite L3"]],
    ["German", ["Leistung Bezug", "Leistung Einspeisung", "Bezug", "Lieferung", "Strom Phase 2", "Spannung L3"]],
    ["Swedish", ["Effekt uttag", "Effekt inmatning", "Förbrukad energi", "Såld energi", "Ström fas 2", "Spänning L3"]],
    ["Dutch", ["Vermogen verbruik", "Vermogen teruglevering", "Verbruik", "Opgewekt", "Stroom fase 2", "Spanning L3"]],
    ["French", ["Puissance soutirée", "Puissance injectée", "Soutirage", "Injection", "Courant phase 2", "Tension L3"]],
    ["Danish", ["Effekt forbrug", "Effekt produktion", "Forbrug", "Produktion", "Strøm fase 2", "Spænding L3"]],
    ["Estonian", ["Võimsus tarbimine", "Võimsus tootmine", "Tarbitud", "Toodetud", "Vool faas 2", "Pinge L3"]],
    ["Lithuanian", ["Galia suvartota", "Galia atiduota", "Suvartota", "Atiduota", "Srovė fazė 2", "Įtampa L3"]],
  ])(
    "of an ESPHome node is mapped by %s names",
    (_, [take = "", give = "", used = "", made = "", i2 = "", u3 = ""]) => {
      const messages = [
        heard("mittari/status", "online"),
        ...sensor(take, "power", "kW", "1.250"),
        ...sensor(give, "power", "kW", "0.000"),
        ...sensor(used, "energy", "kWh", "5230.1"),
        ...sensor(made, "energy", "kWh", "12.5"),
        ...sensor(i2, "current", "A", "3.5"),
        ...sensor(u3, "voltage", "V", "231.5"),
        ...sensor("Kaasu", "gas", "m³", "120.5"),
        ...sensor("Lämpötila", "temperature", "°C", "21"),
      ];
      const [meter, ...others] = findMeters(messages);
      expect(others).toEqual([]);
      expect(meter).toMatchObject({ kind: "mapping", prefix: "mittari" });
      expect(meter).not.toHaveProperty("proposed");
      expect(meter?.sure).toBeGreaterThanOrEqual(0.5);
      expect(new Set(quantitiesBy(meter!, messages))).toEqual(
        new Set([
          "activePowerImportW",
          "activePowerExportW",
          "activeEnergyImportWh",
          "activeEnergyExportWh",
          "currentL2A",
          "voltageL3V",
          "gasVolumeC1M3",
        ]),
      );
    },
  );

  it("has the lines of what its names do not tell proposed as comments, which a person may take", () => {
    const messages = [
      ...sensor("Power", "power", "W", "420"),
      ...sensor("Alfa", "energy", "kWh", "5230.1"),
      ...sensor("Beta\n  x: 1", "energy", "kWh", "12.5"),
    ];
    const [meter] = findMeters(messages);
    expect(meter?.quantities).toEqual(["activePowerImportW", "activePowerExportW"]);
    const lines = meterLines("house", meter!);
    expect(parse(lines)).toEqual([
      {
        name: "house",
        prefix: "mittari",
        mapping: { power: { quantity: "activePowerImportW", unit: "W", signed: true } },
      },
    ]);
    expect(lines).toContain('    # "Alfa" may be activeEnergyImportWh, or activeEnergyExportWh:');
    expect(parse(lines.replaceAll(/^ {4}# (?!")/gm, "    "))).toMatchObject([
      { mapping: { power: {}, alfa: { quantity: "activeEnergyImportWh", unit: "kWh" } } },
    ]);
  });

  it("has sensors beside those that a format reads proposed too, and is not sure where none is certain", () => {
    const messages = [...sensor("Power Delivered", "power", "kW", "1.25"), ...sensor("Kaasu", "gas", "m³", "120.5")];
    expect(findMeters(messages)).toMatchObject([
      { kind: "esphome", prefix: "mittari", proposed: [{ name: "kaasu", quantities: ["gasVolumeC1M3"], unit: "m3" }] },
    ]);
    const [unsure] = findMeters([...sensor("Alfa", "energy", "kWh", "1"), ...sensor("Beta", "energy", "kWh", "2")]);
    expect(unsure?.sure).toBeLessThan(0.5);
    expect(parse(meterLines("house", unsure!))).toEqual([{ name: "house", prefix: "mittari" }]);
    expect(meterLines("house", unsure!)).toContain("  # mapping:\n    # ");
  });

  it("is mapped by OBIS codes and by numbers of phases in the names", () => {
    const messages = [
      ...sensor("Zählerstand 1.8.0", "energy", "kWh", "100"),
      ...sensor("Zählerstand 2.8.0", "energy", "kWh", "200"),
      ...sensor("Wirkleistung 1-0:41.7.0", "power", "W", "420"),
      ...sensor("Wert 1.7.0", "voltage", "V", "230"),
      ...sensor("Jännite 2", "voltage", "V", "231"),
      ...sensor("Strom 3", "current", "mA", "1500"),
    ];
    const mapping = Object.values(findMeters(messages)[0]?.mapping ?? {});
    expect(mapping.map(({ quantity, signed }) => [quantity, signed])).toEqual([
      ["activeEnergyImportWh", undefined],
      ["activeEnergyExportWh", undefined],
      ["activePowerImportL2W", undefined],
      ["voltageL1V", undefined],
      ["voltageL2V", undefined],
      ["currentL3A", undefined],
    ]);
  });

  it("keeps what goes out apart from the power beside it, and tariffs from each other", () => {
    const messages = [
      ...sensor("Power", "power", "W", "420"),
      ...sensor("Surplus power", "power", "W", "0"),
      ...sensor("Verbruik tarief 1", "energy", "kWh", "100"),
      ...sensor("Verbruik tarief 2", "energy", "kWh", "200"),
      ...sensor("Reactive", "reactive_power", "var", "-20"),
    ];
    expect(findMeters(messages)[0]?.mapping).toEqual({
      power: { quantity: "activePowerImportW", unit: "W" },
      surplus_power: { quantity: "activePowerExportW", unit: "W" },
      verbruik_tarief_1: { quantity: "activeEnergyImportT1Wh", unit: "kWh" },
      verbruik_tarief_2: { quantity: "activeEnergyImportT2Wh", unit: "kWh" },
      reactive: { quantity: "reactivePowerImportVar", unit: "var", signed: true },
    });
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
