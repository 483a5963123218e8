import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { BrokerConfig, Config } from "../../src/config/config.ts";
import { type Kiosk, startKiosk } from "../../src/kiosk/kiosk.ts";
import { SILENT } from "../../src/log.ts";
import { decodePng } from "../../src/raster/png.ts";
import { createPublisher, type Publisher } from "../../src/source/publisher.ts";
import { freePort, type Mosquitto, startMosquitto } from "./mosquitto.ts";

/** What a p1reader node publishes: 26 topics, kW, kWh, kvar, kvarh, V and A. */
const TELEGRAM: Readonly<Record<string, string>> = {
  cumulative_active_import: "12345.678",
  cumulative_active_export: "0.000",
  cumulative_reactive_import: "12.345",
  cumulative_reactive_export: "678.901",
  momentary_active_import: "6.789",
  momentary_active_export: "0.000",
  momentary_reactive_import: "0.100",
  momentary_reactive_export: "0.000",
  momentary_active_import_phase_1: "1.400",
  momentary_active_export_phase_1: "0.000",
  momentary_active_import_phase_2: "4.400",
  momentary_active_export_phase_2: "0.000",
  momentary_active_import_phase_3: "0.989",
  momentary_active_export_phase_3: "0.000",
  momentary_reactive_import_phase_1: "0.100",
  momentary_reactive_export_phase_1: "0.000",
  momentary_reactive_import_phase_2: "0.000",
  momentary_reactive_export_phase_2: "0.000",
  momentary_reactive_import_phase_3: "0.000",
  momentary_reactive_export_phase_3: "0.000",
  voltage_phase_1: "230.1",
  voltage_phase_2: "229.4",
  voltage_phase_3: "231.0",
  current_phase_1: "6.2",
  current_phase_2: "19.7",
  current_phase_3: "4.9",
};

let folder = "";
let picture = "";
let broker: Mosquitto | undefined;
let kiosk: Kiosk | undefined;
let reader: Publisher | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "wattframe-kiosk-"));
  picture = join(folder, "balance.png");
});

afterEach(async () => {
  await reader?.end();
  await kiosk?.stop();
  await broker?.stop();
  [reader, kiosk, broker] = [undefined, undefined, undefined];
  await rm(folder, { recursive: true, force: true });
});

const remote = (url: string): BrokerConfig => ({ kind: "remote", url, keepaliveS: 30 });

function config(source: BrokerConfig): Config {
  return {
    file: join(folder, "wattframe.yaml"),
    name: "test",
    broker: source,
    meters: [{ name: "house", prefix: "p1", mainFuseA: 25, phases: 3, timeZone: "Europe/Helsinki", wire: {} }],
    locale: "en-GB",
    clock: { trusted: true },
    log: { level: "silent" },
    displays: [
      {
        name: "file",
        kind: "png-file",
        meter: "house",
        layout: "balance",
        theme: "light",
        refresh: { onTelegram: true, schedule: "0 * * * * *", minIntervalS: 0 },
        options: { path: picture, size: "800x480", palette: "black-white" },
      },
    ],
  };
}

const start = async (source: BrokerConfig): Promise<Kiosk> => {
  kiosk = await startKiosk(config(source), { log: SILENT, runtimeFolder: folder, stateFolder: folder });
  return kiosk;
};

const connect = async (url: string): Promise<Publisher> => {
  reader = await createPublisher(url, {}, SILENT);
  return reader;
};

async function publish(to: Publisher, telegram: Readonly<Record<string, string>>): Promise<void> {
  for (const [id, payload] of Object.entries(telegram))
    await to.publish(`p1/sensor/${id}/state`, payload, { retain: true, qos: 0 });
}

