import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { takeLock } from "../../../src/files/lock.ts";
import type { Kiosk } from "../../../src/kiosk/kiosk.ts";
import { config, display, World } from "./kiosk-under-test.ts";

let folder: string;
let kiosk: Kiosk;
const panel = (name: string) => display(name, { kind: "epaper", options: { panel: "waveshare-7in5-v2" } });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "wattframe-locks-"));
  kiosk = await new World().start(config([panel("hall"), "picture"]), { stateFolder: folder });
});
afterEach(async () => {
  await kiosk.stop();
  rmSync(folder, { recursive: true });
});

it("are held for each display that keeps something, and follow the configuration", async () => {
  expect(readdirSync(folder)).toEqual(["hall.state.json.lock"]);
  await kiosk.reload(config([panel("hall"), panel("attic")]));
  expect(readdirSync(folder).sort()).toEqual(["attic.state.json.lock", "hall.state.json.lock"]);
  await kiosk.reload(config([panel("attic")]));
  expect(readdirSync(folder)).toEqual(["attic.state.json.lock"]);
  await kiosk.stop();
  expect(readdirSync(folder)).toEqual([]);
});

it("of another kiosk keep a start and a reload from happening, and everything as it was", async () => {
  const other = new World();
  await expect(other.start(config([panel("hall")]), { stateFolder: folder })).rejects.toMatchObject({ code: "LOCKED" });
  expect(other.done).toEqual([]);
  const lock = await takeLock(join(folder, "cellar.state.json.lock"), "");
  await expect(kiosk.reload(config([panel("attic"), panel("cellar")]))).rejects.toMatchObject({ code: "LOCKED" });
  expect(readdirSync(folder).sort()).toEqual(["cellar.state.json.lock", "hall.state.json.lock"]);
  expect(kiosk.state.displays.map((line) => line.config.name)).toEqual(["hall", "picture"]);
  await lock.release();
});

it("are not needed where nothing can be kept", async () => {
  writeFileSync(join(folder, "file"), "");
  const other = await new World().start(config([panel("hall")]), { stateFolder: join(folder, "file/state") });
  expect(other.state.displays).toHaveLength(1);
  await other.stop();
});
