function tableOf(reflectedPolynomial: number): Uint16Array {
  return Uint16Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ reflectedPolynomial : crc >>> 1;
    return crc;
  });
}

const ARC = tableOf(0xa001); // 0x8005 reflected, DSMR 5.0.2 section 6.2
const X25 = tableOf(0x8408); // 0x1021 reflected, ISO/IEC 13239 annex A

function crc16(table: Uint16Array, start: number, bytes: Uint8Array, from: number, to: number): number {
  let crc = start;
  for (let i = from; i < to; i++) crc = (crc >>> 8) ^ (table[(crc ^ (bytes[i] ?? 0)) & 0xff] ?? 0);
  return crc;
}

/** CRC-16/ARC of bytes `from` (included) to `to` (excluded): the checksum of ASCII telegrams, from `/` to `!` inclusive. */
export function crc16Arc(bytes: Uint8Array, from = 0, to = bytes.length): number {
  return crc16(ARC, 0, bytes, from, to);
}

/** CRC-16/X.25 of bytes `from` to `to` (excluded): HCS and FCS of HDLC frames, sent low byte first. */
export function crc16X25(bytes: Uint8Array, from = 0, to = bytes.length): number {
  return crc16(X25, 0xffff, bytes, from, to) ^ 0xffff;
}
