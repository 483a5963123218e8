import { describe, expect, it } from "vitest";
import { UnitAnnouncements } from "../../../src/intake/unit-announcements.ts";

const announce = (units: UnitAnnouncements, fields: object, objectId = "power") =>
  units.take({ topic: `homeassistant/sensor/han/${objectId}/config`, payload: Buffer.from(JSON.stringify(fields)) });

describe("the unit of a topic", () => {
  it("is what the reader announced, and a change is reported once", () => {
    const units = new UnitAnnouncements("han");
    const message = { stat_t: "han/sensor/power/state", unit_of_meas: "kW" };
    expect(announce(units, message)).toEqual([{ topic: "sensor/power/state" }]);
    expect(announce(units, message)).toEqual([]);
    expect(units.of("sensor/power/state")).toEqual({ text: "kW", unit: { base: "W", exponent: 3 } });
    expect(announce(units, { ...message, unit_of_meas: "W" })).toEqual([
      { topic: "sensor/power/state", before: { text: "kW", unit: { base: "W", exponent: 3 } } },
    ]);
    expect(units.of("sensor/power/state")?.unit?.exponent).toBe(0);
  });

  it("is not known where it was spelt in no unit of electricity", () => {
    const units = new UnitAnnouncements("han");
    announce(units, { stat_t: "han/t", unit_of_meas: "°C" });
    expect(units.of("t")).toEqual({ text: "°C" });
  });

  it.each([
    ["that is another reader's", { stat_t: "hand/power", unit_of_meas: "W" }],
    ["that has no unit", { stat_t: "han/power" }],
    [
      "whose template makes another number of it",
      { stat_t: "han/power", unit_of_meas: "W", val_tpl: "{{ value * 1000 }}" },
    ],
  ])("is not taken from a sensor %s", (_, message) => {
    const units = new UnitAnnouncements("han");
    expect(announce(units, message)).toEqual([]);
    expect(units.of("power")).toBeUndefined();
  });

  it.each(["{{ value }}", "{{value|float}}", "{{ value | float(0) | round(2) }}", "{{ value | is_defined }}"])(
    "is taken through a template that leaves the number: %s",
    (template) => {
      const units = new UnitAnnouncements("han");
      expect(announce(units, { stat_t: "han/power", unit_of_meas: "W", val_tpl: template })).toEqual([
        { topic: "power" },
      ]);
    },
  );

  it.each([
    ["han/power", "{{ value_json.p }}", "power/p"],
    ["han/power", "{{ value_json['a']['b'] | float(0) }}", "power/a/b"],
    ["han", "{{ value_json.p[0] | is_defined }}", "p/0"],
  ])("is that of a field of JSON where the template takes one: %s %s", (topic, template, name) => {
    const units = new UnitAnnouncements("han");
    expect(announce(units, { stat_t: topic, unit_of_meas: "W", val_tpl: template })).toEqual([{ topic: name }]);
    expect(units.of(name)?.text).toBe("W");
    expect(units.of("power")).toBeUndefined();
  });

  it("stays when the sensor is removed", () => {
    const units = new UnitAnnouncements("han");
    announce(units, { stat_t: "han/power", unit_of_meas: "W" });
    units.take({ topic: "homeassistant/sensor/han/power/config", payload: new Uint8Array() });
    expect(units.of("power")?.text).toBe("W");
  });

  it("is remembered of a thousand topics and of no more", () => {
    const units = new UnitAnnouncements("han");
    for (let i = 0; i <= 1_000; i++) announce(units, { stat_t: `han/${i}`, unit_of_meas: "W" }, `${i}`);
    expect(units.of("999")?.text).toBe("W");
    expect(units.of("1000")).toBeUndefined();
    expect(announce(units, { stat_t: "han/0", unit_of_meas: "x".repeat(100) })).toMatchObject([{ topic: "0" }]);
    expect(units.of("0")?.text).toHaveLength(40);
  });
});
