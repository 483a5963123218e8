import type { Level } from "./spi-bus.ts";

/**
 * Requests of the GPIO character device, version 2. Numbers hold the size of their structure.
 * @source Linux, include/uapi/linux/gpio.h
 */
export const GPIO = {
  GET_CHIPINFO: 0x8044b401,
  GET_LINEINFO: 0xc100b405,
  GET_LINE: 0xc250b407,
  GET_VALUES: 0xc010b40e,
  SET_VALUES: 0xc010b40f,
} as const;

const FLAG_INPUT = 4n; // GPIO_V2_LINE_FLAG_INPUT, and so on below
const FLAG_OUTPUT = 8n;
const ATTRIBUTE_OUTPUT_VALUES = 2;
const NAME_BYTES = 32; // GPIO_MAX_NAME_SIZE

/** A requested line: its offset in the chip, and the level it starts with where it is an output. */
export interface LineRequest {
  readonly offset: number;
  readonly level?: Level;
}

/** `struct gpio_v2_line_request`, 592 bytes: lines that are all outputs with a first level, or all inputs. */
export function encodeLineRequest(lines: readonly LineRequest[], consumer: string): Buffer {
  const request = Buffer.alloc(592);
  for (const [i, { offset }] of lines.entries()) request.writeUInt32LE(offset, i * 4);
  request.write(consumer, 256, NAME_BYTES - 1, "latin1");
  const isOutput = lines.some(({ level }) => level !== undefined);
  request.writeBigUInt64LE(isOutput ? FLAG_OUTPUT : FLAG_INPUT, 288);
  if (isOutput) {
    request.writeUInt32LE(1, 296); // one attribute: the first levels
    request.writeUInt32LE(ATTRIBUTE_OUTPUT_VALUES, 320);
    request.writeBigUInt64LE(
      lines.reduce((bits, { level }, i) => (level === 1 ? bits | (1n << BigInt(i)) : bits), 0n),
      328,
    );
    request.writeBigUInt64LE((1n << BigInt(lines.length)) - 1n, 336);
  }
  request.writeUInt32LE(lines.length, 560);
  return request;
}

/** The file descriptor that the kernel put into an answered line request. */
export function lineDescriptor(request: Buffer): number {
  return request.readInt32LE(588);
}

/** `struct gpio_v2_line_values`, 16 bytes, for one line of a request; `level` matters to a write only. */
export function encodeLineValue(index: number, level: Level = 0): Buffer {
  const values = Buffer.alloc(16);
  values.writeBigUInt64LE(BigInt(level) << BigInt(index), 0);
  values.writeBigUInt64LE(1n << BigInt(index), 8);
  return values;
}

/** The level of one line in answered line values. */
export function lineLevel(values: Buffer, index: number): Level {
  return ((values.readBigUInt64LE(0) >> BigInt(index)) & 1n) === 1n ? 1 : 0;
}

/** `struct gpiochip_info`, 68 bytes, to be filled by the kernel. */
export function emptyChipInfo(): Buffer {
  return Buffer.alloc(68);
}

/** The label in an answered chip info. */
export function chipLabel(info: Buffer): string {
  return text(info, 32);
}

/** `struct gpio_v2_line_info`, 256 bytes, that queries one line. */
export function encodeLineInfo(offset: number): Buffer {
  const info = Buffer.alloc(256);
  info.writeUInt32LE(offset, 64);
  return info;
}

/** Returns the holder of a line from an answered line info; the empty text when it gave no name. */
export function lineConsumer(info: Buffer): string {
  return text(info, NAME_BYTES);
}

function text(bytes: Buffer, from: number): string {
  const field = bytes.subarray(from, from + NAME_BYTES);
  const end = field.indexOf(0);
  return field.toString("latin1", 0, end < 0 ? NAME_BYTES : end);
}
