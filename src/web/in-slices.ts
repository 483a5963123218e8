import { setImmediate } from "node:timers/promises";

/** How long the process may be kept from its other work, MQTT above all. */
const SLICE_MS = 8;

/**
 * What a generator returns: its steps are taken in slices of about 8 ms, and the process does its other work in between.
 * An abort comes through between two slices and leaves the generator as it is, so that it may be taken up again.
 * @throws the signal's reason
 */
export async function inSlices<T>(steps: Generator<unknown, T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    signal.throwIfAborted();
    const untilMs = performance.now() + SLICE_MS;
    do {
      const step = steps.next();
      if (step.done === true) return step.value;
    } while (performance.now() < untilMs);
    await setImmediate();
  }
}
