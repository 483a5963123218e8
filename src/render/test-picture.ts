import type { Box } from "../draw/box.ts";
import { PATTERNS, type PatternName } from "../draw/pattern.ts";
import type { Pen, TextStyle } from "../draw/pen.ts";
import { edgesOf } from "../draw/shapes.ts";
import type { Size } from "../draw/size.ts";
import { FONTS_FOLDER } from "../package-folder.ts";
import type { Palette } from "../raster/palette.ts";
import { quantize } from "../raster/quantize.ts";
import type { Raster } from "../raster/raster.ts";
import { FramePen } from "./frame-pen.ts";
import type { Letters } from "./letters.ts";
import { openLetters } from "./open-letters.ts";

/** Names of colours; a grey is called by its level, 0 to 15. */
const COLOURS: ReadonlyMap<number, string> = new Map([
  [0x000000, "black"],
  [0xffffff, "white"],
  [0xff0000, "red"],
  [0xffff00, "yellow"],
  [0x0000ff, "blue"],
  [0x00ff00, "green"],
  [0xff8000, "orange"],
]);
const GREY_STEP = 0x11;
/** Patches of inks side by side at most. */
const PATCHES_IN_ROW = 8;
/** Gap from the line to the corners, pixels. */
const GAP = 4;

/** Measures of a test picture, pixels. */
interface Measures extends Size {
  /** Side of a corner's square, and height of a band. */
  readonly unit: number;
  /** Gap between bands, and between what stands in one. */
  readonly gap: number;
  readonly label: TextStyle;
}

/**
 * A picture that shows at a glance whether a panel is wired, sized and oriented as it should be: a line one pixel off each edge,
 * corners numbered clockwise from the top left, whose square is black, an arrow that points up, a patch of each ink with its
 * name, and each fixed pattern.
 * @param size as people see it, before it is turned for the panel
 * @throws WattframeError `FONT_MISSING`
 */
export function testPicture(size: Size, palette: Palette, letters: Letters = openLetters(FONTS_FOLDER)): Raster {
  const { width, height } = size;
  const unit = Math.floor(Math.min(width, height) / 6);
  const px = Math.max(13, Math.min(48, Math.floor(unit / 3)));
  const measures: Measures = {
    width,
    height,
    unit,
    gap: Math.max(GAP, Math.floor(unit / 8)),
    label: { px, face: px < 16 ? "label" : "text" },
  };
  const pen = new FramePen(letters, size, { palette, theme: "light" });
  pen.fill({ x: 0, y: 0, width, height }, "paper");
  for (const edge of edgesOf({ x: 1, y: 1, width: width - 2, height: height - 2 }, 1)) pen.fill(edge);
  drawCorners(pen, measures);
  drawArrow(pen, measures);
  const patches = patchesOf(pen, palette, measures);
  for (const patch of patches) drawLabel(pen, patch, measures);
  drawPatterns(pen, measures);
  const raster = quantize(pen.frame, palette);
  for (const { box, ink } of patches) paintInk(raster, box, ink);
  return raster;
}

/** Squares with the numbers 1 to 4, clockwise from the top left; the first is solid. */
function drawCorners(pen: Pen, { width, height, unit }: Measures): void {
  const [near, right, bottom] = [1 + GAP, width - 1 - GAP - unit, height - 1 - GAP - unit];
  const places = [
    [near, near],
    [right, near],
    [right, bottom],
    [near, bottom],
  ] as const;
  for (const [index, [x, y]] of places.entries()) {
    const box = { x, y, width: unit, height: unit };
    const isFirst = index === 0;
    for (const part of isFirst ? [box] : edgesOf(box)) pen.fill(part);
    const style: TextStyle = { px: Math.max(16, Math.floor(unit * 0.7)), ink: isFirst ? "paper" : "ink" };
    writeCentred(pen, String(index + 1), box, style);
  }
}

/** An arrow between the upper corners, with its direction in a word. */
function drawArrow(pen: Pen, { width, unit, gap, label }: Measures): void {
  const [top, middle] = [1 + GAP, Math.floor(width / 2)];
  const head = Math.floor(unit / 2);
  for (let row = 0; row < head; row++) pen.fill({ x: middle - row, y: top + row, width: 2 * row + 1, height: 1 });
  const stem = Math.max(1, Math.floor(unit / 10));
  pen.fill({ x: middle - stem, y: top + head, width: 2 * stem + 1, height: unit - head });
  pen.text("up", middle + head + gap, top + Math.floor((unit + pen.metrics(label).capHeight) / 2), label);
}

/** Place of a patch of one ink, and its name. */
interface Patch {
  readonly box: Box;
  readonly ink: number;
  readonly name: string;
}

/** Patches of all inks in rows across the middle, as many in one as their names have room, each with its name below. */
function patchesOf(pen: Pen, { inks }: Palette, { width, height, unit, gap, label }: Measures): Patch[] {
  const names = inks.map((colour) => COLOURS.get(colour) ?? String((colour & 0xff) / GREY_STEP));
  const room = width - 2 - 2 * GAP;
  const widest = Math.max(...names.map((name) => pen.width(name, label)));
  const rows = Math.ceil(inks.length / Math.min(PATCHES_IN_ROW, Math.floor(room / (widest + gap))));
  const perRow = Math.ceil(inks.length / rows);
  const top = 1 + GAP + unit + gap;
  const pitchX = Math.floor((room + gap) / perRow);
  const pitchY = Math.floor((height - 2 * top + gap) / rows);
  return names.map((name, ink) => ({
    ink,
    name,
    box: {
      x: 1 + GAP + (ink % perRow) * pitchX + 1,
      y: top + Math.floor(ink / perRow) * pitchY,
      width: pitchX - gap - 2,
      height: pitchY - gap - label.px - GAP,
    },
  }));
}

/** Outlines a patch, since paper is an ink too, and writes its name below. */
function drawLabel(pen: Pen, { box, name }: Patch, { label }: Measures): void {
  for (const edge of edgesOf({ x: box.x - 1, y: box.y - 1, width: box.width + 2, height: box.height + 2 }, 1))
    pen.fill(edge);
  pen.text(name, box.x, box.y + box.height + GAP + pen.metrics(label).capHeight, label);
}

/** The fixed patterns side by side, above and between the lower corners. */
function drawPatterns(pen: Pen, { width, height, unit, gap }: Measures): void {
  const names = Object.keys(PATTERNS) as PatternName[];
  const from = 1 + GAP + unit + gap;
  const pitch = Math.floor((width - 2 * from + gap) / names.length);
  for (const [index, name] of names.entries()) {
    const y = height - 1 - GAP - unit;
    pen.fill({ x: from + index * pitch, y, width: pitch - gap, height: unit }, "ink", name);
  }
}

function writeCentred(pen: Pen, text: string, { x, y, width, height }: Box, style: TextStyle): void {
  const baseline = y + Math.floor((height + pen.metrics(style).capHeight) / 2);
  pen.text(text, x + Math.floor(width / 2), baseline, style, "center");
}

function paintInk({ width, pixels }: Raster, box: Box, ink: number): void {
  for (let y = box.y; y < box.y + box.height; y++) pixels.fill(ink, y * width + box.x, y * width + box.x + box.width);
}
