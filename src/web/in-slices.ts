import { setImmediate } from "node:timers/promises";

/** Longest time without the process's other work, MQTT above all; milliseconds. */
const SLICE_MS = 8;

/**
 * Return value of a generator whose steps run in slices of about 8 ms, with the process's other work in between. An abort
 * takes effect between two slices and leaves the generator as it is, so that it can be resumed.
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
