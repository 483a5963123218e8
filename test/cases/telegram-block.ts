import { crc16Arc, crc16X25 } from "../../src/meter/wire/crc.ts";

/** What becomes of an ASCII telegram on its way from the meter. */
export const BLOCKS = ["crc-16/arc", "crc-16/x25", "wrong-crc", "no-crc", "line-feeds-only"] as const;

const digits = (crc: number): string => crc.toString(16).toUpperCase().padStart(4, "0");

/**
 * The bytes of an ASCII telegram that is written line by line from its `/` to its `!`.
 * @param text lines that end in LF; whatever follows the `!` is replaced
 */
export function telegramBytes(text: string, block: (typeof BLOCKS)[number]): Uint8Array {
  const upToBang = `${text.slice(0, text.lastIndexOf("\n!") + 1)}!`.replaceAll("\n", "\r\n");
  const bytes = Buffer.from(upToBang, "latin1");
  const arc = digits(crc16Arc(bytes));
  const check = {
    "crc-16/arc": arc,
    "crc-16/x25": digits(crc16X25(bytes)),
    "wrong-crc": digits(crc16Arc(bytes) ^ 1),
    "no-crc": "",
    "line-feeds-only": arc,
  }[block];
  const whole = `${upToBang}${check}\r\n`;
  return Buffer.from(block === "line-feeds-only" ? whole.replaceAll("\r\n", "\n") : whole, "latin1");
}
