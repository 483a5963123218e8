import { describe, expect, it } from "vitest";
import { LayoutFolder } from "../../../src/config/layout-file.ts";
import type { TextStyle } from "../../../src/draw/pen.ts";
import { FONTS_FOLDER, LAYOUTS_FOLDER } from "../../../src/package-folder.ts";
import { BLACK_WHITE, BLACK_WHITE_RED, GREY_16, type Palette } from "../../../src/raster/palette.ts";
import { quantize } from "../../../src/raster/quantize.ts";
import type { Raster } from "../../../src/raster/raster.ts";
import { rendererFor, variantFor } from "../../../src/render/compose.ts";
import { type DrawnText, FramePen, type PenSettings, refuseOverflow } from "../../../src/render/frame-pen.ts";
import { Glyphs } from "../../../src/render/glyphs.ts";
import { openLetters } from "../../../src/render/open-letters.ts";
import { createRenderer } from "../../../src/render/renderer.ts";
import { artOf } from "../../art.ts";
import { NAMED_VIEWS } from "../../fixtures/views/named-views.ts";

const letters = openLetters(FONTS_FOLDER);

/** What a pen drew on a small surface, with the levels that it used. */
function drawn(
  draw: (pen: FramePen) => void,
  { width = 64, height = 32, ...settings }: { width?: number; height?: number } & Partial<PenSettings> = {},
): { raster: Raster; texts: readonly DrawnText[]; levels: Set<number> } {
  const palette: Palette = settings.palette ?? BLACK_WHITE;
  const pen = new FramePen(
    letters,
    { width, height },
    { palette, theme: "light", onOverflow: refuseOverflow, ...settings },
  );
  pen.fill({ x: 0, y: 0, width, height }, "paper");
  draw(pen);
  const levels = new Set(Array.from(pen.frame.pixels, (word) => word & 0xffffff));
  return { raster: quantize(pen.frame, palette), texts: pen.taken().texts, levels };
}

describe("fills", () => {
  it("are solid or a fixed pattern anchored at the picture's origin, so that neighbours join", () => {
    const size = { width: 8, height: 4 };
    const half = drawn((pen) => pen.fill({ x: 0, y: 0, width: 8, height: 4 }, "ink", "half"), size);
    expect(artOf(half.raster)).toBe("#.#.#.#. .#.#.#.# #.#.#.#. .#.#.#.#");
    const parts = drawn((pen) => {
      pen.fill({ x: 0, y: 0, width: 3, height: 4 }, "ink", "half");
      pen.fill({ x: 3, y: 0, width: 5, height: 3 }, "ink", "half");
      pen.fill({ x: 3, y: 3, width: 5, height: 1 }, "ink", "half");
    }, size);
    expect(artOf(parts.raster)).toBe(artOf(half.raster));
    const hatch = drawn((pen) => pen.fill({ x: 0, y: 0, width: 8, height: 4 }, "ink", "hatch"), size);
    expect(artOf(hatch.raster)).toBe("##....## #....##. ....##.. ...##...");
  });

  it("of a share are as high as it on two inks, and as dark on greys", () => {
    const size = { width: 2, height: 4 };
    const half = (pen: FramePen) => pen.shade({ x: 0, y: 0, width: 1, height: 4 }, 0.5);
    expect(artOf(drawn(half, size).raster)).toBe(".. .. #. #.");
    const { levels } = drawn(half, { ...size, palette: GREY_16 });
    expect([...levels]).toEqual(expect.arrayContaining([0x777777, 0xffffff]));
  });

  it("draw nothing without an area", () => {
    const { raster } = drawn((pen) => pen.fill({ x: 2, y: 2, width: 0, height: 5 }));
    expect(raster.pixels.includes(0)).toBe(false);
  });

  it("take the ink of their role, and ink and paper change places in the dark", () => {
    const box = { x: 0, y: 0, width: 1, height: 1 };
    const size = { width: 2, height: 1 };
    expect(artOf(drawn((pen) => pen.fill(box, "alarm"), { ...size, palette: BLACK_WHITE_RED }).raster)).toBe("R.");
    expect(artOf(drawn((pen) => pen.fill(box), { ...size, theme: "dark" }).raster)).toBe(".#");
  });

  it("that leave the widget's box are reported, with what and where", () => {
    const outside = { x: 60, y: 0, width: 5, height: 1 };
    expect(() => drawn((pen) => pen.fill(outside))).toThrow(
      expect.objectContaining({ code: "LAYOUT_OVERFLOW", message: "a filled box leaves its box at 60,0 5×1" }),
    );
    expect(() =>
      drawn((pen) => {
        pen.begin({ x: 0, y: 0, width: 10, height: 10 });
        pen.fill({ x: 9, y: 9, width: 2, height: 1 });
      }),
    ).toThrow(expect.objectContaining({ code: "LAYOUT_OVERFLOW" }));
  });
});

