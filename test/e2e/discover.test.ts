import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { SILENT } from "../../src/log.ts";
import { createPublisher, type Publisher } from "../../src/source/publisher.ts";
import { runCommand } from "../fixtures/command-run.ts";
import { PUBLISHERS, publishAll } from "./eight-publishers.ts";
import { startPolledDevice } from "./homewizard-device.ts";
import { type Mosquitto, startMosquitto } from "./mosquitto.ts";

const kept = { retain: true, qos: 1 } as const;

let folder = "";
let broker: Mosquitto;
let out: Publisher;
let publishing: { stop(): Promise<void> } | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "wattframe-discover-"));
  broker = await startMosquitto();
  out = await createPublisher(broker.url, {}, SILENT);
});
afterEach(async () => {
  await publishing?.stop();
  publishing = undefined;
  await out.end();
  await broker.stop();
  await rm(folder, { recursive: true, force: true });
});

const publish = (topic: string, payload: string | object) =>
  out.publish(topic, Buffer.from(typeof payload === "string" ? payload : JSON.stringify(payload)), kept);

it("lists each meter of a broker with lines that check finds nothing wrong in", async () => {
  await publish("zigbee2mqtt/hall/meter", { linkquality: 1, power: 420, energy: 5, produced_energy: 1 });
  await publish("tele/cellar/LWT", "Online");
  await publish("tele/cellar/SENSOR", {
    Time: "2026-01-15T19:00:00",
    SML: { Power_curr: -250, Total_in: 5, Total_out: 1 },
  });
  await publish("homeassistant/sensor/gw/p/config", {
    state_topic: "gw/power out",
    unit_of_measurement: "kW",
    device_class: "power",
    name: "Export",
  });
  const { exitCode, printed } = await runCommand("discover", "--broker", broker.url, "--for", "2", "--json");
  expect(exitCode).toBe(0);
  const found = printed
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { kind: string; prefix: string; quantities: string[]; config: string });
  expect(found.map(({ kind, prefix }) => [kind, prefix])).toEqual([
    ["tasmota", "tele/cellar"],
    ["zigbee2mqtt", "zigbee2mqtt/hall/meter"],
    ["mapping", "gw/power out"],
  ]);
  expect(found[0]?.config).toBe("- name: house\n  prefix: tele/cellar");
  expect(found[0]).toMatchObject({ sample: { activePowerExportW: 250 } });
  const config = join(folder, "wattframe.yaml");
  const meters = found.map((meter) => meter.config).join("\n");
  const display = "displays:\n- { name: file, kind: png-file, path: a.png }\n";
  await writeFile(config, `broker: { url: "${broker.url}" }\n${display}meters:\n${meters}\n`);
  const checked = await runCommand("check", "--config", config, "--json");
  expect(JSON.parse(checked.printed)).toEqual([]);
  const text = await runCommand("discover", "--broker", broker.url, "--for", "1");
  expect(text.printed).toContain(`# tasmota at tele/cellar`);
  expect(text.printed).toContain("- name: house\n  prefix: tele/cellar\n");
});

interface Found {
  readonly kind: string;
  readonly prefix: string;
  readonly quantities: readonly string[];
  readonly config: string;
}

it("names each of eight publishers at once, with a configuration that works as it is printed", async () => {
  publishing = publishAll(out);
  const { printed } = await runCommand("discover", "--broker", broker.url, "--for", "3", "--json");
  const found = printed
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Found);
  expect(found.map(({ kind, prefix }) => `${prefix} of ${kind}`).toSorted()).toEqual(
    Object.keys(PUBLISHERS).toSorted(),
  );
  const display = "displays:\n- { name: file, kind: png-file, path: a.png }\n";
  const read = await Promise.all(
    found.map(async ({ config, prefix }) => {
      const file = join(folder, `${prefix.replaceAll("/", "-")}.yaml`);
      await writeFile(
        file,
        `broker: { url: "${broker.url}" }\nclock: { trusted: true }\n${display}meters:\n${config}\n`,
      );
      const values = await runCommand("values", "--config", file, "--timeout", "20");
      const rows = values.printed
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as { quantity: string; state: string });
      // What is published again unchanged is no news, so that only a part of it needs to be fresh.
      expect(rows.map(({ state }) => state)).toContain("fresh");
      return rows.filter(({ state }) => state !== "absent").map(({ quantity }) => quantity);
    }),
  );
  for (const [i, { prefix, quantities }] of found.entries())
    expect({ prefix, read: read[i] }).toEqual({ prefix, read: expect.arrayContaining([...quantities]) });
}, 60_000);

/** A configuration whose meter is to be found. */
async function toDiscover(): Promise<string> {
  const file = join(folder, "discover.yaml");
  const display = "displays:\n- { name: file, kind: png-file, path: a.png }\n";
  await writeFile(
    file,
    `broker: { url: "${broker.url}" }\nclock: { trusted: true }\n${display}meters:\n- discover: true\n`,
  );
  return file;
}

it("takes the only meter of a broker where the configuration says so, and none of two", async () => {
  const file = await toDiscover();
  expect(JSON.parse((await runCommand("check", "--config", file, "--json")).printed)).toEqual([]);
  await publish("tele/cellar/SENSOR", { Time: "2026-01-15T19:00:00", SML: { Power_curr: -250, Total_out: 1 } });
  const one = await runCommand("values", "--config", file, "--timeout", "2");
  expect(one.told).toContain("found: tasmota at tele/cellar");
  await publish("zigbee2mqtt/hall/meter", { linkquality: 1, power: 420, energy: 5, produced_energy: 1 });
  const two = await runCommand("values", "--config", file, "--timeout", "2");
  expect(two.exitCode).toBe(3);
  expect(two.told).toMatch(/2 meters were found, and none is taken: tele\/cellar, zigbee2mqtt\/hall\/meter/u);
});

it("asks a device of HomeWizard by its address, with lines that work as they are printed", async () => {
  const device = await startPolledDevice();
  const body = {
    active_power_w: -512,
    active_power_l1_w: -512,
    active_voltage_l1_v: 231,
    total_power_import_kwh: 77.5,
  };
  device.answer = { status: 200, body: JSON.stringify(body) };
  const { exitCode, printed } = await runCommand("discover", "--homewizard", device.host, "--for", "5", "--json");
  expect(exitCode).toBe(0);
  const found = JSON.parse(printed) as Found;
  expect(found).toMatchObject({ kind: "homewizard", prefix: device.host, sample: { activePowerExportW: 512 } });
  const file = join(folder, "device.yaml");
  const display = "displays:\n- { name: file, kind: png-file, path: a.png }\n";
  await writeFile(file, `clock: { trusted: true }\n${display}meters:\n${found.config}\n`);
  expect(JSON.parse((await runCommand("check", "--config", file, "--json")).printed)).toEqual([]);
  const values = await runCommand("values", "--config", file, "--timeout", "10");
  expect(values.printed).toContain('"quantity":"activePowerExportW","value":512');
  device.answer = { status: 403, body: "" };
  const off = await runCommand("discover", "--homewizard", device.host, "--for", "1");
  expect([off.exitCode, off.told]).toEqual([3, expect.stringContaining("switch it on in the app")]);
  expect((await runCommand("discover", "--homewizard", "http://x/", "--for", "1")).exitCode).toBe(2);
  await device.end();
});

it("says that a broker cannot be reached", async () => {
  await broker.stop();
  expect((await runCommand("discover", "--broker", broker.url, "--for", "1")).exitCode).toBe(3);
});
