/** What bytes that are no UTF-8 were read as. */
const REPLACEMENT = "\u{fffd}";

/**
 * Whether a text that was read from a packet is one that MQTT allows: no NUL in it, and nothing that was not UTF-8.
 * Whoever sends another is to be disconnected.
 * @source MQTT 3.1.1, 1.5.3, MQTT-1.5.3-1 and -2
 */
export function isMqttText(text: string): boolean {
  return !text.includes("\0") && !text.includes(REPLACEMENT);
}
