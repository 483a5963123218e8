import { describe, expect, it } from "vitest";
import { mappingText } from "../../../src/dashboard/mapping-text.ts";
import { valueEntries } from "../../../src/history/latest.ts";
import { houseLine } from "../../fixtures/house-line.ts";
import { payloadOf, wireFixtures } from "../../fixtures/wire/wire-fixtures.ts";

const TELEGRAM = JSON.stringify({
  v: 1,
  seq: 812,
  clock: "2026-01-15T14:00:00",
  obis: { "1-0:1.7.0": 1122, "1-0:31.7.0": -1000, "1-0:99.1.0": 7 },
  more: { "0-0:96.14.0": "0002" },
  stat: { ok: 812, bad: 3 },
});

describe("a sensor's state", () => {
  it("is in the base unit with its quantity and OBIS code", () => {
    const line = houseLine();
    line.take("sensor/momentary_active_import/state", "1.234");
    expect(line.rows("sensor/momentary_active_import/state")).toEqual([
      {
        id: "han/sensor/momentary_active_import/state\n",
        topic: "han/sensor/momentary_active_import/state",
        place: 0,
        path: "",
        value: "1234",
        isNumber: true,
        quantity: "activePowerImportW",
        unit: "W",
        obis: "1.7.0",
        group: "power",
        isKnown: true,
        atMonoMs: 1_000_000,
        state: "fresh",
        retained: false,
        count: 1,
      },
    ]);
  });

  it("is not fresh for having come again, as it is not on the wall", () => {
    const line = houseLine();
    const topic = "sensor/momentary_active_import/state";
    line.take(topic, "1.234");
    line.flush();
    line.take("status", "offline", 60_000);
    line.take("status", "online", 120_000);
    line.take(topic, "1.234", 120_100);
    line.flush();
    expect(line.rows(topic, 121_200)).toMatchObject([{ state: "stale", count: 2 }]);
    line.take(topic, "1.234", 130_000);
    line.flush();
    expect(line.rows(topic, 131_100)).toMatchObject([{ state: "fresh" }]);
    line.take("status", "offline", 200_000);
    line.take("status", "online", 201_000);
    line.take(topic, "2.000", 201_100);
    line.flush();
    expect(line.rows(topic, 202_200)).toMatchObject([{ state: "retained", value: "2000" }]);
  });

  it("that nothing knows keeps its number and names the key of its mapping", () => {
    const line = houseLine();
    line.take("sensor/boiler/state", " 61.5 ");
    line.take("heating/power", "-2");
    line.take("heating/mode", "auto");
    line.take("heating/odd", "1e3");
    expect(line.rows("sensor/boiler/state")).toMatchObject([{ value: "61.5", mappingKey: "boiler", isNumber: true }]);
    expect(line.rows("heating/power")).toMatchObject([{ value: "-2", mappingKey: "heating/power" }]);
    expect(line.rows("heating/mode")[0]).not.toHaveProperty("mappingKey");
    expect(line.rows("heating/odd")[0]).not.toHaveProperty("mappingKey");
  });

  it("on the prefix itself is listed under the prefix, and can be mapped", () => {
    const line = houseLine();
    line.takeOnPrefix("1.5");
    expect(line.at().rows).toMatchObject([{ id: "han\n", topic: "han", value: "1.5", mappingKey: "" }]);
    expect(mappingText(line.at().rows[0] ?? {}, "activePowerImportW", "kW", false)).toContain('\n      "":\n');
    const mapped = houseLine({ mapping: { "": { quantity: "activePowerImportW", unit: "kW" } } });
    mapped.takeOnPrefix("1.5");
    expect(mapped.at().rows).toMatchObject([{ topic: "han", value: "1500", quantity: "activePowerImportW" }]);
    const json = houseLine();
    json.takeOnPrefix('{"meterId":"735999123456789012","power":7}');
    expect(json.at().rows).toMatchObject([
      { topic: "han", path: "meterId", value: "(identifier, not shown)" },
      { topic: "han", path: "power", value: "7" },
    ]);
  });

  it("that the configuration maps is known; a signed one is its two directions", () => {
    const mapping = { "heating/power": { quantity: "activePowerImportW", unit: "kW", signed: true } } as const;
    const line = houseLine({ mapping });
    line.take("heating/power", "-1.5");
    expect(line.rows("heating/power")).toMatchObject([
      { path: "import", value: "0", quantity: "activePowerImportW" },
      { path: "export", value: "1500", quantity: "activePowerExportW", unit: "W" },
    ]);
  });

  it("of a mapped topic that cannot be read keeps both directions of a signed number", () => {
    const mapping = { "heating/power": { quantity: "activePowerImportW", unit: "kW", signed: true } } as const;
    const line = houseLine({ mapping });
    line.take("heating/power", "unavailable");
    expect(line.rows("heating/power")).toMatchObject([
      { path: "import", value: "unavailable", quantity: "activePowerImportW", obis: "1.7.0" },
      { path: "export", value: "unavailable", quantity: "activePowerExportW", obis: "2.7.0" },
    ]);
  });

  it("that is no value, or none that can be read, is a text that keeps quantity and OBIS code", () => {
    const line = houseLine();
    line.take("sensor/current_phase_1/state", "nan");
    line.take("sensor/current_phase_2/state", "broken");
    const lost = { state: "said", isNumber: false, isKnown: true, group: "phases" };
    expect(line.rows("sensor/current_phase_1/state")).toMatchObject([
      { ...lost, value: "nan", quantity: "currentL1A", obis: "31.7.0" },
    ]);
    expect(line.rows("sensor/current_phase_2/state")).toMatchObject([
      { ...lost, value: "broken", quantity: "currentL2A", obis: "51.7.0" },
    ]);
    expect(line.at().failures).toMatchObject([{ code: "WIRE_NUMBER", count: 1, hex: "62726f6b656e" }]);
  });
});

