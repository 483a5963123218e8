import { crc32 } from "node:zlib";
import { NumberReader, NumberWriter } from "./number-bytes.ts";
import { DamagedError } from "./sqlite-fault.ts";

/** Values of one slot of time by the number of their key, as a store gets them. */
export type SlotValues = ReadonlyMap<number, readonly number[]>;

const CHECKSUM_BYTES = 4;
/** A gauge has five values, the second of them how long it held: most often as long as the slot is. */
const GAUGE_VALUES = 5;

/**
 * Bytes of one slot: a checksum, then each key with its values. Times are distances from the slot's start, and how long a
 * gauge held is how much less than the slot that is, so that most of them take one byte.
 */
export function slotBlob(slot: SlotValues, startMs: number, lengthMs: number): Uint8Array {
  const writer = new NumberWriter();
  for (const [key, values] of slot) {
    writer.count(key);
    writer.count(values.length);
    for (const [i, value] of values.entries()) writer.value(turned(value, i, values.length, startMs, lengthMs));
  }
  const body = writer.bytes();
  const blob = new Uint8Array(CHECKSUM_BYTES + body.length);
  new DataView(blob.buffer).setUint32(0, crc32(body));
  blob.set(body, CHECKSUM_BYTES);
  return blob;
}

/** @throws DamagedError when the bytes of a slot are not as they were written */
export function checkBlob(blob: Uint8Array): void {
  const checksum = new DataView(blob.buffer, blob.byteOffset, blob.byteLength);
  if (blob.length < CHECKSUM_BYTES || checksum.getUint32(0) !== crc32(blob.subarray(CHECKSUM_BYTES)))
    throw new DamagedError("wrong checksum");
}

/** @throws DamagedError when the bytes are not as they were written */
export function slotValues(blob: Uint8Array, startMs: number, lengthMs: number): Map<number, number[]> {
  checkBlob(blob);
  const body = blob.subarray(CHECKSUM_BYTES);
  const slot = new Map<number, number[]>();
  for (const reader = new NumberReader(body); !reader.isAtEnd; ) {
    const [key, length] = [reader.count(), reader.count()];
    const values: number[] = [];
    for (let i = 0; i < length; i++) values.push(turned(reader.value(), i, length, startMs, lengthMs));
    slot.set(key, values);
  }
  return slot;
}

/** A value as it is written, or as it was: the same function goes both ways. */
function turned(value: number, index: number, length: number, startMs: number, lengthMs: number): number {
  if (index === 0) return startMs - value;
  return index === 1 && length === GAUGE_VALUES ? lengthMs - value : value;
}
