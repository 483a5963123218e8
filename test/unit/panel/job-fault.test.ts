import { describe, expect, it } from "vitest";
import { jobFault } from "../../../src/panel/job-fault.ts";
import type { RefreshJob } from "../../../src/panel/refresh-job.ts";
import { refreshSteps } from "../../../src/panel/refresh-steps.ts";
import { WAVESHARE_2IN13_V4 } from "../../../src/panel/waveshare-2in13-v4.ts";
import { WAVESHARE_7IN3_E } from "../../../src/panel/waveshare-7in3-e.ts";
import { WAVESHARE_7IN5_B_V2 } from "../../../src/panel/waveshare-7in5-b-v2.ts";
import { WAVESHARE_7IN5_V2 } from "../../../src/panel/waveshare-7in5-v2.ts";
import { BLACK_WHITE, BLACK_WHITE_RED, GREY_4, SPECTRA_6 } from "../../../src/raster/palette.ts";
import { blankRaster } from "../../../src/raster/raster.ts";

const white = blankRaster(800, 480, BLACK_WHITE);
const job = (change: Partial<RefreshJob>): RefreshJob => ({
  kind: "full",
  next: white,
  from: "reset",
  leave: "asleep",
  ...change,
});
const partial = (...boxes: readonly (readonly [number, number, number, number])[]) =>
  job({
    kind: "partial",
    previous: white,
    boxes: boxes.map(([x, y, width, height]) => ({ x, y, width, height })),
  });
const told = (change: RefreshJob, panel: Parameters<typeof jobFault>[0] = WAVESHARE_7IN5_V2) => {
  const fault = jobFault(panel, change);
  return fault && `${fault.message} ${fault.hint}`;
};

describe("jobFault", () => {
  it("finds nothing in what can be done", () => {
    expect(told(job({}))).toBeUndefined();
    expect(told(partial([160, 96, 320, 96], [0, 0, 8, 1]))).toBeUndefined();
    expect(told(job({ kind: "grey4", next: blankRaster(800, 480, GREY_4) }))).toBeUndefined();
  });

  it("names both sizes, and a turn where that would help", () => {
    expect(told(job({ next: blankRaster(400, 300, BLACK_WHITE) }))).toBe(
      "the picture is 400×300, the panel 800×480. Draw the picture in the panel's size.",
    );
    expect(told(job({ next: blankRaster(480, 800, BLACK_WHITE) }))).toContain("Turn it by 90 or 270 degrees");
  });

  it("names the refreshes that there are", () => {
    const next = blankRaster(800, 480, SPECTRA_6);
    expect(told(job({ kind: "fast", next }), WAVESHARE_7IN3_E)).toBe("it has no fast refresh. It can do full.");
  });

  it("wants the palette of the refresh", () => {
    expect(told(job({ kind: "grey4" }))).toContain("is in black-white, a grey4 refresh takes grey-4");
  });

  it("names the smallest aligned box around one that is not", () => {
    expect(told(partial([161, 96, 320, 96]))).toContain("The smallest box around it that does is 160,96,328,96.");
  });

  it("lets a box end at the right edge of a glass that is no multiple wide", () => {
    const narrow = blankRaster(122, 250, BLACK_WHITE);
    const edge = {
      kind: "partial",
      previous: narrow,
      next: narrow,
      boxes: [{ x: 120, y: 0, width: 2, height: 9 }],
    } as const;
    expect(told(job(edge), WAVESHARE_2IN13_V4)).toBeUndefined();
  });

  it.each([[[[792, 0, 16, 8]]], [[[0, 479, 8, 2]]], [[[0, 0, 0, 8]]], [[[0, 0, 8.5, 8]]]] as const)(
    "refuses the box %j outside the panel or empty",
    (boxes) => {
      expect(told(partial(...boxes))).toContain("does not lie inside 800×480");
    },
  );

  it("refuses a fifth box, a box of a full refresh, and a partial refresh of the unknown", () => {
    expect(told(partial(...Array.from({ length: 5 }, (_, i) => [0, 8 * i, 8, 8] as const)))).toContain(
      "1 to 4 boxes, not 5",
    );
    expect(told(job({ boxes: [{ x: 0, y: 0, width: 8, height: 8 }] }))).toContain("covers the whole panel");
    expect(told(job({ kind: "partial" }))).toContain("needs the picture that is on the glass now");
  });

  it("refuses red under a partial refresh, before and after, but not outside the box", () => {
    const plain = blankRaster(800, 480, BLACK_WHITE_RED);
    const red = { ...plain, pixels: Uint8Array.from(plain.pixels).fill(2, 0, 1) };
    const change = (previous: typeof plain, next: typeof plain, x: number) =>
      told(job({ kind: "partial", previous, next, boxes: [{ x, y: 0, width: 8, height: 8 }] }), WAVESHARE_7IN5_B_V2);
    expect(change(red, plain, 0)).toContain("another ink");
    expect(change(plain, red, 0)).toContain("another ink");
    expect(change(red, red, 8)).toBeUndefined();
  });
});

it("is thrown before the first step", () => {
  expect(() => refreshSteps(WAVESHARE_7IN3_E, job({ kind: "partial" }))).toThrow(
    expect.objectContaining({ code: "PANEL_REFUSED", message: "waveshare-7in3-e: it has no partial refresh." }),
  );
});