describe("a JSON telegram", () => {
  it("is one row a value, those of the table in their base unit", () => {
    const line = houseLine();
    line.take("telegram", TELEGRAM);
    expect(line.rows("telegram").map(({ path, value, unit, obis }) => [path, value, unit, obis])).toEqual([
      ["obis 1-0:1.7.0", "1122", "W", "1.7.0"],
      ["obis 1-0:31.7.0", "-1", "A", "31.7.0"],
      ["obis 1-0:99.1.0", "7", undefined, "1-0:99.1.0"],
      ["clock", "2026-01-15T14:00:00", undefined, undefined],
      ["more 0-0:96.14.0", "0002", undefined, "0-0:96.14.0"],
      ["v", "1", undefined, undefined],
      ["seq", "812", undefined, undefined],
      ["stat.ok", "812", undefined, undefined],
      ["stat.bad", "3", undefined, undefined],
    ]);
    expect(line.at().reader).toEqual({ arrivedMonoMs: 1_000_000, meterClock: "2026-01-15T14:00:00", telegrams: 1 });
  });

  it("with a value that cannot be read keeps its quantity and OBIS code", () => {
    const line = houseLine();
    line.take("telegram", '{"v":1,"obis":{"1-0:1.7.0":"abc","1-0:32.7.0":null,"1-0:2.7.0":5}}');
    expect(line.rows("telegram").map(({ path, value, quantity, obis }) => [path, value, quantity, obis])).toEqual([
      ["obis 1-0:1.7.0", "abc", "activePowerImportW", "1.7.0"],
      ["obis 1-0:2.7.0", "5", "activePowerExportW", "2.7.0"],
      ["obis 1-0:32.7.0", "null", "voltageL1V", "32.7.0"],
      ["v", "1", undefined, undefined],
    ]);
  });

  it("of another version is unfolded as any JSON is", () => {
    const line = houseLine();
    line.take("telegram", '{"v":2,"obis":{"1-0:1.7.0":5}}');
    expect(line.rows("telegram").map(({ path, quantity }) => [path, quantity])).toEqual([
      ["v", undefined],
      ['obis["1-0:1.7.0"]', undefined],
    ]);
  });

  it("that is longer than what is kept still has its values", () => {
    const line = houseLine();
    const long = { v: 1, obis: { "1-0:1.7.0": 5 }, more: { "0-0:96.13.0": "x".repeat(5_000) } };
    line.take("telegram", JSON.stringify(long));
    expect(line.rows("telegram")).toMatchObject([
      { path: "obis 1-0:1.7.0", value: "5" },
      { path: "object 0-0:96.13.0", value: "(not read)", state: "said" },
    ]);
  });
});

