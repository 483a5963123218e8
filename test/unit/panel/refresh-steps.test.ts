import { describe, expect, it } from "vitest";
import { run } from "../../../src/bus/run.ts";
import { type Panel, paletteIdFor, type RefreshKind, refreshKindsOf } from "../../../src/panel/panel.ts";
import { PANELS } from "../../../src/panel/panels.ts";
import type { RefreshJob } from "../../../src/panel/refresh-job.ts";
import { refreshSteps, sleepSteps } from "../../../src/panel/refresh-steps.ts";
import { BLACK_WHITE, paletteOf } from "../../../src/raster/palette.ts";
import { type Raster, sameRaster } from "../../../src/raster/raster.ts";
import { noise } from "../../art.ts";
import { emulatorOf } from "../../emulator/emulator-of.ts";
import { FakeClock } from "../../emulator/fake-clock.ts";

const picture = (panel: Panel, kind: RefreshKind, seed: number): Raster => {
  const palette = paletteOf(paletteIdFor(panel, kind)) ?? BLACK_WHITE;
  return noise(panel.width, panel.height, palette, seed);
};

/** `after` inside the boxes, `before` elsewhere. */
const patched = (before: Raster, after: Raster, boxes: NonNullable<RefreshJob["boxes"]>): Raster => {
  const pixels = Uint8Array.from(before.pixels);
  for (const { x, y, width, height } of boxes) {
    for (let at = y * before.width + x; at < (y + height) * before.width; at += before.width) {
      pixels.set(after.pixels.subarray(at, at + width), at);
    }
  }
  return { ...before, pixels };
};

describe.each(PANELS)("$id on its emulator", (panel) => {
  const start = () => {
    const clock = new FakeClock();
    const emulator = emulatorOf(panel, clock);
    const show = (job: RefreshJob) => run(emulator, refreshSteps(panel, job), { timing: clock });
    return { clock, emulator, show };
  };

  it.each(refreshKindsOf(panel).filter((kind) => kind !== "partial"))(
    "shows by a %s refresh what was sent, and sleeps",
    async (kind) => {
      const { emulator, show } = start();
      const next = picture(panel, kind, 7);
      await show({ kind, next, from: "reset", leave: "asleep" });
      expect(sameRaster(emulator.seen(), next)).toBe(true);
      expect(emulator.refreshes).toEqual([panel.id === "waveshare-2in9-v2" && kind === "fast" ? "full" : kind]);
      emulator.rest(120_000);
    },
  );

  it.runIf("partial" in panel)("shows full, partial, partial, fast and partial refreshes in sequence", async () => {
    const { emulator, show } = start();
    // Noise of the inks that a partial refresh can drive, so that each may follow the other.
    const blackWhite = (seed: number) => ({
      ...picture(panel, "full", seed),
      pixels: noise(panel.width, panel.height, BLACK_WHITE, seed).pixels,
    });
    let shown: Raster = blackWhite(1);
    await show({ kind: "full", next: shown, from: "reset", leave: "idle" });
    const align = (part: number) => Math.floor((panel.width * part) / 8) * 8;
    const boxes = [
      { x: 0, y: 3, width: align(0.25), height: 20 },
      { x: align(0.5), y: 40, width: panel.width - align(0.5), height: 31 },
      { x: align(0.25), y: 100, width: 8, height: 1 },
    ];
    for (const [i, some] of [boxes.slice(0, 1), boxes, [boxes[1] ?? { x: 0, y: 0, width: 8, height: 8 }]].entries()) {
      const next = blackWhite(10 + i);
      await show({ kind: "partial", next, previous: shown, boxes: some, from: "idle", leave: "idle" });
      shown = patched(shown, next, some);
      expect(sameRaster(emulator.seen(), shown)).toBe(true);
      emulator.rest(30_000);
    }
    if ("fast" in panel) {
      shown = blackWhite(20);
      await show({ kind: "fast", next: shown, from: "idle", leave: "idle" });
      expect(sameRaster(emulator.seen(), shown)).toBe(true);
      const next = blackWhite(21);
      await show({ kind: "partial", next, previous: shown, boxes, from: "idle", leave: "idle" });
      shown = patched(shown, next, boxes);
      expect(sameRaster(emulator.seen(), shown)).toBe(true);
    }
    const last = blackWhite(22);
    await show({ kind: "full", next: last, from: "idle", leave: "idle" });
    expect(sameRaster(emulator.seen(), last)).toBe(true);
  });

  it.runIf("partial" in panel)("shows a partial refresh after deep sleep, its memory lost", async () => {
    const { emulator, show } = start();
    const before = { ...picture(panel, "full", 1), pixels: noise(panel.width, panel.height, BLACK_WHITE, 1).pixels };
    const after = { ...before, pixels: noise(panel.width, panel.height, BLACK_WHITE, 2).pixels };
    const boxes = [
      { x: 8, y: 0, width: 16, height: 11 },
      { x: 40, y: 50, width: 24, height: 9 },
    ];
    await show({ kind: "full", next: before, from: "reset", leave: "asleep" });
    await show({ kind: "partial", next: after, previous: before, boxes, from: "asleep", leave: "asleep" });
    expect(sameRaster(emulator.seen(), patched(before, after, boxes))).toBe(true);
    emulator.rest(120_000);
  });

  it.runIf("grey4" in panel)("shows greys and then black and white again without a reset", async () => {
    const { emulator, show } = start();
    await show({ kind: "full", next: picture(panel, "full", 1), from: "reset", leave: "idle" });
    const grey = picture(panel, "grey4", 2);
    await show({ kind: "grey4", next: grey, from: "idle", leave: "idle" });
    expect(sameRaster(emulator.seen(), grey)).toBe(true);
    const next = picture(panel, "full", 3);
    await show({ kind: "full", next, from: "idle", leave: "idle" });
    expect(sameRaster(emulator.seen(), next)).toBe(true);
  });

  it("is put to sleep when no other refresh comes", async () => {
    const { clock, emulator, show } = start();
    await show({ kind: "full", next: picture(panel, "full", 1), from: "reset", leave: "idle" });
    emulator.rest(30_000);
    await run(emulator, sleepSteps(panel), { timing: clock });
    emulator.rest(120_000);
  });
});
