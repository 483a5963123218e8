/** Character that replaces bytes that are not UTF-8. */
const REPLACEMENT = "\u{fffd}";

/**
 * Tells whether a text read from a packet is allowed by MQTT: no NUL in it, and nothing that was not UTF-8. A client that
 * sends another is to be disconnected.
 * @source MQTT 3.1.1, 1.5.3, MQTT-1.5.3-1 and -2
 */
export function isMqttText(text: string): boolean {
  return !text.includes("\0") && !text.includes(REPLACEMENT);
}