describe("the table", () => {
  it("has power first, then phases, energy in kilowatt-hours, reactive power and energy, and the rest", () => {
    const line = houseLine();
    const sensors = {
      cumulative_active_import: "29496.908",
      momentary_reactive_import: "0.120",
      cumulative_reactive_import: "7.5",
      current_phase_1: "4.2",
      boiler: "61.5",
      momentary_active_export: "0.000",
      momentary_active_import: "1.234",
    };
    for (const [id, value] of Object.entries(sensors)) line.take(`sensor/${id}/state`, value);
    expect(line.at().rows.map(({ group, quantity, value, unit }) => [group, quantity, value, unit])).toEqual([
      ["power", "activePowerImportW", "1234", "W"],
      ["power", "activePowerExportW", "0", "W"],
      ["phases", "currentL1A", "4.2", "A"],
      ["energy", "activeEnergyImportWh", "29496.908", "kWh"],
      ["reactive", "reactivePowerImportVar", "120", "var"],
      ["reactive", "reactiveEnergyImportVarh", "7.5", "kvarh"],
      ["other", undefined, "61.5", undefined],
    ]);
  });

  it("has nothing fresh while the broker is gone, known or not", () => {
    const line = houseLine({}, "lost");
    line.take("sensor/momentary_active_import/state", "1.234");
    line.take("sensor/boiler/state", "1.5");
    line.take("diagnostics", '{"rssi":-61}');
    expect(line.at().rows.map(({ state }) => state)).toEqual(["stale", "stale", "stale"]);
  });

  it("knows the reader's own topics, and shows no rate of them", () => {
    const line = houseLine();
    line.take("status", "offline");
    line.take("status", "online", 5_000);
    line.take("diagnostics", '{"rssi":-61}', 5_000);
    line.take("boiler/mode", "auto", 5_000);
    for (const topic of ["status", "diagnostics"]) {
      expect(line.rows(topic, 6_000)).toMatchObject([{ isKnown: true, group: "other" }]);
      expect(line.rows(topic, 6_000)[0]).not.toHaveProperty("intervalMs");
    }
    expect(line.rows("boiler/mode", 6_000)).toMatchObject([{ isKnown: false }]);
  });
});