async function until(what: string, isSo: () => boolean | Promise<boolean>, timeoutMs = 10_000): Promise<void> {
  const endMs = performance.now() + timeoutMs;
  while (!(await isSo())) {
    if (performance.now() > endMs) throw new Error(`never happened: ${what}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

const bytesOf = (): Promise<Buffer | undefined> => readFile(picture).catch(() => undefined);

const isConnected = () => until("a connection", () => kiosk?.state.broker?.kind === "connected");

const lastValue = (quantity: "activePowerImportW" | "currentL2A") =>
  kiosk?.state.meters[0]?.history.latest.known[quantity]?.value;

describe("with a Mosquitto and an ESPHome node", () => {
  it("keeps a picture that shows the values of the messages, and changes with each of them", async () => {
    broker = await startMosquitto();
    await start(remote(broker.url));
    await isConnected();
    const node = await connect(broker.url);
    expect(Object.keys(TELEGRAM)).toHaveLength(26);
    await publish(node, TELEGRAM);
    await until("the telegram", () => lastValue("activePowerImportW") === 6_789 && lastValue("currentL2A") === 19.7);
    const first = await settled();
    await publish(node, { current_phase_2: "21.3" });
    await until("the change", () => lastValue("currentL2A") === 21.3);
    await until("another picture", async () => !(await bytesOf())?.equals(first));
    const { width, height, rgba } = await decodePng(await settled());
    expect([width, height]).toEqual([800, 480]);
    const raster = kiosk?.state.displays[0]?.painter.state.raster;
    const white = Uint8Array.from({ length: width * height }, (_, i) => (rgba[i * 4] === 255 ? 1 : 0));
    expect(Buffer.compare(white, raster?.pixels ?? new Uint8Array())).toBe(0);
  });

  it("takes what the broker had kept for old, and the same sent again, until the node goes on", async () => {
    broker = await startMosquitto();
    const node = await connect(broker.url);
    await publish(node, TELEGRAM);
    await start(remote(broker.url));
    await until("the kept values", () => lastValue("activePowerImportW") === 6_789);
    expect(kiosk?.state.meters[0]?.history.latest.known.activePowerImportW?.retained).toBe(true);
    await publish(node, TELEGRAM);
    await publish(node, { ...TELEGRAM, current_phase_2: "21.3" });
    await until("live values", () => kiosk?.state.meters[0]?.history.latest.known.currentL2A?.retained === false);
  });

  it("draws without a broker, takes one that comes late, and one that comes back", async () => {
    const port = await freePort();
    await start(remote(`mqtt://127.0.0.1:${port}`));
    await until("a picture without a broker", async () => (await bytesOf()) !== undefined);
    broker = await startMosquitto({ port });
    await until("the late broker", () => kiosk?.state.broker?.kind === "connected", 15_000);
    await broker.stop();
    await until("the loss", () => kiosk?.state.broker?.kind === "lost" || kiosk?.state.broker?.kind === "connecting");
    broker = await startMosquitto({ port });
    await until("the return", () => kiosk?.state.broker?.kind === "connected", 15_000);
    await publish(await connect(broker.url), TELEGRAM);
    await until("values after the return", () => lastValue("activePowerImportW") !== undefined);
    expect(lastValue("activePowerImportW")).toBe(6_789);
  }, 45_000);

  it("lives through garbage on every topic and still draws the next good telegram", async () => {
    broker = await startMosquitto();
    await start(remote(broker.url));
    await isConnected();
    const node = await connect(broker.url);
    const garbage = [
      "",
      "x".repeat(1024 * 1024 - 100),
      "NaN",
      "1e309",
      Uint8Array.from([0, 255, 254, 0x7e, 0x7d]),
      `${"[".repeat(5_000)}${"]".repeat(5_000)}`,
      '{"__proto__":{"v":1},"obis":{"__proto__":1}}',
    ];
    for (const payload of garbage) {
      for (const topic of [
        "sensor/current_phase_1/state",
        "telegram",
        "raw",
        "status",
        "diagnostics",
        "debug",
        "any/thing",
      ])
        await node.publish(`p1/${topic}`, payload, { retain: false, qos: 0 });
    }
    await publish(node, TELEGRAM);
    await until("the good telegram", () => lastValue("activePowerImportW") === 6_789);
    expect(
      Object.values(kiosk?.state.meters[0]?.history.latest.known ?? {}).every(({ value }) => Number.isFinite(value)),
    ).toBe(true);
    expect(({} as { v?: unknown }).v).toBeUndefined();
    expect(kiosk?.state.displays[0]?.painter.state.fault).toBeUndefined();
  }, 30_000);
});

describe("with a broker of its own", () => {
  it("takes the reader's JSON telegram and draws it", async () => {
    const port = await freePort();
    const limits = { clients: 5, payloadBytes: 65_536, messagesPerS: 200 };
    await start({ kind: "embedded", listen: { mqtt: [{ host: "127.0.0.1", port }], ws: [] }, users: [], limits });
    const node = await connect(`mqtt://127.0.0.1:${port}`);
    const telegram = { v: 1, seq: 1, up: 10, fmt: "efs", obis: { "1-0:1.7.0": 1122, "1-0:31.7.0": -1000 } };
    await node.publish("p1/telegram", JSON.stringify(telegram), { retain: false, qos: 0 });
    await until("the telegram", () => lastValue("activePowerImportW") === 1_122);
    expect(kiosk?.state.meters[0]?.history.latest.known.currentL1A?.value).toBe(-1);
    await until("the picture", async () => (await stat(picture).catch(() => undefined)) !== undefined);
    expect((await stat(picture)).size).toBeGreaterThan(500);
  });
});

/** The picture once it has stopped changing: what came last is on it. */
async function settled(): Promise<Buffer> {
  let before = await bytesOf();
  for (;;) {
    await new Promise((done) => setTimeout(done, 500));
    const after = await bytesOf();
    if (before && after?.equals(before)) return after;
    before = after;
  }
}
