import { encodeQR } from "qr";
import type { Ink, Pen } from "../draw/pen.ts";

/** A QR code: rows of modules, true where one is dark. */
export type QrCode = readonly (readonly boolean[])[];

/** The QR code of a text, without the quiet zone around it. */
export function qrCodeOf(text: string): QrCode {
  // The library draws a light border of one module at least; the picture's own paper is the quiet zone.
  const framed = encodeQR(text, "raw", { ecc: "medium", border: 1 });
  return framed.slice(1, -1).map((row) => row.slice(1, -1));
}

/** Modules of quiet zone on every side of a code that lies on dark paper. */
const QUIET = 2;

/**
 * Draws a QR code with its top left corner at a place. On dark paper it lies, somewhat smaller, on a light square of the
 * same size: not every camera reads light modules on dark. @param px width of a module, pixels
 */
export function drawQrCode(pen: Pen, code: QrCode, at: { readonly x: number; readonly y: number }, px: number): void {
  const size = code.length * px;
  if (!pen.isDark) {
    drawModules(pen, code, at, { px, ink: "ink" });
    return;
  }
  pen.fill({ ...at, width: size, height: size });
  const smaller = Math.max(1, Math.floor(size / (code.length + 2 * QUIET)));
  const inset = Math.floor((size - code.length * smaller) / 2);
  drawModules(pen, code, { x: at.x + inset, y: at.y + inset }, { px: smaller, ink: "paper" });
}

function drawModules(
  pen: Pen,
  code: QrCode,
  at: { readonly x: number; readonly y: number },
  { px, ink }: { readonly px: number; readonly ink: Ink },
): void {
  for (const [row, modules] of code.entries()) {
    for (let from = 0; from < modules.length; from++) {
      if (!modules[from]) continue;
      let to = from + 1;
      while (modules[to]) to++;
      pen.fill({ x: at.x + from * px, y: at.y + row * px, width: (to - from) * px, height: px }, ink);
      from = to;
    }
  }
}