describe("any other JSON", () => {
  it("is unfolded, arrays by their place", () => {
    const line = houseLine();
    line.take("diagnostics", '{"rssi":-61,"bad":{"crc":0},"list":[1,{"a b":true}],"none":null,"empty":{}}', 0, true);
    expect(line.rows("diagnostics").map(({ path, value, state }) => [path, value, state])).toEqual([
      ["rssi", "-61", "retained"],
      ["bad.crc", "0", "retained"],
      ["list[0]", "1", "retained"],
      ['list[1]["a b"]', "true", "said"],
      ["none", "null", "said"],
      ["empty", "{}", "said"],
    ]);
  });

  it("is bounded in depth and in count", () => {
    const line = houseLine();
    line.take("deep", `${'{"a":'.repeat(600)}1${"}".repeat(600)}`);
    line.take("wide", JSON.stringify(Array.from({ length: 1_000 }, (_, i) => i)));
    line.take("cut", JSON.stringify(Array.from({ length: 3_000 }, (_, i) => i)));
    expect(line.rows("deep")).toMatchObject([{ path: "a.a.a.a.a.a", value: "(nested too deeply to be shown)" }]);
    expect(line.rows("wide")).toHaveLength(201);
    expect(line.rows("wide").at(-1)).toMatchObject({ path: "…", value: "800 more values are not shown" });
    expect(line.rows("cut")).toMatchObject([{ path: "", isNumber: false }]);
    expect(line.rows("cut")[0]?.value).toMatch(/^\(beginning of 13891 bytes\) \[0,1,2/);
  });
});

describe("what is no telegram", () => {
  it("is shown as text, and as hex where it is none", () => {
    const line = houseLine();
    line.take("status", "online", 0, true);
    line.take("debug", "[I] meter 735999123456789012 found");
    line.take("bytes", Uint8Array.of(0xff, 0x00, 0x7e));
    expect(line.rows("status")).toMatchObject([{ value: "online", state: "said", retained: true }]);
    expect(line.rows("debug")[0]?.value).toBe("[I] meter XXXXXXXXXXXXXXXXXX found");
    expect(line.rows("bytes")).toMatchObject([{ path: "hex", value: "ff007e", isNumber: false }]);
  });

  it("is empty where nothing was sent, and cut where much was", () => {
    const line = houseLine();
    line.take("empty", "");
    line.take("long", "ä".repeat(5_000));
    expect(line.rows("empty")).toMatchObject([{ value: "", state: "said" }]);
    expect(line.rows("long")[0]?.value).toMatch(/^\(beginning of 10000 bytes\) ä+… \(\d+ characters\)$/);
  });
});

const HDLC = wireFixtures().find(({ name }) => name === "dlms-hdlc/three-phases");
const PIECES = wireFixtures().find(({ name }) => name === "p1-ascii/in-three-messages");

describe("raw telegrams", () => {
  it("are marked value by value where their checksum is wrong and that is allowed", () => {
    const text = "/WFM5\\X\r\n\r\n1-0:1.7.0(0001.5*kW)\r\n!";
    const line = houseLine({ allowNoCrc: true });
    line.take("raw", `${text}0000\r\n`);
    expect(line.rows("raw")).toMatchObject([{ value: "1500", state: "fresh", check: "wrong" }]);
    line.take("raw", `${text}\r\n`, 10_000);
    expect(line.rows("raw", 10_000)[0]).not.toHaveProperty("check");
  });

  it("are their values, as bytes and as hex", () => {
    const line = houseLine();
    const bytes = payloadOf(HDLC!.messages[0]!);
    line.take("raw", bytes);
    const rows = line.rows("raw");
    expect(rows.length).toBeGreaterThan(10);
    line.take("raw", Buffer.from(bytes).toString("hex"), 10_000);
    expect(line.rows("raw", 10_000).map(({ path, value }) => [path, value])).toEqual(
      rows.map(({ path, value }) => [path, value]),
    );
  });

  it("that came in pieces are the last whole one, with its own time", () => {
    const line = houseLine();
    for (const [i, message] of PIECES!.messages.entries()) line.take("raw", payloadOf(message), i);
    const end = PIECES!.messages.length - 1;
    line.take("raw", payloadOf(PIECES!.messages[0]!), 10_000);
    const rows = line.rows("raw", 10_000);
    expect(rows.filter(({ quantity }) => quantity !== undefined).length).toBeGreaterThan(5);
    expect(new Set(rows.map(({ atMonoMs }) => atMonoMs))).toEqual(new Set([1_000_000 + end]));
  });

  it("of which none is whole are their first bytes", () => {
    const line = houseLine();
    line.take("raw", payloadOf(PIECES!.messages[0]!));
    expect(line.rows("raw")).toMatchObject([{ path: "hex", state: "said" }]);
  });
});

describe.each(wireFixtures())("$name", ({ options = {}, messages }) => {
  it("has a row for everything that the kiosk knows of it, and a failure or a row for every message", () => {
    const line = houseLine(options);
    for (const [i, message] of messages.entries()) line.take(message.topic, payloadOf(message), i);
    const dashboard = line.at(100);
    const shown = new Set(
      dashboard.rows.map(
        ({ quantity, unit = "", value }) => `${quantity} ${unit[0] === "k" ? Number(`${value}e3`) : value}`,
      ),
    );
    line.flush();
    const known = valueEntries(
      Object.fromEntries(Object.entries(line.parts.history.latest.known).map(([key, { value }]) => [key, value])),
    );
    const sums = new Set(["activeEnergyImportWh", "activeEnergyExportWh"]); // made after decoding, of the tariffs
    for (const [quantity, value] of known) {
      if (!shown.has(`${quantity} ${value}`)) expect(sums).toContain(quantity);
    }
    const topics = new Set([...dashboard.rows, ...dashboard.failures].map(({ topic }) => topic.slice("han/".length)));
    expect(messages.map(({ topic }) => topic).filter((topic) => !topics.has(topic))).toEqual([]);
    expect(topics.size).toBeGreaterThan(0);
    expect(JSON.stringify(dashboard)).not.toMatch(/735999\d{6}/);
  });
});

it("tells the key of the mapping for a field of JSON that its format leaves to it", () => {
  const line = houseLine();
  line.take("SENSOR", '{"Time":"2026-01-15T19:00:00","Haus":{"Verbrauch":1.5}}');
  expect(line.rows("SENSOR")).toMatchObject([
    { path: "clock", state: "said" },
    { path: "Time", state: "said" },
    { path: "Haus.Verbrauch", value: "1.5", mappingKey: "SENSOR/Haus/Verbrauch" },
  ]);
});

describe("the state of a number", () => {
  const topic = "sensor/momentary_active_import/state";

  it("is stale when it was not renewed within its limit, and when its reader is gone", () => {
    const line = houseLine();
    for (const at of [0, 10_000, 20_000]) line.take(topic, "1", at);
    expect(line.rows(topic, 50_000)).toMatchObject([{ state: "fresh", intervalMs: 10_000, count: 3 }]);
    expect(line.rows(topic, 50_001)).toMatchObject([{ state: "stale" }]);
    line.take("status", "offline", 21_000);
    expect(line.rows(topic, 22_000)).toMatchObject([{ state: "stale" }]);
    expect(line.at(22_000).reader).toMatchObject({ online: false, sinceMonoMs: 1_021_000 });
  });

  it("is of unknown age while the broker had kept it, and stale ever after a day", () => {
    const line = houseLine();
    line.take(topic, "1", 0, true);
    line.take("sensor/boiler/state", "61", 0);
    expect(line.rows(topic)).toMatchObject([{ state: "retained" }]);
    expect(line.rows("sensor/boiler/state")).toMatchObject([{ state: "fresh" }]);
    expect(line.rows("sensor/boiler/state", 90_000_000)).toMatchObject([{ state: "stale" }]);
  });

  it("of a counter lasts an hour and a quarter", () => {
    const line = houseLine();
    line.take("sensor/cumulative_active_import/state", "1", 0);
    expect(line.rows("sensor/cumulative_active_import/state", 75 * 60_000)).toMatchObject([{ state: "fresh" }]);
    expect(line.rows("sensor/cumulative_active_import/state", 75 * 60_001)).toMatchObject([{ state: "stale" }]);
  });
});

it("does not know since when a reader is online that the broker had kept the word of", () => {
  const line = houseLine();
  line.take("status", "online", 0, true);
  expect(line.at().reader).toEqual({ online: true, telegrams: 0 });
});
