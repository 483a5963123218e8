import { errorFacts, isRecoverable } from "../errors.ts";
import type { Steps } from "../panel/step.ts";
import { type RunOptions, run } from "./run.ts";
import type { SpiBus } from "./spi-bus.ts";

/** One piece of work on a panel, and the ways out of its failure. Each call begins a new list of steps. */
export interface Recoverable {
  /** The work from the state that the controller is believed to be in. */
  first(): Steps;
  /** The same work from a hardware reset. */
  again(): Steps;
  /** Off and to sleep, from whatever state. */
  sleep(): Steps;
}

/** Receives failures on the way; a thrown error is logged by who catches it. */
export interface Recovery extends RunOptions {
  readonly warn: (facts: object, message: string) => void;
}

/**
 * Runs the work; when the panel does not get ready or a wire fails, says so, resets once and runs it again. After a second
 * failure the panel is put to sleep as well as it can be, and the second failure is thrown.
 * @returns whether the reset was needed
 * @throws WattframeError `BUSY_TIMEOUT` or `BUS_IO`, after the panel was left alone
 */
export async function runRecovering(bus: SpiBus, work: Recoverable, recovery: Recovery): Promise<boolean> {
  try {
    await run(bus, work.first(), recovery);
    return false;
  } catch (failure) {
    if (!isRecoverable(failure)) throw failure;
    recovery.warn(errorFacts(failure), "the panel failed: resetting it and trying once more");
  }
  try {
    await run(bus, work.again(), recovery);
    return true;
  } catch (failure) {
    await leaveAsleep(bus, work, recovery);
    throw failure;
  }
}

/** Puts the panel to sleep whatever it answers, then cuts its supply where that line is wired; never throws. */
export async function leaveAsleep(bus: SpiBus, work: Pick<Recoverable, "sleep">, recovery: Recovery): Promise<void> {
  try {
    await run(bus, work.sleep(), { ...recovery, ignoreBusy: true });
    bus.set("pwr", 0);
  } catch (failure) {
    recovery.warn(
      errorFacts(failure),
      "the panel could not be put to sleep: disconnect it if it stays dark or flickers",
    );
  }
}
