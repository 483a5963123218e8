import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { discoveredSensors, isDiscoveryTopic } from "../../../../src/meter/wire/discovery.ts";
import { ANNOUNCEMENT_FILTERS, announcesStart, isRepublisherTopic } from "../../../../src/meter/wire/republishers.ts";
import { topicMatches } from "../../../../src/source/topic-filter.ts";

const SENSOR = "homeassistant/sensor/han/power/config";
const DEVICE = "homeassistant/device/han/config";
const sensorsOf = (topic: string, message: unknown) => discoveredSensors(topic, Buffer.from(JSON.stringify(message)));

describe("the topic of a discovery message", () => {
  it.each([
    ["homeassistant/sensor/power/config", true],
    [SENSOR, true],
    [DEVICE, true],
    ["homeassistant/device/node/han/config", true],
    ["homeassistant/switch/han/relay/config", false],
    ["homeassistant/sensor/han/power/state", false],
    ["homeassistant/sensor/a/b/c/config", false],
    ["homeassistant/status", false],
    ["zigbee2mqtt/bridge/state", false],
    ["other/sensor/han/power/config", false],
  ])("%s: %s", (topic, isOne) => {
    expect(isDiscoveryTopic(topic)).toBe(isOne);
    const isHeard = ANNOUNCEMENT_FILTERS.some((filter) => topicMatches(filter, topic));
    expect(isHeard).toBe(isOne || isRepublisherTopic(topic));
  });
});

describe("a start of a program that republishes", () => {
  it.each([
    ["online", true],
    ['{"state":"online"}', true],
    ['{ "state": "online" }\n', true],
    ["offline", false],
    ['{"state":"offline"}', false],
    ["onlineonline", false],
    ["", false],
    [`online${" ".repeat(100)}`, false],
  ])("%s: %s", (payload, isStart) => expect(announcesStart(Buffer.from(payload))).toBe(isStart));
});

describe("a discovery message", () => {
  it.each<[string, string, unknown, object[]]>([
    [
      "of a sensor in short keys",
      SENSOR,
      { stat_t: "han/sensor/power/state", unit_of_meas: "W", dev_cla: "power", uniq_id: "1" },
      [{ stateTopic: "han/sensor/power/state", unit: "W", deviceClass: "power" }],
    ],
    [
      "of a sensor in long keys",
      SENSOR,
      {
        state_topic: "han/e",
        unit_of_measurement: "kWh",
        device_class: "energy",
        value_template: "{{ value_json.e }}",
      },
      [{ stateTopic: "han/e", unit: "kWh", deviceClass: "energy", template: "{{ value_json.e }}" }],
    ],
    [
      "with a base topic at the beginning",
      SENSOR,
      { "~": "han/sensor/power", stat_t: "~/state", unit_of_measurement: "kW" },
      [{ stateTopic: "han/sensor/power/state", unit: "kW" }],
    ],
    ["with a base topic at the end", SENSOR, { "~": "power", stat_t: "han/~" }, [{ stateTopic: "han/power" }]],
    ["with a tilde and no base topic", SENSOR, { stat_t: "~/state" }, [{ stateTopic: "~/state" }]],
    [
      "of a device in short keys",
      DEVICE,
      {
        dev: { ids: ["a"] },
        "~": "han",
        cmps: {
          a: { p: "sensor", stat_t: "~/a", unit_of_meas: "A" },
          b: { p: "switch", stat_t: "~/b" },
          c: { platform: "sensor", state_topic: "~/c", unit_of_measurement: "V" },
          gone: { p: "sensor" },
        },
      },
      [
        { stateTopic: "han/a", unit: "A", device: "a" },
        { stateTopic: "han/c", unit: "V", device: "a" },
      ],
    ],
    [
      "of a device in long keys, whose components share its topic",
      DEVICE,
      { state_topic: "han/all", components: { a: { platform: "sensor", value_template: "{{ value_json.a }}" } } },
      [{ stateTopic: "han/all", template: "{{ value_json.a }}" }],
    ],
    ["that moves to the other form", SENSOR, { migrate_discovery: true }, []],
    ["whose values have wrong types", SENSOR, { stat_t: 5, unit_of_meas: ["W"] }, []],
    ["whose components are a list", DEVICE, { cmps: [{ p: "sensor", stat_t: 5 }] }, []],
    ["on another topic", "han/sensor/power/config", { stat_t: "han/x" }, []],
  ])("%s", (_, topic, message, sensors) => expect(sensorsOf(topic, message)).toEqual(sensors));

  it.each(["", "online", "{", "[]", "null", "5", `{"stat_t":"${"x".repeat(70_000)}"}`])(
    "that is none announces nothing: %.20s",
    (text) => expect(discoveredSensors(SENSOR, Buffer.from(text))).toEqual([]),
  );

  it("of a device with thousands of components is read up to a bound", () => {
    const cmps = Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`c${i}`, { p: "sensor", stat_t: "t" }]));
    expect(sensorsOf(DEVICE, { cmps })).toHaveLength(500);
  });

  it("of any JSON gives texts or nothing", () => {
    const anyPart = fc.oneof(fc.string(), fc.jsonValue({ maxDepth: 1 }));
    const sensor = fc.record({ stat_t: anyPart, unit_of_meas: anyPart, val_tpl: anyPart, p: fc.constant("sensor") });
    const device = fc.record({ cmps: fc.dictionary(fc.string(), sensor, { minKeys: 1, maxKeys: 3 }) });
    const announcement = fc.oneof(
      fc.tuple(fc.constant(SENSOR), sensor),
      fc.tuple(fc.constant(DEVICE), device),
      fc.tuple(fc.constantFrom(SENSOR, DEVICE), fc.oneof(sensor, device, fc.jsonValue())),
    );
    let found = 0;
    fc.assert(
      fc.property(announcement, ([topic, announced]) => {
        const values = sensorsOf(topic, announced).flatMap((one) => Object.values(one));
        expect(values.filter((value) => typeof value !== "string" || value === "")).toEqual([]);
        found += values.length;
      }),
      { numRuns: 300 },
    );
    expect(found).toBeGreaterThan(100); // about 330 in the mean
  });
});
