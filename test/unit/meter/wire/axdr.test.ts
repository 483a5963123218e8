import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AxdrError, AxdrReader } from "../../../../src/meter/wire/axdr.ts";

const datum = (...bytes: readonly number[]) => new AxdrReader(Uint8Array.from(bytes)).datum();

function outcome(bytes: Uint8Array): unknown {
  try {
    return new AxdrReader(bytes).datum() && "read";
  } catch (error) {
    return error instanceof AxdrError ? "refused" : error;
  }
}

describe("A-XDR", () => {
  it.each([
    ["int8", [0x0f, 0xff], -1],
    ["uint8", [0x11, 0xff], 255],
    ["int16", [0x10, 0xff, 0xf6], -10],
    ["uint16", [0x12, 0xff, 0xf6], 65_526],
    ["int32", [0x05, 0xff, 0xff, 0xff, 0xfe], -2],
    ["uint32", [0x06, 0xff, 0xff, 0xff, 0xfe], 4_294_967_294],
    ["int64", [0x14, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfd], -3],
    ["uint64", [0x15, 0, 0, 0, 1, 0, 0, 0, 0], 4_294_967_296],
    ["a uint64 that no number holds", [0x15, 255, 255, 255, 255, 255, 255, 255, 255], 18_446_744_073_709_551_615n],
  ] as const)("reads %s as tagged, the highest byte first", (_name, bytes, value) => {
    expect(datum(...bytes)).toEqual({ kind: "integer", value });
  });

  it("reads lengths of one, two and three bytes", () => {
    const text = Array.from({ length: 200 }, () => 0x41);
    expect(datum(0x09, 0x02, 1, 2)).toMatchObject({ kind: "octets", at: 2 });
    expect(datum(0x0a, 0x81, 200, ...text)).toMatchObject({ kind: "octets", at: 3 });
    expect(datum(0x0c, 0x82, 0, 200, ...text)).toMatchObject({ kind: "octets", at: 4 });
    expect(() => datum(0x09, 0x83, 0, 0, 1, 1)).toThrow(AxdrError);
  });

  it("reads nothing, an enumeration, a date-time and lists of lists", () => {
    expect(datum(0x00)).toEqual({ kind: "null" });
    expect(datum(0x16, 27)).toEqual({ kind: "enum", value: 27 });
    expect(datum(0x19, ...Array.from({ length: 12 }, () => 7))).toMatchObject({ kind: "octets", at: 1 });
    expect(datum(0x01, 1, 0x02, 1, 0x00)).toEqual({
      kind: "list",
      items: [{ kind: "list", items: [{ kind: "null" }] }],
    });
  });

  it("gives up on nesting that no meter has, on what ends early, and on types that it does not read", () => {
    const deep = Array.from({ length: 40 }, () => [0x01, 1]).flat();
    expect(() => datum(...deep, 0)).toThrow(/nested more than 8 deep/);
    expect(() => datum(0x06, 0, 0)).toThrow(/end too early/);
    expect(() => datum(0x13, 0)).toThrow(expect.objectContaining({ supported: false }));
  });

  it("reads any bytes or throws its own error", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expect(outcome(bytes)).toBeOneOf(["read", "refused"]);
      }),
    );
  });
});
