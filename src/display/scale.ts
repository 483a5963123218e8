import { WattframeError } from "../errors.ts";
import type { Frame } from "../raster/frame.ts";

/** How a picture is brought to another size: pixel for pixel, as large as fits, or by the largest whole factor. */
export const SCALES = ["none", "fit", "integer"] as const;

/** One of {@link SCALES}. */
export type Scale = (typeof SCALES)[number];

/** Width and height in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

const MARGIN = 0xff000000; // black

/**
 * The frame in the middle of one of another size, scaled as told, black around it.
 * `fit` keeps the proportions and averages by area in linear light; the others copy pixels.
 * @throws WattframeError `FRAME_SIZE` when `none` or `integer` leave it larger than the size
 */
export function placeFrame(frame: Frame, size: Size, scale: Scale): Frame {
  if (frame.width === size.width && frame.height === size.height) return frame;
  const scaled = scaleFrame(frame, size, scale);
  const left = Math.floor((size.width - scaled.width) / 2);
  const top = Math.floor((size.height - scaled.height) / 2);
  const pixels = new Uint32Array(size.width * size.height).fill(MARGIN);
  for (let y = 0; y < scaled.height; y++) {
    const row = scaled.pixels.subarray(y * scaled.width, (y + 1) * scaled.width);
    pixels.set(row, (top + y) * size.width + left);
  }
  return { ...size, pixels };
}

function scaleFrame(frame: Frame, size: Size, scale: Scale): Frame {
  const factor = Math.min(size.width / frame.width, size.height / frame.height);
  if (scale === "fit") return resampled(frame, fitted(frame, size, factor));
  if (factor < 1) {
    const sizes = `${frame.width}×${frame.height} onto ${size.width}×${size.height}`;
    throw new WattframeError("FRAME_SIZE", `The picture does not fit: ${sizes}.`, {
      hint: 'Draw it at the size of the display, or scale it with "fit".',
    });
  }
  return scale === "integer" ? repeated(frame, Math.floor(factor)) : frame;
}

function fitted(frame: Frame, size: Size, factor: number): Size {
  const length = (side: number, most: number) => Math.min(most, Math.max(1, Math.round(side * factor)));
  return { width: length(frame.width, size.width), height: length(frame.height, size.height) };
}

function repeated(frame: Frame, factor: number): Frame {
  const [width, height] = [frame.width * factor, frame.height * factor];
  const pixels = new Uint32Array(width * height);
  for (let y = 0; y < height; y++) {
    const from = Math.floor(y / factor) * frame.width;
    for (let x = 0; x < width; x++) {
      pixels[y * width + x] = frame.pixels[from + Math.floor(x / factor)] as number;
    }
  }
  return { width, height, pixels };
}

/** Area averages: along the rows, then along the columns, on planes of linear light. */
function resampled(frame: Frame, size: Size): Frame {
  const planes = [16, 8, 0].map((shift) => {
    const linear = Float32Array.from(frame.pixels, (pixel) => TO_LINEAR[(pixel >>> shift) & 0xff] as number);
    const wide = averaged(linear, {
      lines: frame.height,
      from: frame.width,
      to: size.width,
      step: 1,
      line: frame.width,
    });
    return averaged(wide, { lines: size.width, from: frame.height, to: size.height, step: size.width, line: 1 });
  }) as [Float32Array, Float32Array, Float32Array];
  const [red, green, blue] = planes;
  const pixels = Uint32Array.from(red, (r, i) => {
    return (0xff000000 | (toByte(r) << 16) | (toByte(green[i] as number) << 8) | toByte(blue[i] as number)) >>> 0;
  });
  return { ...size, pixels };
}

interface Axis {
  /** How many lines there are, and samples in each, before and after. */
  readonly lines: number;
  readonly from: number;
  readonly to: number;
  /** Distance between two samples of a line, and between two lines of the source. */
  readonly step: number;
  readonly line: number;
}

function averaged(source: Float32Array, { lines, from, to, step, line }: Axis): Float32Array {
  const out = new Float32Array(lines * to);
  const ratio = from / to;
  for (let target = 0; target < to; target++) {
    const [begin, end] = [target * ratio, (target + 1) * ratio];
    const first = Math.floor(begin);
    const last = Math.min(from, Math.ceil(end - 1e-9));
    for (let i = 0; i < lines; i++) {
      let sum = 0;
      for (let at = first; at < last; at++) {
        const share = Math.min(at + 1, end) - Math.max(at, begin);
        sum += share * (source[i * line + at * step] as number);
      }
      out[step === 1 ? i * to + target : target * lines + i] = sum / ratio;
    }
  }
  return out;
}

/** Light that an sRGB value stands for, 0 to 1. @source IEC 61966-2-1 */
const TO_LINEAR = Float32Array.from({ length: 256 }, (_, value) => {
  const c = value / 255;
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
});

function toByte(linear: number): number {
  const c = linear <= 0.0031308 ? linear * 12.92 : 1.055 * linear ** (1 / 2.4) - 0.055;
  return Math.max(0, Math.min(255, Math.round(c * 255)));
}
