import { encodeQR } from "qr";
import type { Pen } from "../draw/pen.ts";

/** A QR code: rows of modules, true where one is dark. */
export type QrCode = readonly (readonly boolean[])[];

/** The QR code of a text, without the quiet zone around it. */
export function qrCodeOf(text: string): QrCode {
  // The library draws a light border of one module at least; the picture's own paper is the quiet zone.
  const framed = encodeQR(text, "raw", { ecc: "medium", border: 1 });
  return framed.slice(1, -1).map((row) => row.slice(1, -1));
}

/** Draws a QR code with its top left corner at a place, each module a square. @param px width of a module, pixels */
export function drawQrCode(pen: Pen, code: QrCode, at: { readonly x: number; readonly y: number }, px: number): void {
  for (const [row, modules] of code.entries()) {
    for (let from = 0; from < modules.length; from++) {
      if (!modules[from]) continue;
      let to = from + 1;
      while (modules[to]) to++;
      pen.fill({ x: at.x + from * px, y: at.y + row * px, width: (to - from) * px, height: px });
      from = to;
    }
  }
}
