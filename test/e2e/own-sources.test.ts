import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Config } from "../../src/config/config.ts";
import { CONFIG_CONTEXT } from "../../src/config/config-context.ts";
import { checkConfigText } from "../../src/config/load.ts";
import { type Kiosk, startKiosk } from "../../src/kiosk/kiosk.ts";
import { SILENT } from "../../src/log.ts";
import { healthProblems } from "../../src/web/health.ts";
import { telegramFixtures } from "../fixtures/telegrams/telegram-fixtures.ts";
import { type Cable, startCable } from "./pseudo-terminal.ts";
import { startTcpReader, type TcpReader } from "./tcp-reader.ts";

const fixture = (name: string) => telegramFixtures().find((one) => one.name === name)!.bytes;
const P1 = fixture("four-tariffs");
const HDLC = fixture("aidon-three-phases");

let folder: string;
let cable: Cable;
let reader: TcpReader;
let kiosk: Kiosk;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "wattframe-own-"));
  cable = await startCable();
  reader = await startTcpReader();
});
afterEach(async () => {
  await kiosk.stop();
  await cable.end();
  await reader.end();
  await rm(folder, { recursive: true });
});

/** A configuration of these sources, one meter each, without a broker. */
async function configOf(sources: Readonly<Record<string, string>>): Promise<Config> {
  const meters = Object.entries(sources).map(([name, source]) => `{ name: ${name}, timeZone: UTC, source: ${source} }`);
  const text = [
    `meters: [${meters.join(", ")}]`,
    "clock: { trusted: true }",
    "displays: [{ name: file, kind: png-file, path: a.png, size: 800x480, palette: black-white, layout: balance }]",
  ].join("\n");
  const checked = await checkConfigText(text, join(folder, "wattframe.yaml"), {}, CONFIG_CONTEXT);
  if (!("config" in checked)) throw new Error(JSON.stringify(checked.faults));
  return checked.config;
}

const start = async (config: Config): Promise<void> => {
  kiosk = await startKiosk(config, { log: SILENT, runtimeFolder: folder, stateFolder: folder });
};

/** Resolves once the state of the kiosk fulfils the condition. */
function until(condition: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const unwatch = kiosk.watch(check);
    function check() {
      if (!condition()) return;
      unwatch();
      resolve();
    }
    check();
  });
}

const meterOf = (name: string) => kiosk.state.meters.find(({ config }) => config.name === name)!;
const linkOf = (name: string) => kiosk.state.linkOf(meterOf(name).config);
const energyOf = (name: string) => meterOf(name).history.latest.known.activeEnergyImportWh?.value;
const serial = () => `{ serial: { path: ${cable.path} } }`;
const tcp = () => `{ tcp: "127.0.0.1:${reader.at.port}" }`;

it("meters with sources of their own need no broker, and each has its own values and its own link", async () => {
  await start(await configOf({ cable: serial(), reader: tcp() }));
  await until(() => linkOf("cable")?.kind === "connected" && linkOf("reader")?.kind === "connected");
  await reader.until(1);
  await cable.send(P1);
  await until(() => meterOf("cable").history.latest.arrivedAt !== undefined);
  expect(meterOf("reader").history.latest.arrivedAt).toBeUndefined();
  reader.send(HDLC);
  await until(() => meterOf("reader").history.latest.arrivedAt !== undefined);
  expect(Object.keys(meterOf("cable").history.latest.known)).toContain("activeEnergyImportT1Wh");
  expect(Object.keys(meterOf("reader").history.latest.known)).toContain("currentL3A");
  expect(kiosk.state.broker).toBeUndefined();
  expect(healthProblems(kiosk, false)).toEqual([]);
  await cable.unplug();
  await until(() => linkOf("cable")?.kind === "lost");
  expect(linkOf("cable")).toMatchObject({ end: "port", fault: "unplugged" });
  expect(linkOf("reader")).toMatchObject({ end: "reader", kind: "connected" });
});

it("another configuration keeps the sources that it has too, and their values", async () => {
  await start(await configOf({ cable: serial(), reader: tcp() }));
  await until(() => linkOf("cable")?.kind === "connected" && linkOf("reader")?.kind === "connected");
  await reader.until(1);
  await cable.send(P1);
  await until(() => energyOf("cable") !== undefined);
  const since = linkOf("cable")?.since;
  await kiosk.reload(await configOf({ cable: serial() }));
  expect(kiosk.state.meters.map(({ config }) => config.name)).toEqual(["cable"]);
  expect(linkOf("cable")?.since).toEqual(since);
  expect(energyOf("cable")).toBeDefined();
  await kiosk.reload(await configOf({ cable: serial(), reader: tcp() }));
  await reader.until(2);
  await until(() => linkOf("reader")?.kind === "connected");
  reader.send(HDLC);
  await until(() => meterOf("reader").history.latest.arrivedAt !== undefined);
  expect(linkOf("cable")?.since).toEqual(since);
});
