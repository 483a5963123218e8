import { array, assert, integer, property, tuple } from "fast-check";
import { describe, expect, it } from "vitest";
import { PUBLISH, packetWatch } from "../../../src/source/packet-watch.ts";

/** One packet as MQTT has it: type, length in groups of seven bits, body. */
function packet(type: number, bodyBytes: number): Uint8Array {
  const length: number[] = [];
  let left = bodyBytes;
  do {
    length.push((left % 128) + (left >= 128 ? 128 : 0));
    left = Math.floor(left / 128);
  } while (left > 0);
  return Uint8Array.from([type << 4, ...length, ...new Uint8Array(bodyBytes).fill(0xff)]);
}

function seenIn(pieces: readonly Uint8Array[]): [number, number][] {
  const seen: [number, number][] = [];
  const watch = packetWatch((type, lengthBytes) => void seen.push([type, lengthBytes]));
  for (const piece of pieces) watch(piece);
  return seen;
}

describe("the packet watch", () => {
  it.each([0, 1, 127, 128, 16_383, 16_384, 2_097_151])("reads a length of %i", (bytes) => {
    expect(seenIn([packet(PUBLISH, bytes)])).toEqual([[PUBLISH, bytes]]);
  });

  it("tells the flags beside the type", () => {
    const seen: number[][] = [];
    const watch = packetWatch((...told) => void seen.push(told));
    watch(Uint8Array.of(0x3d, 0, 0x82, 1, 0xff, 0x20, 2, 0, 0));
    expect(seen).toEqual([
      [3, 0, 0xd],
      [8, 1, 2],
      [2, 2, 0],
    ]);
  });

  it("tells the length before the body has come", () => {
    expect(seenIn([Uint8Array.of(0x30, 0xff, 0xff, 0xff, 0x7f)])).toEqual([[PUBLISH, 268_435_455]]);
  });

  it("calls a length that never ends infinite, and says nothing more", () => {
    expect(seenIn([Uint8Array.of(0x30, 0xff, 0xff, 0xff, 0xff), packet(PUBLISH, 3)])).toEqual([[PUBLISH, Infinity]]);
  });

  it("sees the same packets however the bytes are cut", () => {
    const packets = array(tuple(integer({ min: 1, max: 14 }), integer({ min: 0, max: 600 })), { maxLength: 8 });
    assert(
      property(packets, array(integer({ min: 1, max: 200 }), { minLength: 1 }), (sent, sizes) => {
        const stream = Buffer.concat(sent.map(([type, bytes]) => packet(type, bytes)));
        const pieces: Uint8Array[] = [];
        for (let start = 0, turn = 0; start < stream.length; turn++) {
          const size = sizes[turn % sizes.length] ?? 1;
          pieces.push(stream.subarray(start, start + size));
          start += size;
        }
        expect(seenIn(pieces)).toEqual(sent);
      }),
    );
  });
});
