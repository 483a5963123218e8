import { recordedMessage, recordingLine } from "../meter/recording.ts";
import type { TextMask } from "./text-mask.ts";

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Lines of a recording, whose identifiers of meters and devices are masked already, without what else may be personal in
 * their topics and payloads. Payloads that are no text stay.
 */
export function maskedMessages(lines: string, mask: TextMask): string {
  const messages = lines.split("\n").filter((line) => line !== "");
  return messages.map((line, i) => `${maskedLine(line, i + 1, mask)}\n`).join("");
}

function maskedLine(line: string, number: number, mask: TextMask): string {
  const message = recordedMessage(line, number);
  const text = textOf(message.payload);
  const payload = text === undefined ? message.payload : new TextEncoder().encode(mask.payload(text));
  return recordingLine({ ...message, topic: mask.text(message.topic), payload });
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return UTF8.decode(bytes);
  } catch {
    return undefined;
  }
}
