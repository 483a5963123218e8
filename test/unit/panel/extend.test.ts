import { expect, it } from "vitest";
import { extend } from "../../../src/panel/extend.ts";
import { refreshSteps } from "../../../src/panel/refresh-steps.ts";
import type { Step } from "../../../src/panel/step.ts";
import { WAVESHARE_4IN26 } from "../../../src/panel/waveshare-4in26.ts";
import { WAVESHARE_7IN3_E } from "../../../src/panel/waveshare-7in3-e.ts";
import { WAVESHARE_7IN5_V2 } from "../../../src/panel/waveshare-7in5-v2.ts";
import { paletteOf } from "../../../src/raster/palette.ts";
import { blankRaster } from "../../../src/raster/raster.ts";

const SIZE = { width: 640, height: 384 } as const;

it.each([
  ["a UC8179", extend(WAVESHARE_7IN5_V2, SIZE), 0x61, "02800180"],
  ["a Spectra 6 chip", extend(WAVESHARE_7IN3_E, SIZE), 0x61, "02800180"],
  ["an SSD1677", extend(WAVESHARE_4IN26, SIZE), 0x01, "7f0102"],
] as const)("a panel of another size tells %s its size", (_, panel, cmd, data) => {
  const next = blankRaster(panel.width, panel.height, paletteOf(panel.palette));
  const steps: Step[] = [...refreshSteps(panel, { kind: "full", next, from: "reset", leave: "asleep" })];
  const sent = steps.flatMap((step) =>
    step.k === "cmd" && step.cmd === cmd ? [Buffer.from(step.data).toString("hex")] : [],
  );
  expect(sent).toEqual([data]);
});

it("takes over what does not differ, and leaves the base as it is", () => {
  const panel = extend(WAVESHARE_7IN5_V2, { id: "another", ...SIZE });
  expect(panel).toEqual({ ...WAVESHARE_7IN5_V2, id: "another", width: 640, height: 384 });
  expect(WAVESHARE_7IN5_V2.id).toBe("waveshare-7in5-v2");
});
