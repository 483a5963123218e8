import type { CounterMark } from "./counter-pace.ts";
import { type MeterIdentity, otherMeters } from "./meter-identity.ts";
import { QUANTITIES, QUANTITY, type Quantity, type Values, without } from "./quantity.ts";
import { subMeterRow } from "./sub-meter.ts";

/** A counter's value and when it last came. */
interface StandingMark extends CounterMark {
  /** When it first came, on the monotonic clock; absent where that is the same. */
  readonly sinceMonoMs?: number;
}

/** State of the counters between two telegrams. Plain data. */
export interface CounterMarks {
  readonly trusted: { readonly [Q in Quantity]?: StandingMark };
  /** A jump that was refused; it is accepted when the counter stays there. */
  readonly doubted: { readonly [Q in Quantity]?: StandingMark };
  /** The meter whose counters they are. */
  readonly identity: MeterIdentity;
}

/** A counter that went back, or further than is possible. */
export interface CounterJump {
  readonly quantity: Quantity;
  readonly from: number;
  readonly to: number;
}

/** Result of checking the counters of a telegram. */
export interface CheckedCounters {
  readonly marks: CounterMarks;
  /** Those that jumped and are not accepted yet. */
  readonly jumps: readonly CounterJump[];
  /** Those that are accepted again after a jump: another meter, a reset, a register that is full. */
  readonly restarted: readonly Quantity[];
}

const COUNTERS = QUANTITIES.filter(({ kind }) => kind === "counter").map(({ key }) => key);
/** A counter may be this far ahead whatever the time: hourly lists, rounding, a first value after a gap. */
const SLACK_WH = 1_000;
/** The same of a volume, cubic metres, and the most that a house's pipes let through in an hour. */
const SLACK_M3 = 1;
const MOST_M3_PER_HOUR = 100;
const HOUR_MS = 3_600_000;
/** What a counter may have counted while it was repeated, for one that is renewed once an hour: an hour and a quarter of it. */
const STANDING_MS = 1.25 * HOUR_MS;

/**
 * Returns whether a counter went back by no more than rounding does, as from a value in Wh to the same in few digits of kWh.
 * @param slack the most that rounding does, in the counter's unit
 */
export function isSlip(before: number, after: number, slack = SLACK_WH): boolean {
  return after < before && before - after <= slack && after > before / 2;
}

/** Names under which the meter of a counter may be another one, see `otherMeters`. */
function namesOf(quantity: Quantity): readonly string[] {
  const row = subMeterRow(quantity);
  return row === undefined ? ["meter"] : [String(row.channel), `${row.medium}${row.channel}`];
}

/**
 * Counters compared with their last values: one that slips back continues, one that jumps is doubted once and, where it stays,
 * begins again. Those of another meter, the electricity meter or one on its channels, begin again at once.
 * @param mostW the greatest possible power; no counter grows faster
 */
export function checkCounters(
  before: CounterMarks,
  values: Values,
  identity: MeterIdentity,
  monoMs: number,
  mostW: number,
): CheckedCounters {
  const others = otherMeters(before.identity, identity);
  const isOther = (quantity: Quantity) => namesOf(quantity).some((name) => others.has(name));
  const restarted = others.size === 0 ? [] : COUNTERS.filter(isOther);
  const trusted: { [Q in Quantity]?: StandingMark } = without(before.trusted, restarted);
  const doubted: { [Q in Quantity]?: StandingMark } = without(before.doubted, restarted);
  const jumps: CounterJump[] = [];
  const follows = (quantity: Quantity, mark: StandingMark, value: number) => {
    const [most, slack] =
      QUANTITY.get(quantity)?.unit === "m3" ? [MOST_M3_PER_HOUR, SLACK_M3] : ([mostW, SLACK_WH] as const);
    const stoodMs = Math.min(monoMs - (mark.sinceMonoMs ?? mark.monoMs), STANDING_MS);
    const room = (most * Math.max(monoMs - mark.monoMs, stoodMs)) / HOUR_MS + slack;
    return isSlip(mark.value, value, slack) || (value >= mark.value && value - mark.value <= room);
  };
  for (const quantity of Object.keys(values) as Quantity[]) {
    const value = values[quantity];
    if (value === undefined || QUANTITY.get(quantity)?.kind !== "counter") continue;
    const [trust, doubt] = [trusted[quantity], doubted[quantity]];
    const goesOn = trust !== undefined && follows(quantity, trust, value);
    if (trust && !goesOn && !(doubt && follows(quantity, doubt, value))) {
      doubted[quantity] = { value, monoMs };
      jumps.push({ quantity, from: trust.value, to: value });
      continue;
    }
    if (trust && !goesOn) restarted.push(quantity);
    // Values after one that slipped back are compared with the highest.
    const stands = goesOn && value <= trust.value;
    trusted[quantity] = stands ? { sinceMonoMs: trust.monoMs, ...trust, monoMs } : { value, monoMs };
    delete doubted[quantity];
  }
  return { marks: { trusted, doubted, identity: { ...before.identity, ...identity } }, jumps, restarted };
}
