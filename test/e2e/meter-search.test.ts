import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Config } from "../../src/config/config.ts";
import { CONFIG_CONTEXT } from "../../src/config/config-context.ts";
import { checkConfigText } from "../../src/config/load.ts";
import { type Kiosk, startKiosk } from "../../src/kiosk/kiosk.ts";
import { type Log, SILENT } from "../../src/log.ts";
import { createPublisher, type Publisher } from "../../src/source/publisher.ts";
import { type Mosquitto, startMosquitto } from "./mosquitto.ts";

const KEPT = { retain: true, qos: 1 } as const;
const TASMOTA = "tele/cellar/SENSOR";
const ZIGBEE = "zigbee2mqtt/hall/meter";

let folder: string;
let broker: Mosquitto;
let out: Publisher;
let kiosk: Kiosk;
/** What was logged, the message and its facts. */
let logged: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "wattframe-search-"));
  broker = await startMosquitto();
  out = await createPublisher(broker.url, {}, SILENT);
  logged = [];
});
afterEach(async () => {
  await kiosk.stop();
  await out.end();
  await broker.stop();
  await rm(folder, { recursive: true });
});

const log: Log = {
  ...SILENT,
  info: (facts, message) => void logged.push(`${message} ${JSON.stringify(facts)}`),
  warn: (facts, message) => void logged.push(`${message} ${JSON.stringify(facts)}`),
  child: () => log,
};

async function config(more = ""): Promise<Config> {
  const text = [
    `broker: { url: "${broker.url}" }`,
    `meters: [{ discover: true, timeZone: UTC${more} }]`,
    "clock: { trusted: true }",
    "displays: [{ name: file, kind: png-file, path: a.png, size: 800x480, palette: black-white, layout: balance }]",
  ].join("\n");
  const checked = await checkConfigText(text, join(folder, "wattframe.yaml"), {}, CONFIG_CONTEXT);
  if (!("config" in checked)) throw new Error(JSON.stringify(checked.faults));
  return checked.config;
}

async function start(more = ""): Promise<void> {
  const searchPace = { listenMs: 300, againMs: 100 };
  kiosk = await startKiosk(await config(more), { log, runtimeFolder: folder, stateFolder: folder, searchPace });
}

function until(condition: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (!condition()) return;
      clearInterval(timer);
      resolve();
    }, 20);
  });
}

const publishTasmota = (watts: number) =>
  out.publish(TASMOTA, JSON.stringify({ Time: "2026-01-15T19:00:00", SML: { Power_curr: watts, Total_out: 1 } }), KEPT);
const meter = () => kiosk.state.meters[0]!;

it("takes the only meter that publishes, logs its lines and keeps it when the configuration is read again", async () => {
  await publishTasmota(250);
  await start();
  await until(() => meter().config.prefix === "tele/cellar");
  expect(logged.find((line) => line.startsWith("the meter was found"))).toContain("prefix: tele/cellar");
  await until(() => meter().history.latest.known.activePowerImportW?.value === 250);
  await kiosk.reload(await config());
  expect(meter().config.prefix).toBe("tele/cellar");
  expect(meter().history.latest.known.activePowerImportW?.value).toBe(250);
});

it("takes none of two, names both, and takes the one that is left", async () => {
  await publishTasmota(250);
  await out.publish(ZIGBEE, '{"linkquality":1,"power":420,"energy":5,"produced_energy":1}', KEPT);
  await start();
  const refused = () => logged.find((line) => line.startsWith("2 meters were found, and none is taken"));
  await until(() => refused() !== undefined);
  expect(refused()).toContain("prefix: tele/cellar");
  expect(refused()).toContain("prefix: zigbee2mqtt/hall/meter");
  expect(meter().config.discover).toBeDefined();
  await out.publish(TASMOTA, "", KEPT);
  await until(() => meter().config.prefix === "zigbee2mqtt/hall/meter");
  await until(() => meter().history.latest.known.activePowerImportW?.value === 420);
  expect(meter().config.discover).toBeUndefined();
});

it.each([
  ["one phase", { Volt_p1: 231 }, "", 1],
  ["one phase where the file says three", { Volt_p1: 231 }, ", phases: 3", 3],
  ["three phases of which the second has no current", { Volt_p1: 231, Volt_p2: 232, Volt_p3: 233, Curr_p1: 1 }, "", 3],
  ["no phases at all", {}, "", 3],
])("has %s as they are published", async (_, fields, more, phases) => {
  const values = { Power_curr: 250, Total_in: 5, Total_out: 1, ...fields };
  await out.publish(TASMOTA, JSON.stringify({ Time: "2026-01-15T19:00:00", SML: values }), KEPT);
  await start(more);
  await until(() => meter().config.prefix === "tele/cellar");
  expect(meter().config.phases).toBe(phases);
  await until(() => meter().history.latest.known.voltageL1V !== undefined || !("Volt_p1" in fields));
  expect(meter().history.latest.known.currentL2A).toBeUndefined();
});
