import { beforeEach, describe, expect, it } from "vitest";
import { PrefixFinder } from "../../../src/intake/prefix-finder.ts";

let finder: PrefixFinder;
beforeEach(() => {
  finder = new PrefixFinder();
});

const take = (topic: string, payload: string) => finder.take({ topic, payload: Buffer.from(payload) });
const TELEGRAM = '{"v":1,"obis":{"1-0:1.7.0":1234,"1-0:31.7.0":5100}}';

describe("the prefixes of meters", () => {
  it("are what precedes the topics that are read, whatever their depth; the one with the most values first", () => {
    take("house/cellar/sensor/momentary_active_import/state", "1.2");
    take("p1/telegram", TELEGRAM);
    take("p1/sensor/voltage_phase_1/state", "not yet");
    expect(finder.found).toEqual([
      { prefix: "p1", quantities: ["activePowerImportW", "currentL1A", "voltageL1V"] },
      { prefix: "house/cellar", quantities: ["activePowerImportW"] },
    ]);
  });

  it("may be a whole topic", () => {
    take("meters/raw", "/ADN9 6534\r\n\r\n1-0:1.7.0(0001.122*kW)\r\n!5A2B\r\n");
    expect(finder.found).toEqual([]); // its checksum is wrong: nothing is known of it
    expect(finder.firstLevels).toEqual(["meters"]);
  });

  it("are not those of readers without a meter, nor of anything else", () => {
    take("boiler/status", "online");
    take("boiler/sensor/temperature/state", "61.5");
    take("zigbee2mqtt/lamp", '{"state":"ON"}');
    take("telegram", "{");
    take("", "x");
    take("a//b", "x");
    expect(finder.found).toEqual([]);
    expect(finder.firstLevels).toEqual(["", "a", "boiler", "telegram", "zigbee2mqtt"]);
  });

  it("are bounded in number, and so is what is looked at", () => {
    for (let i = 0; i < 1_000; i++) take(`n${i}/sensor/momentary_active_import/state`, "1");
    take(`${"a/".repeat(1_000)}telegram`, TELEGRAM);
    expect(finder.found).toHaveLength(200);
    expect(finder.firstLevels).toHaveLength(20);
  });
});
