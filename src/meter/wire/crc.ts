/** One kind of CRC-16 that takes the least significant bit of each byte first. */
export interface Crc16 {
  /** The register after one byte, for a register that was 0. */
  readonly table: Uint16Array;
  /** The register before the first byte. */
  readonly start: number;
  /** Value that the register is XORed with after the last byte. */
  readonly finish: number;
}

/** The checksum of ASCII telegrams. @source DSMR 5.0.2 section 6.2: polynomial 0x8005, here reflected */
export const CRC_ARC: Crc16 = { table: tableOf(0xa001), start: 0, finish: 0 };

/** The checks of HDLC frames. @source ISO/IEC 13239 annex A: polynomial 0x1021, here reflected */
export const CRC_X25: Crc16 = { table: tableOf(0x8408), start: 0xffff, finish: 0xffff };

function tableOf(reflectedPolynomial: number): Uint16Array {
  return Uint16Array.from({ length: 256 }, (_, byte) => {
    let register = byte;
    for (let bit = 0; bit < 8; bit++) register = register & 1 ? (register >>> 1) ^ reflectedPolynomial : register >>> 1;
    return register;
  });
}

/** The register after one more byte. */
export function crcStep({ table }: Crc16, register: number, byte: number): number {
  return (register >>> 8) ^ (table[(register ^ byte) & 0xff] ?? 0);
}

/** The CRC of bytes `from` (included) to `to` (excluded). */
export function crc16(crc: Crc16, bytes: Uint8Array, from = 0, to = bytes.length): number {
  let register = crc.start;
  for (let i = from; i < to; i++) register = crcStep(crc, register, bytes[i] ?? 0);
  return register ^ crc.finish;
}

/** CRC-16/ARC: the checksum of ASCII telegrams, from `/` to `!` inclusive. */
export function crc16Arc(bytes: Uint8Array, from = 0, to = bytes.length): number {
  return crc16(CRC_ARC, bytes, from, to);
}

/** CRC-16/X.25: HCS and FCS of HDLC frames, sent low byte first. */
export function crc16X25(bytes: Uint8Array, from = 0, to = bytes.length): number {
  return crc16(CRC_X25, bytes, from, to);
}
