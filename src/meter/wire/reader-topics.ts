/**
 * The topics of a reader, relative to the meter's prefix, that mean something of their own and can never be mapped.
 * Every reader (an ESPHome node, our own one included) has `status` and `debug`; `telegram`, `diagnostics` and `raw` are ours.
 */
export const READER_TOPICS = {
  status: "status",
  log: "debug",
  telegram: "telegram",
  diagnostics: "diagnostics",
  raw: "raw",
} as const;

const ALL: ReadonlySet<string> = new Set(Object.values(READER_TOPICS));

/** Whether a relative topic is one of {@link READER_TOPICS}. */
export function isReaderTopic(topic: string): boolean {
  return ALL.has(topic);
}
