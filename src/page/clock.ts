import { createContext } from "preact";
import { useEffect, useReducer } from "preact/hooks";
import type { Now } from "../meter/now.ts";

/** A jump of the wall clock beyond this is a machine that slept, or a clock that was set: both make what is known older. */
const JUMP_MS = 2_000;

let sleptMs = 0;
let before: { readonly wallMs: number; readonly countedMs: number } | undefined;

/**
 * Milliseconds that passed for the browser, also while the machine slept, which its own monotonic clock may leave out.
 * Never goes back.
 */
export function browserMonoMs(): number {
  const [wallMs, countedMs] = [Date.now(), performance.now()];
  if (before !== undefined) {
    const jumpMs = wallMs - before.wallMs - (countedMs - before.countedMs);
    if (jumpMs > JUMP_MS) sleptMs += jumpMs;
  }
  before = { wallMs, countedMs };
  return countedMs + sleptMs;
}

/** The kiosk's clocks as last heard. */
export interface KioskClock {
  readonly now: Now;
  /** When that was, on the browser's monotonic clock. */
  readonly heardAtMs: number;
}

/** The kiosk's clocks, for everything below; absent until they were heard. */
export const KioskClockContext = createContext<KioskClock | undefined>(undefined);

/**
 * Age of an instant at the kiosk, milliseconds; negative for the future.
 * @param atMonoMs on the kiosk's monotonic clock
 * @param browserMs the present on the browser's monotonic clock
 */
export function kioskAge({ now, heardAtMs }: KioskClock, atMonoMs: number, browserMs: number): number {
  return now.monoMs + (browserMs - heardAtMs) - atMonoMs;
}

/** The browser's monotonic clock, milliseconds, looked at again each second: for ages that grow. */
export function useSecond(): number {
  const [, look] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const timer = setInterval(() => look(undefined), 1000);
    return () => clearInterval(timer);
  }, []);
  return browserMonoMs();
}
