/** Time for which a zone keeps one offset from UTC; `toMs` is the first instant of the next one. */
export interface OffsetPeriod {
  readonly fromMs: number;
  readonly toMs: number;
  readonly offsetMs: number;
}

/** Lengths of a header, and of what stands behind it for each time and each type. */
const HEADER = 44;
const TYPE = 6;
/** Bytes of a time in the first part of a file, which is for programs of long ago, and in the second. */
const SHORT_TIME = 4;
const LONG_TIME = 8;

/**
 * Returns the periods of one offset that a file of the system's time zone database lists, in their order: from the
 * beginning of time to the last change in the list, and on to the end of time where the zone's clock is never changed again.
 * @param file a compiled zone in its version 2 or later
 * @returns undefined where the bytes are no such file, or one that counts leap seconds
 * @source RFC 9636 section 3
 */
export function offsetPeriods(file: Uint8Array): readonly OffsetPeriod[] | undefined {
  try {
    return readPeriods(new DataView(file.buffer, file.byteOffset, file.byteLength));
  } catch (thrown) {
    if (thrown instanceof RangeError) return undefined; // the file ends before what it announces
    throw thrown;
  }
}

/** Numbers of what stands behind a header. */
interface Counts {
  readonly leaps: number;
  readonly times: number;
  readonly types: number;
  /** Bytes up to the next header, or to the rule. */
  readonly length: number;
}

function readPeriods(file: DataView): readonly OffsetPeriod[] | undefined {
  if (textOf(file, 0, 4) !== "TZif" || file.getUint8(4) < "2".charCodeAt(0)) return undefined;
  const from = HEADER + countsAt(file, 0, SHORT_TIME).length;
  const { leaps, times, types, length } = countsAt(file, from, LONG_TIME);
  if (leaps > 0) return undefined;
  const timesAt = from + HEADER;
  const kindsAt = timesAt + times * LONG_TIME;
  const offsetMs = (type: number): number => {
    if (type >= types) throw new RangeError("no such type");
    return file.getInt32(kindsAt + times + type * TYPE) * 1_000;
  };
  const periods: OffsetPeriod[] = [];
  let [fromMs, lastMs] = [Number.NEGATIVE_INFINITY, offsetMs(0)];
  for (let i = 0; i < times; i++) {
    const atMs = Number(file.getBigInt64(timesAt + i * LONG_TIME)) * 1_000;
    const nextMs = offsetMs(file.getUint8(kindsAt + i));
    if (nextMs === lastMs) continue; // another name of the same offset
    periods.push({ fromMs, toMs: atMs, offsetMs: lastMs });
    [fromMs, lastMs] = [atMs, nextMs];
  }
  if (isWithoutSummerTime(file, HEADER + from + length))
    periods.push({ fromMs, toMs: Number.POSITIVE_INFINITY, offsetMs: lastMs });
  return periods;
}

function countsAt(file: DataView, at: number, time: number): Counts {
  const [utcMarks, standardMarks, leaps, times, types, letters] = [20, 24, 28, 32, 36, 40].map((each) =>
    file.getUint32(at + each),
  ) as [number, number, number, number, number, number];
  const length = times * (time + 1) + types * TYPE + letters + leaps * (time + 4) + standardMarks + utcMarks;
  return { leaps, times, types, length };
}

/** Tells whether the rule for all later times, a text between two line ends, is one offset: dates follow behind commas. */
function isWithoutSummerTime(file: DataView, at: number): boolean {
  const rule = textOf(file, at, file.byteLength - at);
  return /^\n[^\n,]+\n$/u.test(rule);
}

function textOf(file: DataView, at: number, length: number): string {
  return String.fromCharCode(...Array.from({ length }, (_, i) => file.getUint8(at + i)));
}
