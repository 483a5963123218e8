import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { SILENT } from "../../src/log.ts";
import { recordedMessages } from "../../src/meter/recording.ts";
import { encodeP1 } from "../../src/simulator/encode-p1.ts";
import { createPublisher } from "../../src/source/publisher.ts";
import { telegramFixtures } from "../fixtures/telegrams/telegram-fixtures.ts";
import { call } from "./called-command.ts";
import { type PolledDevice, startPolledDevice } from "./homewizard-device.ts";
import { startMosquitto } from "./mosquitto.ts";
import { type Cable, startCable } from "./pseudo-terminal.ts";
import { startTcpReader, type TcpReader } from "./tcp-reader.ts";

const P1 = encodeP1(
  { activePowerImportW: 734, activeEnergyImportWh: 5_230_100 },
  { meterClock: "2026-01-15T18:00:00" },
);
const HDLC = telegramFixtures().find(({ name }) => name === "aidon-three-phases")!.bytes;
const MEASUREMENT = { wifi_ssid: "at home", unique_id: "a1b2c3", active_power_w: -512, total_power_import_kwh: 77.5 };
const DISPLAY = "displays: [{ name: file, kind: png-file, path: a.png }]\nclock: { trusted: true }\n";

let folder = "";
let cable: Cable;
let reader: TcpReader;
let device: PolledDevice;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "wattframe-record-own-"));
  cable = await startCable();
  reader = await startTcpReader();
  device = await startPolledDevice();
  device.answer = { status: 200, body: JSON.stringify(MEASUREMENT) };
});
afterEach(async () => {
  await cable.end();
  await reader.end();
  await device.end();
  await rm(folder, { recursive: true });
});

/** A configuration of these meters, written as YAML lists of one line. */
async function configured(meters: readonly string[], more = ""): Promise<string> {
  const file = join(folder, `wattframe-${meters.length}.yaml`);
  await writeFile(
    file,
    `${DISPLAY}${more}meters:\n${meters.map((meter) => `- { timeZone: UTC, ${meter} }\n`).join("")}`,
  );
  return file;
}

const serial = () => `name: cable, source: { serial: { path: ${cable.path} } }`;
const tcp = () => `name: reader, source: { tcp: "127.0.0.1:${reader.at.port}" }`;
const homewizard = () => `name: shed, source: { homewizard: { host: "${device.host}" } }`;

const recorded = async (file: string) => [...recordedMessages((await readFile(file, "utf8")).split("\n"))];

/** Values that `values` reads in a recording. */
async function valuesOf(recording: string, config: string): Promise<Readonly<Record<string, number>>> {
  const command = call("values", "--replay", recording, "--config", config);
  expect(await command.exitCode).toBe(0);
  const rows = command.printed().trim().split("\n");
  const lines = rows.map((row) => JSON.parse(row) as { quantity: string; value?: number });
  return Object.fromEntries(lines.flatMap(({ quantity, value }) => (value === undefined ? [] : [[quantity, value]])));
}

it("records what comes from every source of a configuration, without identifiers, for values to read", async () => {
  const broker = await startMosquitto();
  const out = await createPublisher(broker.url, {}, SILENT);
  const atBroker = "name: house, prefix: p1";
  const config = await configured([atBroker, serial(), tcp(), homewizard()], `broker: { url: "${broker.url}" }\n`);
  const file = join(folder, "all.jsonl");
  const command = call("record", "--config", config, "-o", file);
  await command.hasTold("recording p1/# from");
  await command.hasTold(`recording what comes from ${cable.path}`);
  await command.hasTold(`recording what comes from 127.0.0.1:${reader.at.port}`);
  await command.hasTold(`recording what comes from ${device.host}`);
  await reader.until(1);
  await out.publish("p1/sensor/power_delivered/state", "1.250", { retain: false, qos: 1 });
  await cable.send(P1);
  reader.send(HDLC);
  await expect
    .poll(async () => new Set((await recorded(file)).map(({ topic }) => topic)).size, { timeout: 15_000 })
    .toBe(4);
  expect(await command.end()).toBe(0);
  await out.end();
  await broker.stop();
  const text = await readFile(file, "utf8");
  expect(text).not.toMatch(/at home|a1b2c3/);
  const power = "activePowerImportW";
  expect(await valuesOf(file, await configured([serial()]))).toMatchObject({ [power]: 734 });
  expect(Object.keys(await valuesOf(file, await configured([tcp()])))).toContain("currentL3A");
  expect(await valuesOf(file, await configured([homewizard()]))).toMatchObject({ activePowerExportW: 512 });
}, 30_000);

it("records one of several by its prefix, and replays it to a broker", async () => {
  const config = await configured([serial(), tcp()]);
  const file = join(folder, "one.jsonl");
  const command = call("record", "--config", config, "--prefix", cable.path.slice(1), "-o", file);
  await command.hasTold(`recording what comes from ${cable.path}`);
  await cable.send(P1);
  await expect.poll(async () => (await recorded(file)).length, { timeout: 15_000 }).toBe(1);
  expect(await command.end()).toBe(0);
  expect(reader.connections).toBe(0);
  const broker = await startMosquitto();
  const replay = call("replay", file, "--to", broker.url);
  expect(await replay.exitCode).toBe(0);
  expect(replay.told.at(-1)).toBe("1 messages published");
  await broker.stop();
});

it("says why a source cannot be recorded", async () => {
  const config = await configured([serial()]);
  await cable.unplug();
  const command = call("record", "--config", config, "--duration", "1s", "-o", join(folder, "none.jsonl"));
  expect(await command.exitCode).toBe(3);
  expect(command.told.join("\n")).toMatch(
    new RegExp(
      `^no connection to ${cable.path}: there is no such port: is the cable plugged in\\?.*\n.*stop the kiosk`,
    ),
  );
  const values = call("values", "--config", config, "--timeout", "1");
  expect(await values.exitCode).toBe(3);
  expect(values.told.join("\n")).toMatch(
    new RegExp(
      `^no telegram came from ${cable.path} within 1 s \\(there is no such port.*\n.*another program, such as the kiosk`,
    ),
  );
});
