import type { Size } from "../src/draw/size.ts";

/** A sheet with rectangles placed on it. */
interface Sheet extends Size {
  /** Where each rectangle lies: its number in the list, and its top left corner. */
  readonly places: readonly { readonly index: number; readonly x: number; readonly y: number }[];
}

/**
 * Places rectangles in order, left to right in rows, on as many sheets as are needed. A sheet is as small as what is
 * on it allows; one that is larger than a sheet has one of its own, which is as large as it needs.
 * @param limits greatest width and height of a sheet, and the gap around every rectangle, pixels
 */
export function onShelves(sizes: readonly Size[], limits: Size & { readonly gap: number }): Sheet[] {
  const { gap } = limits;
  const sheets: { width: number; height: number; places: { index: number; x: number; y: number }[] }[] = [];
  let [x, y, rowHeight] = [gap, gap, 0];
  for (const [index, { width, height }] of sizes.entries()) {
    if (x > gap && x + width + gap > limits.width) [x, y, rowHeight] = [gap, y + rowHeight + gap, 0];
    let sheet = sheets.at(-1);
    if (!sheet || (y > gap && y + height + gap > limits.height)) {
      [x, y, rowHeight] = [gap, gap, 0];
      sheet = { width: 0, height: 0, places: [] };
      sheets.push(sheet);
    }
    sheet.places.push({ index, x, y });
    sheet.width = Math.max(sheet.width, x + width + gap);
    sheet.height = Math.max(sheet.height, y + height + gap);
    [x, rowHeight] = [x + width + gap, Math.max(rowHeight, height)];
  }
  return sheets;
}
