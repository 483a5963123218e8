import { bytesOfLatin1, latin1Of } from "./bytes.ts";
import { isPersonalName } from "./identifier.ts";
import { hidden, maskJson } from "./mask-text.ts";
import { isDiscoveryTopic } from "./wire/discovery.ts";
import type { WireFormat } from "./wire/wire-format.ts";
import { WIRE_FORMATS } from "./wire/wire-formats.ts";

/** Keys that name a device in a discovery message: their values are texts, and lists of them that may hold lists. */
const DEVICE_NAMES =
  /("(?:ids|identifiers|cns|connections|sn|serial_number|uniq_id|unique_id)"\s*:\s*)("(?:[^"\\]|\\.)*"|\[(?:[^[\]]|\[[^[\]]*\])*\])/g;

/**
 * A message's payload with the identifiers of meters and devices masked: by the wire format that knows where they are, else
 * in JSON, in discovery messages and on topics that name one. Everything else stays byte for byte; without identifiers the
 * payload itself is returned. Masks keep the length, but for a checksum that needs another digit.
 * @param topic with or without prefix
 */
export function maskMessage(
  topic: string,
  payload: Uint8Array,
  formats: readonly WireFormat[] = WIRE_FORMATS,
): Uint8Array {
  for (const { mask } of formats) {
    const masked = mask?.(topic, payload);
    if (masked !== undefined) return masked;
  }
  const text = latin1Of(payload);
  const masked = maskText(topic, text);
  return masked === text ? payload : bytesOfLatin1(masked);
}

function maskText(topic: string, text: string): string {
  if (isDiscoveryTopic(topic)) return maskJson(text.replaceAll(DEVICE_NAMES, (_, lead, names) => lead + hidden(names)));
  if (/^\s*[[{]/.test(text)) return maskJson(text);
  return isPersonalName(topic) ? hidden(text) : text;
}
