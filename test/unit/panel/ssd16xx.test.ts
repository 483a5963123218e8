import { describe, expect, it } from "vitest";
import { run } from "../../../src/bus/run.ts";
import { PANELS } from "../../../src/panel/panels.ts";
import { refreshSteps } from "../../../src/panel/refresh-steps.ts";
import { paletteOf } from "../../../src/raster/palette.ts";
import { blankRaster, type Raster } from "../../../src/raster/raster.ts";
import { EmulatedSsd16xx } from "../../emulator/emulated-ssd16xx.ts";
import { emulatorOf } from "../../emulator/emulator-of.ts";
import { FakeClock } from "../../emulator/fake-clock.ts";

const FIRST = { x: 8, y: 4, width: 16, height: 8 };
const SECOND = { x: 40, y: 60, width: 8, height: 4 };

const filled = (raster: Raster, { x, y, width, height }: typeof FIRST): Raster => {
  const pixels = Uint8Array.from(raster.pixels);
  for (let row = y; row < y + height; row++) pixels.fill(0, row * raster.width + x, row * raster.width + x + width);
  return { ...raster, pixels };
};

const panels = PANELS.filter((panel) => panel.controller === "ssd16xx");

it("is the controller of several panels", () => expect(panels.length).toBeGreaterThan(2));

describe.each(panels)("$id", (panel) => {
  it("drives no pixel of one partial refresh again in the next one of another place", async () => {
    const clock = new FakeClock();
    const emulator = emulatorOf(panel, clock);
    if (!(emulator instanceof EmulatedSsd16xx)) throw new TypeError(panel.id);
    const { width, height } = panel;
    const palette = paletteOf(panel.palette);
    if (palette === undefined) throw new TypeError(panel.palette);
    const white = blankRaster(width, height, palette);
    const one = filled(white, FIRST);
    const both = filled(one, SECOND);
    const show = (job: Parameters<typeof refreshSteps>[1]) =>
      run(emulator, refreshSteps(panel, job), { timing: clock });
    await show({ kind: "full", next: white, from: "reset", leave: "idle" });
    await show({ kind: "partial", previous: white, next: one, boxes: [FIRST], from: "idle", leave: "idle" });
    expect(emulator.driven.reduce((sum, pixel) => sum + pixel, 0)).toBe(FIRST.width * FIRST.height);
    await show({ kind: "partial", previous: one, next: both, boxes: [SECOND], from: "idle", leave: "idle" });
    expect(emulator.driven.reduce((sum, pixel) => sum + pixel, 0)).toBe(SECOND.width * SECOND.height);
    expect([...emulator.seen().pixels]).toEqual([...both.pixels]);
  });
});
