const DECIMAL = /^[+-]?(?:\d{1,24}(?:\.\d{0,24})?|\.\d{1,24})$/;

const POWERS_OF_TEN: ReadonlyMap<number, number> = new Map(
  [-6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6].map((exponent) => [Number(`1e${exponent}`), exponent]),
);

/**
 * The number that a plain decimal text means, times ten to `exponent`: `("6.789", 3)` gives 6789 and not 6788.999….
 * Absent when the text is no plain decimal (sign, digits, one point): exponents, words, blanks and hex are not.
 */
export function scaledDecimal(text: string, exponent: number): number | undefined {
  if (!DECIMAL.test(text)) return undefined;
  // The shift is made in the text, so that the one rounding is the one to the nearest double; + 0 makes -0 a 0.
  return Number(`${text}e${exponent}`) + 0;
}

/** A whole number times ten to `exponent`, rounded once: `(-10, -1)` gives -1. */
export function scaledInteger(value: number | bigint, exponent: number): number {
  return Number(`${value}e${exponent}`) + 0;
}

/** Like {@link scaledDecimal} with any factor; factors other than powers of ten are rounded to twelve digits. */
export function decimalTimes(text: string, factor: number): number | undefined {
  const exponent = POWERS_OF_TEN.get(factor);
  if (exponent !== undefined) return scaledDecimal(text, exponent);
  const value = scaledDecimal(text, 0);
  return value === undefined ? undefined : Number((value * factor).toPrecision(12)) + 0;
}
