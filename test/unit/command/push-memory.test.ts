import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { run } from "../../../src/bus/run.ts";
import { deviceOf, HAT_WIRING } from "../../../src/bus/wiring.ts";
import { rememberRefresh } from "../../../src/command/push-memory.ts";
import { stateLockOf } from "../../../src/display/epaper-memory.ts";
import { WattframeError } from "../../../src/errors.ts";
import { takeLock } from "../../../src/files/lock.ts";
import { SILENT } from "../../../src/log.ts";
import { panelOf } from "../../../src/panel/panels.ts";
import type { RefreshJob } from "../../../src/panel/refresh-job.ts";
import { refreshSteps } from "../../../src/panel/refresh-steps.ts";
import { BLACK_WHITE } from "../../../src/raster/palette.ts";
import { blankRaster, type Raster } from "../../../src/raster/raster.ts";
import { Wall } from "../../emulator/wall.ts";

const PANEL = panelOf("waveshare-7in5-v2");

let folder: string;
let wall: Wall;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wattframe-push-memory-"));
  wall = new Wall(folder);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** White, with a square at that column. */
function square(x: number): Raster {
  const blank = blankRaster(PANEL.width, PANEL.height, BLACK_WHITE);
  const pixels = blank.pixels.slice();
  for (let row = 40; row < 60; row++) pixels.fill(0, row * PANEL.width + x, row * PANEL.width + x + 24);
  return { ...blank, pixels };
}
const seen = () => Buffer.from(wall.glass.seen().pixels);

/** Brings a picture onto the emulated panel by hand. */
function push(next: Raster, kind: RefreshJob["kind"] = "full", fault?: WattframeError): Promise<void> {
  const job: RefreshJob = { kind, next, from: "reset", leave: "asleep" };
  const byHand = { panel: PANEL, job, device: deviceOf(HAT_WIRING), nowMs: wall.now().wallMs, log: SILENT };
  return rememberRefresh(folder, byHand, async (begins) => {
    if (fault) throw fault;
    await begins();
    await run(wall.glass, refreshSteps(PANEL, job), { timing: wall.clock });
  });
}

describe("a picture that is pushed by hand", () => {
  it("is what the kiosk's display goes on from, and counts against its limits", async () => {
    const before = wall.display();
    await before.show(square(0), wall.now());
    await before.close();
    await wall.pass(200);
    await push(square(400));
    const after = wall.display();
    expect(await after.show(square(0), wall.now())).toMatchObject({ reason: "too-soon" });
    await wall.pass(60);
    expect(await after.show(square(0), wall.now())).toMatchObject({ changed: true, counters: { lesserSinceFull: 1 } });
    expect(seen().equals(Buffer.from(square(0).pixels))).toBe(true);
  });

  it("by parts leaves nobody knowing what the panel shows", async () => {
    await wall.display().show(square(0), wall.now());
    await wall.pass(60);
    await push(square(8), "fast");
    expect(readdirSync(folder)).toContain("hall.glass.png");
    await wall.pass(200);
    const job = { kind: "partial", next: square(16), previous: square(8), from: "reset", leave: "asleep" } as const;
    const byHand = { panel: PANEL, job, device: deviceOf(HAT_WIRING), nowMs: wall.now().wallMs, log: SILENT };
    await rememberRefresh(folder, byHand, async (begins) => {
      await begins();
      await run(wall.glass, refreshSteps(PANEL, job), { timing: wall.clock });
    });
    expect(readdirSync(folder)).toEqual(["hall.state.json"]);
    await wall.pass(200);
    expect(await wall.display().show(square(0), wall.now())).toMatchObject({ reason: "unknown-glass" });
  });

  it("is refused while a kiosk drives the panel", async () => {
    await wall.display().show(square(0), wall.now());
    const lock = await takeLock(stateLockOf(folder, "hall"), "");
    await expect(push(square(8))).rejects.toMatchObject({
      code: "LOCKED",
      message: expect.stringContaining(String(process.pid)),
    });
    await lock.release();
    expect(seen().equals(Buffer.from(square(0).pixels))).toBe(true);
  });

  it("changes nothing that is kept when the panel cannot be reached", async () => {
    await wall.display().show(square(0), wall.now());
    const fault = new WattframeError("BUS_UNAVAILABLE", "no wires");
    await expect(push(square(8), "full", fault)).rejects.toBe(fault);
    expect(readdirSync(folder).sort()).toEqual(["hall.glass.png", "hall.state.json"]);
  });

  it("onto a panel that no kiosk knows keeps nothing", async () => {
    await push(square(8));
    expect(seen().equals(Buffer.from(square(8).pixels))).toBe(true);
    expect(readdirSync(folder)).toEqual([]);
  });
});
