import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scaledDecimal, scaledNumber } from "../../../../src/meter/wire/decimal.ts";

describe("scaled decimals", () => {
  it("shift the decimal point without float error", () => {
    expect(scaledDecimal("6.789", 3)).toBe(6789);
    expect(scaledDecimal("000.001", 3)).toBe(1);
    expect(scaledDecimal("1.005", 3)).toBe(1005);
    expect(scaledDecimal(".5", 0)).toBe(0.5);
    expect(scaledDecimal("-063", 0)).toBe(-63);
    expect(scaledNumber(-10, -1)).toBe(-1);
    expect(scaledNumber(2307n, -1)).toBe(230.7);
    expect(scaledNumber(12345.678, 3)).toBe(12_345_678);
    expect(scaledNumber(1e-7, 3)).toBe(0.0001);
  });

  it("give a plain zero for a negative one", () => {
    expect(Object.is(scaledDecimal("-0.000", 3), 0)).toBe(true);
    expect(Object.is(scaledNumber(-0, -3), 0)).toBe(true);
  });

  it.each(["", ".", "-", "1e3", "0x1", " 1", "1 ", "1,5", "1.2.3", "Infinity", "nan", "1".repeat(25)])(
    "refuse %j",
    (text) => expect(scaledDecimal(text, 0)).toBeUndefined(),
  );

  it("are exact for every whole number of thousandths", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), (thousandths) => {
        const sign = thousandths < 0 ? "-" : "";
        const digits = String(Math.abs(thousandths)).padStart(4, "0");
        const text = `${sign}${digits.slice(0, -3)}.${digits.slice(-3)}`;
        expect(scaledDecimal(text, 3)).toBe(thousandths + 0);
      }),
    );
  });

  it("are those of the decimal text for every whole number", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({ min: -22, max: 6 }), (value, exponent) => {
        expect(scaledNumber(value, exponent)).toBe(Number(`${value}e${exponent}`) + 0);
      }),
    );
  });
});
