import { describe, expect, it } from "vitest";
import { run } from "../../../src/bus/run.ts";
import { WattframeError } from "../../../src/errors.ts";
import type { RefreshJob } from "../../../src/panel/refresh-job.ts";
import { refreshSteps } from "../../../src/panel/refresh-steps.ts";
import { WAVESHARE_7IN8_IT8951 as PANEL } from "../../../src/panel/waveshare-7in8-it8951.ts";
import { GREY_16 } from "../../../src/raster/palette.ts";
import { blankRaster, type Raster, sameRaster } from "../../../src/raster/raster.ts";
import { EmulatedIt8951 } from "../../emulator/emulated-it8951.ts";
import { FakeClock } from "../../emulator/fake-clock.ts";

const BOX = { x: 320, y: 200, width: 64, height: 32 };
const white = blankRaster(PANEL.width, PANEL.height, GREY_16);

/** A raster with one box in one grey. */
const boxed = (raster: Raster, grey: number): Raster => {
  const pixels = Uint8Array.from(raster.pixels);
  for (let y = BOX.y; y < BOX.y + BOX.height; y++)
    pixels.fill(grey, y * PANEL.width + BOX.x, y * PANEL.width + BOX.x + BOX.width);
  return { ...raster, pixels };
};

const start = async () => {
  const clock = new FakeClock();
  const emulator = new EmulatedIt8951(PANEL, clock);
  const show = (job: RefreshJob) => run(emulator, refreshSteps(PANEL, job), { timing: clock });
  await show({ kind: "full", next: white, from: "reset", leave: "idle" });
  const partial = (previous: Raster, next: Raster) =>
    show({ kind: "partial", previous, next, boxes: [BOX], from: "idle", leave: "idle" });
  return { clock, emulator, show, partial };
};

describe("an IT8951", () => {
  it("is cleared once after a reset, since it cannot know its glass", async () => {
    const { emulator } = await start();
    expect(emulator.refreshes).toEqual(["INIT", "GC16"]);
  });

  it("takes the quickest waveform that can: A2, DU, else GC16", async () => {
    const { emulator, partial } = await start();
    const [black, grey] = [boxed(white, 0), boxed(white, 7)];
    await partial(white, black);
    await partial(black, grey);
    await partial(grey, black);
    expect(emulator.refreshes.slice(2)).toEqual(["A2", "GC16", "DU"]);
    expect(sameRaster(emulator.seen(), black)).toBe(true);
  });

  it("has VCOM written once, and not again while it keeps it", async () => {
    const { emulator, show } = await start();
    const job = { kind: "full", next: white, from: "reset", leave: "idle", vcomMv: -1530 } as const;
    await show(job);
    expect(emulator).toMatchObject({ vcom: 1530, vcomWrites: 1 });
    await show(job);
    expect(emulator).toMatchObject({ vcom: 1530, vcomWrites: 1 });
    await show({ ...job, vcomMv: -1600 });
    expect(emulator).toMatchObject({ vcom: 1600, vcomWrites: 2 });
  });

  it("is refused when it answers that it is another panel, as when MISO is not connected", async () => {
    const steps = refreshSteps(PANEL, { kind: "full", next: white, from: "reset", leave: "asleep" });
    const askedForNothing = () => {
      for (let next = steps.next(); next.done !== true; next = steps.next(new Uint8Array(40)));
    };
    expect(askedForNothing).toThrow(WattframeError);
    expect(askedForNothing).not.toThrow(); // and the steps are over
  });
});
