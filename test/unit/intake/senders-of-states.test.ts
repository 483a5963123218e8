import { beforeEach, describe, expect, it } from "vitest";
import { freshnessOf } from "../../../src/history/freshness.ts";
import { History } from "../../../src/history/history.ts";
import { Intake } from "../../../src/intake/intake.ts";
import { SILENT } from "../../../src/log.ts";
import { later } from "../../fixtures/readings.ts";

let history: History;
let intake: Intake;
const MINUTE = 60_000;

function begin(prefix: string): void {
  history = new History();
  intake = new Intake({ name: "house", prefix, wire: {}, mainFuseA: 25, phases: 3 }, history, SILENT);
  intake.connected(later(-MINUTE).monoMs);
}

const send = (topic: string, payload: string, afterMs: number, retained = false) =>
  intake.take({ topic, payload: Buffer.from(payload), retained, qos: 0, at: later(afterMs) });

const power = (afterMs: number) => freshnessOf(history.latest, "activePowerImportW", later(afterMs));

describe("a meter behind a bridge", () => {
  const METER = "zigbee2mqtt/hall/meter";
  const state = (watts: number, afterMs: number) =>
    send(METER, `{"linkquality":9,"power":${watts},"energy":5}`, afterMs);
  beforeEach(() => begin(METER));

  it.each(['{"state":"offline"}', "offline"])("is gone when the bridge says %s, and back with it", (word) => {
    state(400, 0);
    state(401, 10_000);
    expect(power(11_000).state).toBe("fresh");
    expect(send("zigbee2mqtt/bridge/state", word, 12_000).complete).toBe(true);
    expect(power(12_000)).toMatchObject({ state: "stale", why: "reader-offline" });
    expect(history.latest.reader?.online).toBe(false);
    send("zigbee2mqtt/bridge/state", '{"state":"online"}', 20_000);
    expect(history.latest.reader?.online).toBe(true);
    state(402, 40_000);
    expect(power(40_000).state).toBe("fresh");
  });

  it("may be silent for long while its bridge is online, since it sends only changes", () => {
    send("zigbee2mqtt/bridge/state", '{"state":"online"}', 0, true);
    state(400, 10_000);
    state(401, 20_000);
    expect(power(50 * MINUTE).state).toBe("fresh");
    expect(power(90 * MINUTE).state).toBe("stale");
  });

  it("is gone when it says so itself, whatever its bridge says", () => {
    state(400, 0);
    send(`${METER}/availability`, '{"state":"offline"}', 10_000);
    send("zigbee2mqtt/bridge/state", '{"state":"online"}', 11_000);
    expect(history.latest.reader?.online).toBe(false);
  });

  it("hears nothing of other bridges, and nothing of what is no state", () => {
    state(400, 0);
    send("other/bridge/state", "offline", 1_000);
    send("zigbee2mqtt/bridge/state", "restarting", 2_000);
    expect(history.latest.reader).toBeUndefined();
  });
});

it("a value of Tasmota's telemetry, which comes every five minutes, is fresh until the second is overdue", () => {
  begin("tele/cellar");
  send("tele/cellar/SENSOR", '{"Time":"2026-01-15T14:00:00","SML":{"Power_curr":250}}', 0);
  expect(power(6 * MINUTE).state).toBe("fresh");
  expect(power(16 * MINUTE)).toMatchObject({ state: "stale", why: "too-old" });
});
