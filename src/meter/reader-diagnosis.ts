/** What a reader says of itself: each value as text, by its place in the message, such as `bad.crc`. @source doc/reader-protocol.md */
export type Diagnostics = Readonly<Record<string, string>>;

/** Kinds of fault between meter and reader that leave a display without any value, the nearest first. */
export const READER_FAULTS = ["hears-nothing", "no-telegram", "refuses"] as const;

/** One of {@link READER_FAULTS}. */
export type ReaderFault = (typeof READER_FAULTS)[number];

/** Finding on what a reader says of itself: what is wrong, and what to do or to look at, a sentence each. */
export interface ReaderFinding {
  /** Absent for what does not keep the meter's values away. */
  readonly fault?: ReaderFault;
  readonly symptom: string;
  readonly remedy: string;
}

/** Finding, and when it holds; `{key}` in its sentences stands for the value of a key. */
interface Row extends ReaderFinding {
  /** @param of the number at a place, which is neither above nor below anything where it is absent */
  readonly holds: (of: (path: string) => number, diagnostics: Diagnostics) => boolean;
}

const SILENT_S = 60;
/** Places of the counts of what was refused, by cause. */
const REFUSED = ["crc", "noCrc", "hcs", "fcs", "truncated", "unsupported", "malformed"].map((cause) => `bad.${cause}`);
const refuses = (of: (path: string) => number) => REFUSED.some((path) => of(path) > 0);
/** One in a hundred, and ten in any case. */
const few = (count: number) => Math.max(10, count / 100);
const isSilent = (of: (path: string) => number) => of("ok") === 0 || of("ageS") > SILENT_S;

/** What may be wrong, the nearest cause first. @source doc/reader.md, When something is wrong */
const ROWS: readonly Row[] = [
  {
    fault: "hears-nothing",
    holds: (of) => of("bytes") === 0 && of("up") > SILENT_S,
    symptom: "The reader hears nothing from the meter",
    remedy: "is the port open, data request (pin 2) joined to pin 1, data on the pin that is configured?",
  },
  {
    fault: "no-telegram",
    holds: (of) => of("bytes") > 0 && of("ok") === 0 && !refuses(of),
    symptom: "The reader hears bytes, but no telegram",
    remedy: "is the signal inverted twice, or not at all (rx_inverted)?",
  },
  {
    fault: "refuses",
    holds: (of, diagnostics) => isSilent(of) && refuses(of) && diagnostics["refused"] !== undefined,
    symptom: "The reader refuses what the meter sends ({refused})",
    remedy: "is the line short and undisturbed, and a key that was given the meter's own?",
  },
  {
    holds: (_, { reset }) => /^(crash|watchdog)$/.test(reset ?? ""),
    symptom: "The reader last started after a fault of its own ({reset})",
    remedy: "if that repeats, update its firmware.",
  },
  {
    holds: (_, { reset }) => reset === "brownout",
    symptom: "The reader's supply broke down",
    remedy: "capacitor nearer to the board, lower output_power, or a supply of its own.",
  },
  {
    holds: (of) => of("supplyMv") < 3_000,
    symptom: "The reader's supply is low ({supplyMv} mV)",
    remedy: "below 2900 mV it restarts.",
  },
  {
    holds: (of) => of("rssi") < -80,
    symptom: "The reader's Wi-Fi is weak ({rssi} dBm)",
    remedy: "move it, or raise output_power.",
  },
  {
    holds: (of) => of("unsent") > few(of("ok")),
    symptom: "The reader could not send {unsent} telegrams",
    remedy: "weak Wi-Fi, or the broker was away.",
  },
  {
    holds: (of) => of("heap") < 8_000 || of("block") < 4_000,
    symptom: "The reader is short of memory ({heap} bytes free, {block} in one piece)",
    remedy: "leave packages out.",
  },
  {
    holds: (of) => of("portOverruns") > few(of("ok")),
    symptom: "The reader loses bytes of the meter",
    remedy: "rx_buffer_size must be 2048.",
  },
];

/** What a reader's diagnostics show to be wrong; empty where all is well or there are none. */
export function readerFindings(diagnostics: Diagnostics): readonly ReaderFinding[] {
  const of = (path: string) => Number(diagnostics[path]);
  const filled = (text: string) => text.replace(/\{(\w+)\}/g, (_, path: string) => diagnostics[path] ?? "unknown");
  return ROWS.filter(({ holds }) => holds(of, diagnostics)).map(({ fault, symptom, remedy }) => ({
    ...(fault && { fault }),
    symptom: filled(symptom),
    remedy: filled(remedy),
  }));
}

/** The fault that keeps the meter's values away, as its reader knows it; undefined where it knows none. */
export function readerFaultOf(diagnostics: Diagnostics): ReaderFault | undefined {
  return readerFindings(diagnostics).find(({ fault }) => fault !== undefined)?.fault;
}
