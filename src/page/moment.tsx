import { useContext } from "preact/hooks";
import { KioskClockContext, kioskAge, useSecond } from "./clock.ts";
import { useLanguage } from "./language.ts";
import { ageText, momentText } from "./words/format.ts";

/** A moment, and how it is written. */
interface MomentProps {
  /** On the kiosk's monotonic clock. */
  readonly atMonoMs: number;
  /** Adds the age. */
  readonly withAge?: boolean;
}

/** Moment at the kiosk as a time of day; while the kiosk's clock is not set, only as an age. */
export function Moment({ atMonoMs, withAge = false }: MomentProps) {
  const clock = useContext(KioskClockContext);
  const language = useLanguage();
  const browserMs = useSecond();
  if (clock === undefined) return null;
  const ageMs = kioskAge(clock, atMonoMs, browserMs);
  if (!clock.now.clockSet) return <span>{ageText(ageMs, language)}</span>;
  const nowMs = clock.now.wallMs + browserMs - clock.heardAtMs;
  const atMs = clock.now.wallMs - (clock.now.monoMs - atMonoMs);
  return (
    <>
      <time dateTime={new Date(atMs).toISOString()}>{momentText(atMs, nowMs, language)}</time>
      {withAge && <span class="age">, {ageText(ageMs, language)}</span>}
    </>
  );
}

/** Sentence with a moment in the place of its `{time}` mark. */
export function MomentIn({ sentence, ...moment }: MomentProps & { readonly sentence: string }) {
  const [before, after] = sentence.split("{time}");
  return (
    <>
      {before}
      <Moment {...moment} />
      {after}
    </>
  );
}