const STYLES: readonly TextStyle[] = [{ px: 11 }, { px: 16 }, { px: 24, face: "figures" }, { px: 90, face: "figures" }];

describe("text on a panel of two colours", () => {
  it("has no grey pixel below the size at which outlines begin", () => {
    for (const style of STYLES.slice(0, 3)) {
      const { levels } = drawn((pen) => pen.text("L2 8,4 Äg", 2, 40, style), { width: 300, height: 60 });
      expect([...levels].toSorted()).toEqual([0x000000, 0xffffff]);
    }
  });

  it("has one bitmap a letter, wherever it is", () => {
    const { raster, texts } = drawn((pen) => pen.text("eeeee", 3, 20, { px: 16 }), { width: 100 });
    const [{ x, y, w, h } = { x: 0, y: 0, w: 0, h: 0 }] = texts;
    const advance = Math.round((w + 1) / 5);
    const columnsOf = (from: number) =>
      Array.from({ length: advance - 1 }, (_, i) =>
        Array.from({ length: h }, (_, j) => raster.pixels[(y + j) * raster.width + from + i]).join(""),
      ).join(" ");
    const first = columnsOf(x);
    expect(first).toContain("0");
    for (let i = 1; i < 5; i++) expect(columnsOf(x + i * advance)).toBe(first);
  });

  it("has figures in cells: another digit moves no digit beside it", () => {
    const glyphs = new Glyphs(letters, false);
    for (const style of STYLES.filter(({ face }) => face === "figures")) {
      const places = Array.from("0123456789", (digit) => glyphs.set(`3${digit}.8`, style).letters.map(({ x }) => x));
      expect(new Set(places.map(String)).size).toBe(1);
      const [, second, , last] = places[0]!;
      expect(second).toBe(Math.round(0.506 * style.px));
      const point = glyphs.glyph(".", style).ink!;
      expect(last).toBe(2 * second! + Math.round(0.19 * style.px));
      expect(point.width).toBeLessThan(0.19 * style.px);
    }
  });

  it.each(["left", "right", "center"] as const)(
    "has figures aligned %s of which another digit moves no other one, and that stand on their edge",
    (align) => {
      for (const px of [24, 36, 72, 152]) {
        const figures = (text: string) =>
          drawn((pen) => pen.text(text, 300, 130, { px, face: "figures" }, align), { width: 600, height: 140 });
        const before = figures("38.8");
        for (const text of ["18.8", "48.8", "31.8", "34.8", "38.1", "38.4"]) {
          const { raster, texts } = figures(text);
          const changed = Array.from(raster.pixels).flatMap((pixel, i) =>
            pixel === before.raster.pixels[i] ? [] : [i % 600],
          );
          expect(Math.max(...changed) - Math.min(...changed), `${text} at ${px}`).toBeLessThan(0.55 * px);
          const [{ x, w } = { x: 0, w: 0 }] = texts;
          const isShort = align === "right" && text.endsWith("1");
          if (align !== "center" && !isShort) expect({ left: x, right: x + w }[align], `${text} at ${px}`).toBe(300);
        }
      }
    },
  );

  it.each(["left", "right", "center"] as const)("keeps a last 1 beside what is before it, aligned %s", (align) => {
    const glyphs = new Glyphs(letters, false);
    for (const style of STYLES.filter(({ face }) => face === "figures")) {
      for (const text of ["14.1", "231", "4,1", "17:21"]) {
        const [before, last] = glyphs
          .set(text, style, align)
          .letters.slice(-2)
          .map(({ x }) => x);
        const [own, ownLast] = glyphs
          .set(`3${text}`, style)
          .letters.slice(-2)
          .map(({ x }) => x);
        expect(last! - before!, `${text} at ${style.px}`).toBe(ownLast! - own!);
      }
    }
  });

  it("has a short comma in the largest figures alone", () => {
    const glyphs = new Glyphs(letters, false);
    const commaOf = (px: number) => glyphs.set("3,9", { px, face: "figures" }).letters[1]!.style.px;
    expect([commaOf(152), commaOf(36)]).toEqual([109, 36]);
  });

  it("has words with stems of two pixels at 16 and 18, and of two or three at 22", () => {
    for (const [px, widths] of [
      [16, [2]],
      [18, [2]],
      [22, [2, 3]],
    ] as const) {
      for (const letter of px === 18 ? "lihn" : "lihnm") {
        const { raster, texts } = drawn((pen) => pen.text(letter, 4, 28, { px }), { width: 40, height: 40 });
        const [{ y, h } = { y: 0, h: 0 }] = texts;
        const row = Array.from({ length: 40 }, (_, x) => (raster.pixels[(y + h - 3) * 40 + x] === 0 ? "#" : "."));
        const stems = row.join("").match(/#+/gu) ?? [];
        expect(stems.length, letter).toBeGreaterThanOrEqual(1);
        for (const stem of stems) expect(widths, `${letter} at ${px}`).toContain(stem.length);
      }
    }
  });

  it("keeps letters of words apart by a pixel at least, and kerns them", () => {
    const glyphs = new Glyphs(letters, false);
    for (const px of [13, 16, 18, 22]) {
      for (const text of ["illi", "1117", "minimum", "16 A", "L2", "25.8"]) {
        const { letters } = glyphs.set(text, { px });
        const inks = letters.flatMap(({ letter, x }) => {
          const { ink } = glyphs.glyph(letter, { px });
          return ink ? [{ ...ink, at: x }] : [];
        });
        for (const [i, ink] of inks.slice(1).entries()) {
          const before = inks[i]!;
          expect(ink.at + ink.x - (before.at + before.x + before.width), `${text} at ${px}`).toBeGreaterThanOrEqual(1);
        }
      }
    }
    const placeOf = (text: string) => glyphs.set(text, { px: 22 }).letters[1]!.x;
    expect(placeOf("To")).toBeLessThan(placeOf("Tl"));
  });

  it.each(STYLES)("lies within the width that was measured, left, right and in the middle, at %o", (style) => {
    // A digit stands where a 0 would at the edge that a text is aligned by: at the other one it may reach further than that.
    const slack = style.face === "figures" ? Math.ceil(0.09 * style.px) : 0;
    for (const text of ["TYVA", "jÄg1", "4,7", "38.8", "−8.8 kW", "Ei vielä"]) {
      for (const align of ["left", "center", "right"] as const) {
        let width = 0;
        const { texts } = drawn(
          (pen) => {
            width = pen.width(text, style);
            const x = { left: 50, center: 50 + Math.round(width / 2), right: 50 + width }[align];
            pen.text(text, x, 120, style, align);
          },
          { width: 800, height: 200 },
        );
        const [ink] = texts;
        expect(ink!.x, `${text} ${align}`).toBeGreaterThanOrEqual(50 - slack);
        expect(ink!.x + ink!.w, `${text} ${align}`).toBeLessThanOrEqual(50 + width + slack);
      }
    }
  });

  it("reports the box of its ink, to the pixel", () => {
    const { raster, texts } = drawn((pen) => pen.text("Hg", 5, 20, { px: 16 }));
    const inked = Array.from(raster.pixels, (index, i) => ({ index, x: i % 64, y: Math.floor(i / 64) })).filter(
      ({ index }) => index === 0,
    );
    const xs = inked.map(({ x }) => x);
    const ys = inked.map(({ y }) => y);
    expect(texts).toEqual([
      {
        text: "Hg",
        px: 16,
        x: Math.min(...xs),
        y: Math.min(...ys),
        w: Math.max(...xs) - Math.min(...xs) + 1,
        h: Math.max(...ys) - Math.min(...ys) + 1,
      },
    ]);
  });

  it("is nothing when it is empty or only spaces", () => {
    const { texts, raster } = drawn((pen) => {
      pen.text("", 5, 20, { px: 16 });
      pen.text("  ", 5, 20, { px: 16 });
    });
    expect(texts).toEqual([]);
    expect(raster.pixels.includes(0)).toBe(false);
  });

  it("that is hollow is paper inside, with an edge of three pixels where it is large and two where it is small", () => {
    for (const [px, edge] of [
      [152, 3],
      [56, 2],
    ] as const) {
      const style: TextStyle = { px, face: "figures", finish: "hollow" };
      const { raster, texts } = drawn((pen) => pen.text("1", 4, 130, style), { width: 120, height: 140 });
      const [{ y, h } = { y: 0, h: 0 }] = texts;
      const at = y + Math.round(h / 2); // through the stem of the 1
      const row = Array.from({ length: 120 }, (_, x) => (raster.pixels[at * 120 + x] === 0 ? "#" : ".")).join("");
      expect(row.match(/#+/gu)?.map((run) => run.length)).toEqual([edge, edge]);
    }
  });
});

it("smooths text on a grey panel", () => {
  const { levels } = drawn((pen) => pen.text("Sg", 5, 20, { px: 16 }), { palette: GREY_16 });
  expect(levels.size).toBeGreaterThan(4);
});

describe("a renderer", () => {
  const folder = new LayoutFolder([LAYOUTS_FOLDER]);
  const surface = { width: 250, height: 122, palette: BLACK_WHITE };
  const [, full] = NAMED_VIEWS[0]!;
  const [, empty] = NAMED_VIEWS[3]!;

  it("draws the same picture again after another one", async () => {
    const renderer = await rendererFor(folder, "glance", "light", surface);
    const first = renderer.draw(full).raster;
    const other = renderer.draw(empty).raster;
    expect(Buffer.compare(first.pixels, other.pixels)).not.toBe(0);
    expect(Buffer.compare(renderer.draw(full).raster.pixels, first.pixels)).toBe(0);
  });

  it("turns light into dark, pixel for pixel", async () => {
    const light = (await rendererFor(folder, "glance", "light", surface)).draw(empty).raster;
    const dark = (await rendererFor(folder, "glance", "dark", surface)).draw(empty).raster;
    expect(artOf({ ...dark, pixels: dark.pixels.map((index) => 1 - index) })).toBe(artOf(light));
  });

  it("knows the sizes that a layout has when one is asked for that it has not", async () => {
    const layout = await folder.load("glance");
    expect(() => variantFor(layout, 800, 480)).toThrow(
      expect.objectContaining({
        code: "LAYOUT_UNKNOWN",
        hint: "It has 250x122, 400x300, 122x250, 296-320x128-152, 128-152x280-320.",
      }),
    );
  });

  it("refuses a composition whose parts do not fit", async () => {
    const variant = { ...variantFor(await folder.load("balance"), 800, 480), width: 100 };
    await expect(
      createRenderer({ variant, palette: BLACK_WHITE, theme: "light", fontsFolder: FONTS_FOLDER }),
    ).rejects.toMatchObject({ code: "LAYOUT_OVERFLOW" });
  });
});
