import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Display } from "../../src/display/display.ts";
import type { Probe } from "../../src/display/display-row.ts";
import { blankRaster, type Raster } from "../../src/raster/raster.ts";
import type { Surface } from "../../src/raster/surface.ts";
import { later } from "../fixtures/readings.ts";

/** One display under test, made again for each test. */
export interface DisplayUnderTest {
  readonly surface: Surface;
  /** Opens a display on the same file or device; called once a test, and again to hand it over. */
  open(): Display;
  /** Returns the picture that a person would see now; undefined while there is none. */
  seen(): Promise<Raster | undefined>;
  /** Looks whether it can work; absent for what is no kind of the configuration. */
  probe?(): Promise<Probe>;
  /** Takes away what it needs, as an unplugged cable or a removed program does. */
  takeAway?(): Promise<void>;
  /** Removes what it left behind. */
  clean(): Promise<void>;
}

/** Proves what every display keeps to. @param gapMs between two offers, so that a panel's own limits do not stand in the way */
export function displayContract(name: string, make: () => Promise<DisplayUnderTest>, gapMs = 24 * 3_600_000): void {
  describe(`${name}, as every display`, () => {
    let under: DisplayUnderTest;
    let display: Display;
    beforeEach(async () => {
      under = await make();
      display = under.open();
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
    const pixels = async () => (await under.seen())?.pixels;

    it("shows the raster that it was given, pixel for pixel, and reports a change", async () => {
      const raster = ink();
      const result = await display.show(raster, later(0));
      expect(result).toMatchObject({ changed: true });
      expect(result.reason).toMatch(/^[a-z][a-z-]*$/u);
      expect(await pixels()).toEqual(raster.pixels);
    });

    it("shows the next raster in place of it", async () => {
      await display.show(ink(), later(0));
      expect((await display.show(paper(), later(gapMs))).changed).toBe(true);
      expect(await pixels()).toEqual(paper().pixels);
    });

    it("reports no change for the same raster", async () => {
      await display.show(ink(), later(0));
      expect((await display.show(ink(), later(gapMs / 1_000))).changed).toBe(false);
    });

    it("refuses no picture before the first, and later only where it would show none", async () => {
      expect(await display.refusal?.(later(0))).toBeUndefined();
      await display.show(ink(), later(0));
      const refusal = await display.refusal?.(later(1_000));
      const shown = await display.show(paper(), later(1_000));
      if (refusal) expect(shown).toEqual(refusal);
      expect(shown.changed).toBe(refusal === undefined);
      expect(await display.refusal?.(later(gapMs))).toBeUndefined();
    });

    it("never writes to a raster", async () => {
      const raster = ink();
      const before = raster.pixels.slice();
      await display.show(raster, later(0));
      expect(raster.pixels).toEqual(before);
    });

    it("touches nothing before its first picture, so the display before it goes on until it is closed", async () => {
      await display.show(ink(), later(0));
      const next = under.open();
      expect(await pixels()).toEqual(ink().pixels);
      await display.show(paper(), later(gapMs));
      expect(await pixels()).toEqual(paper().pixels);
      await display.close();
      expect((await next.show(ink(), later(2 * gapMs))).changed).toBe(true);
      expect(await pixels()).toEqual(ink().pixels);
      await display.close(); // late, and of no effect on its successor
      expect((await next.show(paper(), later(3 * gapMs))).changed).toBe(true);
      expect(await pixels()).toEqual(paper().pixels);
      await next.close();
    });

    it("may be closed twice, and without a picture", async () => {
      const unused = under.open();
      await expect(unused.close()).resolves.toBeUndefined();
      await display.show(ink(), later(0));
      await display.close();
      await expect(display.close()).resolves.toBeUndefined();
    });

    it("can be probed before, during and after its life, which changes nothing that is seen", async () => {
      const ok = under.probe === undefined ? undefined : { ok: true };
      expect(await under.probe?.()).toEqual(ok);
      const before = await under.seen();
      expect(await under.probe?.()).toEqual(ok);
      expect(await under.seen()).toEqual(before);
      await display.show(ink(), later(0));
      expect(await under.probe?.()).toEqual(ok);
      expect(await pixels()).toEqual(ink().pixels);
      expect((await display.show(paper(), later(gapMs))).changed).toBe(true);
      await display.close();
      expect(await under.probe?.()).toEqual(ok);
      expect(await pixels()).toEqual(paper().pixels);
    });

    it("says by its probe what is missing and what to do, and fails in the same way", async () => {
      if (under.takeAway === undefined) return expect(under.probe).toBeUndefined();
      await under.takeAway();
      const probe = await under.probe?.();
      expect(probe).toMatchObject({ ok: false, code: expect.stringMatching(/^[A-Z_]+$/u) });
      expect(probe).toMatchObject({ option: [expect.any(String)], message: expect.stringMatching(/[^.]$/u) });
      expect(probe).toMatchObject({ hint: expect.stringMatching(/\w/u) });
      await expect(display.show(ink(), later(0))).rejects.toMatchObject({ name: "WattframeError" });
    });
  });
}
