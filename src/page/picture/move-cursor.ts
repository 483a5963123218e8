/** A pixel of a picture: from the left and from the top, counted from 0. */
export interface Pixel {
  readonly x: number;
  readonly y: number;
}

const STEPS: Readonly<Record<string, Pixel>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/**
 * Pixel to which a key moves the loupe, within the picture: an arrow by one pixel, with Shift by eight.
 * Undefined for every other key.
 */
export function moveCursor(
  from: Pixel,
  { key, shiftKey }: { readonly key: string; readonly shiftKey: boolean },
  { width, height }: { readonly width: number; readonly height: number },
): Pixel | undefined {
  const step = Object.hasOwn(STEPS, key) ? STEPS[key] : undefined;
  if (step === undefined) return undefined;
  const by = shiftKey ? 8 : 1;
  const within = (value: number, size: number) => Math.min(Math.max(value, 0), size - 1);
  return { x: within(from.x + step.x * by, width), y: within(from.y + step.y * by, height) };
}
