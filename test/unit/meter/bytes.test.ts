import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { areSameBytes, bytesOfHex, bytesOfLatin1, hexOf, joinedBytes, latin1Of } from "../../../src/meter/bytes.ts";

const anyBytes = fc.uint8Array({ maxLength: 300 });
const bytesOf = (text: string) => new TextEncoder().encode(text);

describe("bytes", () => {
  it("are the same as Node's, as text, as hex and joined, whatever they are", () => {
    fc.assert(
      fc.property(anyBytes, anyBytes, (a, b) => {
        expect(latin1Of(a)).toBe(Buffer.from(a).toString("latin1"));
        expect(bytesOfLatin1(latin1Of(a))).toEqual(a);
        expect(hexOf(a)).toBe(Buffer.from(a).toString("hex"));
        expect(joinedBytes([a, b])).toEqual(Uint8Array.from([...a, ...b]));
        expect(areSameBytes(a, b)).toBe(Buffer.from(a).equals(b));
      }),
    );
  });

  it("come back from their hex in either case, with white space anywhere", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 60 }), (bytes) => {
        const hex = hexOf(bytes);
        expect(bytesOfHex(bytesOf(hex))).toEqual(bytes);
        expect(bytesOfHex(bytesOf(` ${hex.toUpperCase().replaceAll(/(.{3})/g, "$1\r\n\t")} `))).toEqual(bytes);
      }),
    );
  });

  it.each(["", "  ", "7", "7e a", "7g", "0x7e", "ä0"])("are not in %j", (text) => {
    expect(bytesOfHex(bytesOf(text))).toBeUndefined();
  });

  it("are a text though there are a mebibyte of them", () => {
    expect(latin1Of(new Uint8Array(1_048_576).fill(0x41))).toHaveLength(1_048_576);
  });
});
