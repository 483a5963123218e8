/** The numbers of a waveform table from its hex text, in the order in which they are sent. */
export function waveform(hex: string): readonly number[] {
  return hex
    .trim()
    .split(/\s+/)
    .map((byte) => Number.parseInt(byte, 16));
}
