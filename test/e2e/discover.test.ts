import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { runProgram } from "../../src/command/program.ts";
import { SILENT } from "../../src/log.ts";
import { createPublisher, type Publisher } from "../../src/source/publisher.ts";
import { commandContext } from "../fixtures/command-context.ts";
import { type Mosquitto, startMosquitto } from "./mosquitto.ts";

const kept = { retain: true, qos: 1 } as const;

let folder = "";
let broker: Mosquitto;
let out: Publisher;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "wattframe-discover-"));
  broker = await startMosquitto();
  out = await createPublisher(broker.url, {}, SILENT);
});
afterEach(async () => {
  await out.end();
  await broker.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Runs a command line to its end. */
async function call(...args: string[]) {
  let printed = "";
  let exitCode = 0;
  const context = commandContext({
    print: async (text) => {
      printed += text.toString();
    },
    setExitCode: (code) => {
      exitCode = code;
    },
  });
  return { exitCode: (await runProgram(args, context)) || exitCode, printed };
}

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
  const { exitCode, printed } = await call("discover", "--broker", broker.url, "--for", "2", "--json");
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
  const checked = await call("check", "--config", config, "--json");
  expect(JSON.parse(checked.printed)).toEqual([]);
  const text = await call("discover", "--broker", broker.url, "--for", "1");
  expect(text.printed).toContain(`# tasmota at tele/cellar`);
  expect(text.printed).toContain("- name: house\n  prefix: tele/cellar\n");
});

it("says that a broker cannot be reached", async () => {
  await broker.stop();
  expect((await call("discover", "--broker", broker.url, "--for", "1")).exitCode).toBe(3);
});
