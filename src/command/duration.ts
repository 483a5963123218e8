import { WattframeError } from "../errors.ts";

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

const isUnit = (text: string): text is keyof typeof UNIT_MS => Object.hasOwn(UNIT_MS, text);

/**
 * Milliseconds of a length of time such as `24h`, `90m`, `8d` or `1h30m`; always more than none.
 * @throws WattframeError `USAGE` when the text is no such length
 */
export function durationMs(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)([smhd])/g)];
  let sum = 0;
  for (const [, amount = "", unit = ""] of parts) {
    if (isUnit(unit)) sum += Number(amount) * UNIT_MS[unit];
  }
  if (sum > 0 && parts.map(([part]) => part).join("") === text) return Math.round(sum);
  throw new WattframeError("USAGE", `"${text}" is not a length of time`, {
    hint: "Write it as 24h, 90m, 30s, 8d or 1h30m.",
  });
}
