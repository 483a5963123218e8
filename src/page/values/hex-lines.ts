const PER_LINE = 16;

/** Bytes sixteen a line, as hex and as the characters that they may be; dots for what is none. */
export function hexLines(hex: string): string {
  const lines: string[] = [];
  for (let at = 0; at < hex.length; at += 2 * PER_LINE) {
    const digits = hex.slice(at, at + 2 * PER_LINE).match(/../g) ?? [];
    const text = digits.map((pair) => characterOf(Number.parseInt(pair, 16))).join("");
    lines.push(`${(at / 2).toString(16).padStart(4, "0")}  ${digits.join(" ").padEnd(3 * PER_LINE)} ${text}`);
  }
  return lines.join("\n");
}

function characterOf(byte: number): string {
  return byte >= 0x20 && byte <= 0x7e ? String.fromCharCode(byte) : "·";
}
