import type { ValueRow } from "../../dashboard/dashboard.ts";
import { readerFindings } from "../../meter/reader-diagnosis.ts";

const TOPIC = "/diagnostics";

/** Meaning of each value of our own reader's diagnostics. @source doc/reader-protocol.md */
const MEANINGS: ReadonlyMap<string, string> = new Map([
  ["v", "version of this message"],
  ["fw", "version of the reader"],
  ["esphome", "ESPHome that built it"],
  ["reset", "why it last started"],
  ["up", "seconds since then"],
  ["rssi", "Wi-Fi signal in dBm"],
  ["heap", "bytes of free memory"],
  ["block", "its largest piece"],
  ["supplyMv", "supply in mV"],
  ["reconnects", "connections lost since the start"],
  ["unsent", "telegrams not sent"],
  ["raw", "raw bytes are published"],
  ["fmt", "format of the last telegram"],
  ["ageS", "seconds since the last telegram"],
  ["bytes", "bytes from the meter"],
  ["ok", "telegrams accepted"],
  ["bad.crc", "refused: checksum of ASCII"],
  ["bad.noCrc", "refused: no checksum"],
  ["bad.hcs", "refused: checksum of a header"],
  ["bad.fcs", "refused: checksum of a frame"],
  ["bad.truncated", "refused: cut off"],
  ["bad.unsupported", "refused: of a kind not read"],
  ["bad.malformed", "refused: contradicts itself"],
  ["resyncs", "false starts"],
  ["overruns", "telegrams too long for the reader"],
  ["givenUp", "bytes dropped as noise"],
  ["portOverruns", "serial buffer ran over"],
  ["refused", "the last refusal"],
  ["refusedS", "seconds since then"],
]);

/** Meaning of a row of the reader's diagnostics; undefined for any other. */
export function diagnosticMeaning({ topic, path, isKnown }: ValueRow): string | undefined {
  return isKnown && topic.endsWith(TOPIC) ? MEANINGS.get(path) : undefined;
}

/** Sentences on what the reader's diagnostics show to be wrong; none where all is well or there are none. */
export function readerAdvice(rows: readonly ValueRow[]): readonly string[] {
  const own = rows.filter((row) => diagnosticMeaning(row) !== undefined);
  const diagnostics = Object.fromEntries(own.map(({ path, value }) => [path, value]));
  return readerFindings(diagnostics).map(({ symptom, remedy }) => `${symptom}: ${remedy}`);
}
