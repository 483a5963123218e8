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

/** Noise of black and white alone, the inks that every partial refresh can drive. */
const blackWhite = (panel: Panel, seed: number): Raster => {
  const { palette } = picture(panel, "full", seed);
  const pixels = noise(panel.width, panel.height, BLACK_WHITE, seed).pixels;
  return { width: panel.width, height: panel.height, palette, pixels: pixels.map((bit) => bit * palette.roles.paper) };
};

/** `after` inside the boxes, `before` elsewhere. */
const patched = (before: Raster, after: Raster, boxes: NonNullable<RefreshJob["boxes"]> = []): Raster => {
  const pixels = Uint8Array.from(before.pixels);
  for (const { x, y, width, height } of boxes) {
    for (let at = y * before.width + x; at < (y + height) * before.width; at += before.width) {
      pixels.set(after.pixels.subarray(at, at + width), at);
    }
  }
  return { ...before, pixels };
};

const start = (panel: (typeof PANELS)[number]) => {
  const clock = new FakeClock();
  const emulator = emulatorOf(panel, clock);
  const show = (job: RefreshJob) => run(emulator, refreshSteps(panel, job), { timing: clock });
  return { clock, emulator, show };
};

/** Three boxes of a panel: one at the left edge, one at the right, one as small as may be. */
const boxesOf = (panel: Panel) => {
  const align = panel.partial?.alignX ?? 8;
  const at = (part: number) => Math.floor((panel.width * part) / align) * align;
  return [
    { x: 0, y: 3, width: at(0.25), height: 20 },
    { x: at(0.5), y: 40, width: panel.width - at(0.5), height: 31 },
    { x: at(0.25), y: 100, width: align, height: 1 },
  ];
};

describe.each(PANELS)("$id on its emulator", (panel) => {
  it.each(refreshKindsOf(panel).filter((kind) => kind !== "partial"))(
    "shows by a %s refresh what was sent, and sleeps",
    async (kind) => {
      const { emulator, show } = start(panel);
      const next = picture(panel, kind, 7);
      await show({ kind, next, from: "reset", leave: "asleep" });
      expect(sameRaster(emulator.seen(), next)).toBe(true);
      emulator.rest(120_000);
    },
  );

  it.runIf("partial" in panel)(
    "shows full, partial, fast and partial refreshes in sequence, without a reset",
    async () => {
      const { emulator, show } = start(panel);
      const boxes = boxesOf(panel);
      const [first, second] = [boxes.slice(0, 1), boxes.slice(1, 2)];
      const steps: readonly (readonly [RefreshKind, RefreshJob["boxes"]])[] = [
        ["partial", first],
        ["partial", boxes],
        ["partial", second],
        ["fast" in panel ? "fast" : "full", undefined],
        ["partial", boxes],
        ["full", undefined],
      ];
      let shown = blackWhite(panel, 1);
      await show({ kind: "full", next: shown, from: "reset", leave: "idle" });
      for (const [i, [kind, some]] of steps.entries()) {
        const next = blackWhite(panel, 10 + i);
        await show({ kind, next, previous: shown, ...(some && { boxes: some }), from: "idle", leave: "idle" });
        shown = some ? patched(shown, next, some) : next;
        expect(sameRaster(emulator.seen(), shown)).toBe(true);
        emulator.rest(30_000);
      }
    },
  );

  it.runIf("partial" in panel)("shows a partial refresh after deep sleep, its memory lost", async () => {
    const { emulator, show } = start(panel);
    const [before, after] = [blackWhite(panel, 1), blackWhite(panel, 2)];
    const boxes = boxesOf(panel);
    await show({ kind: "full", next: before, from: "reset", leave: "asleep" });
    for (const from of ["asleep", "reset"] as const) {
      await show({ kind: "partial", next: after, previous: before, boxes, from, leave: "asleep" });
      expect(sameRaster(emulator.seen(), patched(before, after, boxes))).toBe(true);
    }
    emulator.rest(120_000);
  });

  it.runIf("grey4" in panel)("shows greys and then black and white again without a reset", async () => {
    const { emulator, show } = start(panel);
    await show({ kind: "full", next: picture(panel, "full", 1), from: "reset", leave: "idle" });
    const grey = picture(panel, "grey4", 2);
    await show({ kind: "grey4", next: grey, from: "idle", leave: "idle" });
    expect(sameRaster(emulator.seen(), grey)).toBe(true);
    const next = picture(panel, "full", 3);
    await show({ kind: "full", next, from: "idle", leave: "idle" });
    expect(sameRaster(emulator.seen(), next)).toBe(true);
  });

  it("is put to sleep when no other refresh comes", async () => {
    const { clock, emulator, show } = start(panel);
    await show({ kind: "full", next: picture(panel, "full", 1), from: "reset", leave: "idle" });
    emulator.rest(30_000);
    await run(emulator, sleepSteps(panel), { timing: clock });
    expect(() => emulator.rest(120_000)).not.toThrow();
  });
});

it("drives at least the panels that the hardware page promises", () => {
  expect(PANELS.length).toBeGreaterThanOrEqual(11);
});
