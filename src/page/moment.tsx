import { useContext } from "preact/hooks";
import { KioskClockContext, kioskAge, useSecond } from "./clock.ts";
import { ageText, momentText } from "./words/format.ts";

/** What is told of a moment. */
interface MomentProps {
  /** On the kiosk's monotonic clock. */
  readonly atMonoMs: number;
  /** Whether the age stands beside the time. */
  readonly withAge?: boolean;
}

/** A moment at the kiosk as a time of day; while the kiosk's clock is not set, only as an age. */
export function Moment({ atMonoMs, withAge = false }: MomentProps) {
  const clock = useContext(KioskClockContext);
  const browserMs = useSecond();
  if (clock === undefined) return null;
  const ageMs = kioskAge(clock, atMonoMs, browserMs);
  if (!clock.now.clockSet) return <span>{ageText(ageMs)}</span>;
  const nowMs = clock.now.wallMs + browserMs - clock.heardAtMs;
  const atMs = clock.now.wallMs - (clock.now.monoMs - atMonoMs);
  return (
    <>
      <time dateTime={new Date(atMs).toISOString()}>{momentText(atMs, nowMs)}</time>
      {withAge && <span class="age">, {ageText(ageMs)}</span>}
    </>
  );
}
