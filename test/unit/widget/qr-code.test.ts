import { describe, expect, it } from "vitest";
import { drawQrCode, qrCodeOf } from "../../../src/widget/qr-code.ts";
import { RecordingPen } from "../../fixtures/recording-pen.ts";

const AT = { x: 10, y: 20 };
const code = qrCodeOf("http://wattframe.local:8080/");
const SIZE = code.length * 6;

describe("a QR code", () => {
  it("is dark on the picture's own light paper", () => {
    const pen = new RecordingPen();
    drawQrCode(pen, code, AT, 6);
    expect(pen.fills("solid", "paper")).toEqual([]);
    expect(pen.fills("solid", "ink")[0]).toEqual({ ...AT, width: 42, height: 6 }); // a corner's first row
  });

  it("lies on a light square of its size with two modules around it where the paper is dark", () => {
    const pen = Object.assign(new RecordingPen(), { isDark: true });
    drawQrCode(pen, code, AT, 6);
    const [square, ...others] = pen.fills("solid", "ink");
    expect(square).toEqual({ ...AT, width: SIZE, height: SIZE });
    expect(others).toEqual([]);
    const modules = pen.fills("solid", "paper");
    const px = modules[0]!.height;
    const [left, right] = [
      Math.min(...modules.map(({ x }) => x)),
      Math.max(...modules.map(({ x, width }) => x + width)),
    ];
    expect(left - AT.x).toBeGreaterThanOrEqual(2 * px);
    expect(AT.x + SIZE - right).toBeGreaterThanOrEqual(2 * px);
    expect(right - left).toBe(code.length * px);
  });
});
