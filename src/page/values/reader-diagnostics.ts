import type { ValueRow } from "../../dashboard/dashboard.ts";

/** Numbers and texts of a reader's diagnostics, by their place in it. */
type Diagnostics = ReadonlyMap<string, string>;

/** Sentence on a state of the reader that needs a hand, and when it holds. */
interface Advice {
  readonly holds: (of: (path: string) => number, diagnostics: Diagnostics) => boolean;
  /** `{key}` stands for the value of a key. */
  readonly sentence: string;
}

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

const SILENT_S = 60;
const BAD_CAUSES = [...MEANINGS.keys()].filter((path) => path.startsWith("bad."));
const refuses = (of: (path: string) => number) => BAD_CAUSES.some((path) => of(path) > 0);
/** One in a hundred, and ten in any case. */
const few = (count: number) => Math.max(10, count / 100);
const isSilent = (of: (path: string) => number) => of("ok") === 0 || of("ageS") > SILENT_S;

/** What may be wrong, the nearest cause first. @source doc/reader.md, When something is wrong */
const ADVICE: readonly Advice[] = [
  {
    holds: (of) => of("bytes") === 0 && of("up") > SILENT_S,
    sentence:
      "The reader hears nothing from the meter: is the port open, data request (pin 2) joined to pin 1, data on the pin that is configured?",
  },
  {
    holds: (of) => of("bytes") > 0 && of("ok") === 0 && !refuses(of),
    sentence: "The reader hears bytes, but no telegram: is the signal inverted twice, or not at all (rx_inverted)?",
  },
  {
    holds: (of, diagnostics) => isSilent(of) && refuses(of) && diagnostics.has("refused"),
    sentence: "The reader refuses what the meter sends: {refused}.",
  },
  {
    holds: (_, diagnostics) => /^(crash|watchdog)$/.test(diagnostics.get("reset") ?? ""),
    sentence: "The reader last started after a fault of its own ({reset}): if that repeats, update its firmware.",
  },
  {
    holds: (_, diagnostics) => diagnostics.get("reset") === "brownout",
    sentence:
      "The reader's supply broke down: capacitor nearer to the board, lower output_power, or a supply of its own.",
  },
  {
    holds: (of) => of("supplyMv") < 3_000,
    sentence: "The reader's supply is low ({supplyMv} mV): below 2900 mV it restarts.",
  },
  {
    holds: (of) => of("rssi") < -80,
    sentence: "The reader's Wi-Fi is weak ({rssi} dBm): move it, or raise output_power.",
  },
  {
    holds: (of) => of("unsent") > few(of("ok")),
    sentence: "The reader could not send {unsent} telegrams: weak Wi-Fi, or the broker was away.",
  },
  {
    holds: (of) => of("heap") < 8_000 || of("block") < 4_000,
    sentence: "The reader is short of memory ({heap} bytes free, {block} in one piece): leave packages out.",
  },
  {
    holds: (of) => of("portOverruns") > few(of("ok")),
    sentence: "The reader loses bytes of the meter: rx_buffer_size must be 2048.",
  },
];

/** Meaning of a row of the reader's diagnostics; undefined for any other. */
export function diagnosticMeaning({ topic, path, isKnown }: ValueRow): string | undefined {
  return isKnown && topic.endsWith(TOPIC) ? MEANINGS.get(path) : undefined;
}

/** Sentences on what the reader's diagnostics show to be wrong; none where all is well or there are none. */
export function readerAdvice(rows: readonly ValueRow[]): readonly string[] {
  const diagnostics: Diagnostics = new Map(
    rows.filter((row) => diagnosticMeaning(row) !== undefined).map(({ path, value }) => [path, value]),
  );
  // What is absent is no number, and so neither above nor below anything.
  const of = (path: string) => Number(diagnostics.get(path));
  return ADVICE.filter(({ holds }) => holds(of, diagnostics)).map(({ sentence }) =>
    sentence.replace(/\{(\w+)\}/g, (_, path: string) => diagnostics.get(path) ?? "unknown"),
  );
}
