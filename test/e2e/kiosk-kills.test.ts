import { cpSync, rmSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { expect, it } from "vitest";
import { History } from "../../src/history/history.ts";
import { SILENT } from "../../src/log.ts";
import { pastNow } from "../../src/meter/now.ts";
import { FileAccess } from "../../src/store/file-access.ts";
import { HistoryFile } from "../../src/store/history-file.ts";
import { SqliteStore } from "../../src/store/sqlite-store.ts";
import { type KioskScene, kioskScene } from "../faults/kiosk-scene.ts";
import type { KioskSite } from "../faults/kiosk-site.ts";
import { POWERS_W } from "../faults/picture-reading.ts";

/** Two kiosks at the same time, each with its own history and killed so many times: one alone leaves a core idle. */
const KILLS_OF_EACH = 13;
const scenes = [kioskScene(), kioskScene()];

/** The last count of the meter that the history of a killed kiosk has, watt hours; looked at in a copy. */
async function lastWh(site: KioskSite): Promise<number | undefined> {
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

/** Starts a kiosk, and kills it while it writes its history for the second time. */
async function kill(number: number, { site, reader }: KioskScene): Promise<void> {
  const kiosk = site.start();
  reader.importWh += 100;
  const countedWh = Math.round(reader.importWh);
  reader.powerW = POWERS_W[number % POWERS_W.length] ?? 1_100;
  await site.shows(`${reader.powerW} W`);
  kiosk.signal("SIGHUP"); // what is known is written
  await kiosk.says("configuration reloaded");
  kiosk.signal("SIGHUP"); // and is being written again when it is killed
  await wait((7 * number) % 60);
  expect(await kiosk.end("SIGKILL")).toBe("SIGKILL");
  expect(kiosk.log().filter(({ level }) => level === "error")).toEqual([]);
  expect(await lastWh(site)).toBeGreaterThanOrEqual(countedWh);
}

it(`a kiosk that is killed ${KILLS_OF_EACH} times loses nothing that was written, and shows the next value each time`, async () => {
  const killed = scenes.map(async (scene) => {
    const { site, reader, broker } = scene;
    await reader.begin(broker.url);
    for (let number = 0; number < KILLS_OF_EACH; number++) await kill(number, scene);
    const kiosk = site.start();
    await kiosk.says("the first picture is shown");
    expect(await kiosk.end("SIGTERM")).toBe(0);
    expect(site.left()).toEqual([]);
  });
  await Promise.all(killed);
}, 900_000);
