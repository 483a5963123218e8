import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Display } from "../../src/display/display.ts";
import type { Raster } from "../../src/raster/raster.ts";
import { blankRaster } from "../../src/raster/raster.ts";
import type { Surface } from "../../src/raster/surface.ts";
import { later } from "../fixtures/told.ts";

/** One display under test, opened anew for each test. */
export interface DisplayUnderTest {
  readonly surface: Surface;
  /** Opens it; called once a test. */
  open(): Promise<Display>;
  /** The picture that a person would see now; undefined while there is none. */
  seen(): Promise<Raster | undefined>;
  /** Puts away what it left behind. */
  clean(): Promise<void>;
}

/** What every display keeps to. @param gapMs between two offers, so that a panel's own limits do not stand in the way */
export function displayContract(name: string, make: () => Promise<DisplayUnderTest>, gapMs = 24 * 3_600_000): void {
  describe(`${name}, as every display`, () => {
    let under: DisplayUnderTest;
    let display: Display;
    beforeEach(async () => {
      under = await make();
      display = await under.open();
    });
    afterEach(async () => {
      await display.close();
      await under.clean();
    });

    const paper = () => blankRaster(under.surface.width, under.surface.height, under.surface.palette);
    const ink = () => {
      const { width, height, palette } = under.surface;
      return blankRaster(width, height, palette, palette.roles.ink);
    };

    it("shows the raster that it was given, pixel for pixel, and says that it changed", async () => {
      const raster = ink();
      const result = await display.show(raster, later(0));
      expect(result).toMatchObject({ changed: true });
      expect(result.reason).toMatch(/^[a-z][a-z-]*$/u);
      expect((await under.seen())?.pixels).toEqual(raster.pixels);
    });

    it("shows the next raster in place of it", async () => {
      await display.show(ink(), later(0));
      expect((await display.show(paper(), later(gapMs))).changed).toBe(true);
      expect((await under.seen())?.pixels).toEqual(paper().pixels);
    });

    it("says that nothing changed when nothing did", async () => {
      await display.show(ink(), later(0));
      expect((await display.show(ink(), later(gapMs / 1_000))).changed).toBe(false);
    });

    it("never writes to a raster", async () => {
      const raster = ink();
      const before = raster.pixels.slice();
      await display.show(raster, later(0));
      expect(raster.pixels).toEqual(before);
    });

    it("may be closed twice", async () => {
      await display.show(ink(), later(0));
      await display.close();
      await expect(display.close()).resolves.toBeUndefined();
    });
  });
}
