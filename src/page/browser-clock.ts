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
