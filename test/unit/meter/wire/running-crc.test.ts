import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CRC_ARC, CRC_X25, crc16 } from "../../../../src/meter/wire/crc.ts";
import { RunningCrc } from "../../../../src/meter/wire/running-crc.ts";

const CHECK = Buffer.from("123456789");

describe("a running CRC", () => {
  it("has the check values of its kinds", () => {
    expect(new RunningCrc(CRC_ARC, 9).between(CHECK, 0, 9)).toBe(0xbb3d);
    expect(new RunningCrc(CRC_X25, 9).between(CHECK, 0, 9)).toBe(0x906e);
  });

  it("is the CRC of any part, in any order, before and after the row has moved", () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 300 });
    const places = fc.array(fc.tuple(fc.nat(300), fc.nat(300)), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.constantFrom(CRC_ARC, CRC_X25), bytes, places, fc.nat(300), (crc, row, parts, drop) => {
        const dropped = drop % row.length;
        const rest = row.subarray(dropped);
        const running = new RunningCrc(crc, row.length);
        const compare = (of: RunningCrc, held: Uint8Array) => {
          for (const part of parts) {
            const [from = 0, to = 0] = part.map((place) => place % (held.length + 1)).toSorted((a, b) => a - b);
            expect(of.between(held, from, to)).toBe(crc16(crc, held, from, to));
          }
        };
        compare(running, row);
        compare(running.movedTo(dropped, row.length), rest);
      }),
    );
  });

  it("looks at each byte once", () => {
    const running = new RunningCrc(CRC_ARC, 9);
    running.between(CHECK, 2, 7);
    running.between(CHECK, 0, 5);
    expect(running.known).toBe(7);
  });

  it("takes parts as long as the longest telegram and longer", () => {
    const long = Uint8Array.from({ length: 16_383 }, (_, i) => (i * 31) & 0xff);
    const running = new RunningCrc(CRC_X25, long.length);
    expect(running.between(long, 1, 16_383)).toBe(crc16(CRC_X25, long, 1));
  });
});
