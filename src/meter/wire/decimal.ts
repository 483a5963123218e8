import type { ScaledUnit } from "../unit.ts";

/** The powers of ten up to this are exact as doubles. */
const EXACT_EXPONENT = 22;
const DECIMAL = /^[+-]?(?:\d{1,24}(?:\.\d{0,24})?|\.\d{1,24})$/;

/**
 * Number that a plain decimal text means, times ten to `exponent`: `("6.789", 3)` gives 6789 and not 6788.999….
 * Absent when the text is not a plain decimal (sign, digits, one point): exponents, words, blanks and hex are not.
 */
export function scaledDecimal(text: string, exponent: number): number | undefined {
  if (!DECIMAL.test(text)) return undefined;
  // The shift is made in the text, so that the one rounding is the one to the nearest double; + 0 makes -0 a 0.
  return Number(`${text}e${exponent}`) + 0;
}

/** A number times ten to `exponent`, rounded once: `(-10, -1)` gives -1, `(6.789, 3)` gives 6789. */
export function scaledNumber(value: number | bigint, exponent: number): number {
  // Both are exact, so that the division is the one rounding; several times as fast as by the text, for each value of a telegram.
  if (Number.isSafeInteger(value) && exponent <= 0 && exponent >= -EXACT_EXPONENT)
    return Number(value) / 10 ** -exponent + 0;
  const [digits, own = "0"] = String(value).split("e");
  return Number(`${digits}e${Number(own) + exponent}`) + 0;
}

/** Number in the base unit that a plain decimal text in another unit means; absent when the text is none. */
export function decimalIn({ exponent, divisor = 1 }: ScaledUnit, text: string): number | undefined {
  const value = scaledDecimal(text, exponent);
  return value === undefined ? undefined : value / divisor;
}

/** Number in the base unit of a number in another unit. */
export function numberIn({ exponent, divisor = 1 }: ScaledUnit, value: number | bigint): number {
  return scaledNumber(value, exponent) / divisor;
}
