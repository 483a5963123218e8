import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { displayScale } from "../../../src/page/picture/display-scale.ts";

const panel = { width: 800, height: 480, roomWidth: 900, roomHeight: 700 };

describe("real size", () => {
  it.each([
    { ratio: 1, scale: 1 },
    { ratio: 2, scale: 1 },
    { ratio: 1.25, scale: 0.8 },
    { ratio: 1.5, scale: 4 / 3 },
    { ratio: 0.5, scale: 2 },
    { ratio: 2.625, scale: 3 / 2.625 },
  ])("is $scale on a screen of $ratio pixels per CSS pixel", ({ ratio, scale }) => {
    expect(displayScale({ ...panel, zoom: "real", ratio })).toEqual({ scale, smooth: false });
    expect(displayScale({ ...panel, zoom: "double", ratio })).toEqual({ scale: 2 * scale, smooth: false });
  });
});

describe("fit", () => {
  it("shrinks to the tighter side, smoothed", () => {
    expect(displayScale({ ...panel, roomWidth: 400, zoom: "fit", ratio: 1 })).toEqual({ scale: 0.5, smooth: true });
    expect(displayScale({ ...panel, roomHeight: 120, zoom: "fit", ratio: 1 })).toEqual({ scale: 0.25, smooth: true });
  });

  it("grows by whole pixels only, and no further than three times", () => {
    expect(displayScale({ ...panel, zoom: "fit", ratio: 1 }).scale).toBe(1);
    expect(displayScale({ ...panel, zoom: "fit", ratio: 2 }).scale).toBe(1);
    expect(displayScale({ ...panel, roomWidth: 1500, zoom: "fit", ratio: 1 })).toEqual({ scale: 1, smooth: false });
    const label = { ...panel, width: 122, height: 60 };
    expect(displayScale({ ...label, zoom: "fit", ratio: 1 })).toEqual({ scale: 3, smooth: false });
  });

  it("stays sharp on a fine screen where that costs little room", () => {
    expect(displayScale({ ...panel, roomWidth: 500, zoom: "fit", ratio: 2 })).toEqual({ scale: 0.5, smooth: false });
    expect(displayScale({ ...panel, zoom: "fit", ratio: 0.5 })).toEqual({ scale: 1.125, smooth: true });
    expect(displayScale({ ...panel, roomWidth: 600, zoom: "fit", ratio: 2 })).toEqual({ scale: 0.75, smooth: true });
  });

  it("gives a picture some size before there is any room", () => {
    expect(displayScale({ ...panel, roomWidth: 0, roomHeight: 0, zoom: "fit", ratio: 1 }).scale).toBeGreaterThan(0);
  });
});

it("makes each pixel a whole number of the screen's unless it is smoothed", () => {
  const question = fc.record({
    zoom: fc.constantFrom("fit" as const, "real" as const, "double" as const),
    width: fc.integer({ min: 1, max: 2000 }),
    height: fc.integer({ min: 1, max: 2000 }),
    roomWidth: fc.integer({ min: 0, max: 3000 }),
    roomHeight: fc.integer({ min: 0, max: 3000 }),
    ratio: fc.constantFrom(0.5, 0.8, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.625, 3),
  });
  fc.assert(
    fc.property(question, (asked) => {
      const { scale, smooth } = displayScale(asked);
      const screenPixels = scale * asked.ratio;
      if (smooth) expect(Math.min(scale, screenPixels)).toBeLessThan(1);
      else expect(Math.abs(screenPixels - Math.round(screenPixels))).toBeLessThan(1e-9);
    }),
  );
});
