import { cpSync, rmSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { History } from "../../src/history/history.ts";
import { SILENT } from "../../src/log.ts";
import { pastNow } from "../../src/meter/now.ts";
import { FileAccess } from "../../src/store/file-access.ts";
import { HistoryFile } from "../../src/store/history-file.ts";
import { SqliteStore } from "../../src/store/sqlite-store.ts";
import { HouseReader } from "../faults/house-reader.ts";
import { KioskSite } from "../faults/kiosk-site.ts";
import { POWERS_W } from "../faults/picture-reading.ts";
import { type Mosquitto, startMosquitto } from "./mosquitto.ts";

const KILLS = 25;

let site: KioskSite;
let broker: Mosquitto;
let reader: HouseReader;
beforeEach(async () => {
  site = new KioskSite();
  broker = await startMosquitto();
  reader = new HouseReader(1_100);
  await reader.begin(broker.url);
  site.configure({ broker: `url: "${broker.url}"` });
});
afterEach(async () => {
  await reader.end();
  await broker.stop();
  await site.clear();
});

/** The last count of the meter that the history of a killed kiosk has, watt hours; looked at in a copy. */
async function lastWh(): Promise<number | undefined> {
  const folder = site.at("copy");
  cpSync(site.at("history"), folder, { recursive: true });
  const file = new HistoryFile({ folder, log: SILENT, wallMs: Date.now });
  const store = new SqliteStore(new FileAccess(file), { name: "house", timeZone: "Europe/Helsinki" });
  const history = new History({ timeZone: "Europe/Helsinki", store });
  await history.restore(pastNow(Date.now()));
  file.close();
  rmSync(folder, { recursive: true });
  return history.series.lastBefore("activeEnergyImportWh", Infinity)?.value;
}

it(`a kiosk that is killed ${KILLS} times loses nothing that was written, and shows the next value each time`, async () => {
  for (let kill = 0; kill < KILLS; kill++) {
    const kiosk = site.start();
    reader.importWh += 100;
    const countedWh = Math.round(reader.importWh);
    reader.powerW = POWERS_W[kill % POWERS_W.length] ?? 1_100;
    await site.shows(`${reader.powerW} W`);
    kiosk.signal("SIGHUP"); // what is known is written
    await kiosk.says("configuration reloaded");
    kiosk.signal("SIGHUP"); // and is being written again when it is killed
    await wait((7 * kill) % 60);
    expect(await kiosk.end("SIGKILL")).toBe("SIGKILL");
    expect(kiosk.log().filter(({ level }) => level === "error")).toEqual([]);
    expect(await lastWh()).toBeGreaterThanOrEqual(countedWh);
  }
  const kiosk = site.start();
  await kiosk.says("the first picture is shown");
  expect(await kiosk.end("SIGTERM")).toBe(0);
  expect(site.left()).toEqual([]);
}, 900_000);
