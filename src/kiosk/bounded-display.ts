import type { DisplayConfig } from "../config/config.ts";
import type { Display } from "../display/display.ts";
import { displayRowOf } from "../display/displays.ts";
import { WattframeError } from "../errors.ts";

/** Longest time that a display may take for one picture, or for its end; what hardware bounds by itself takes less. */
export const LONGEST_SHOW_MS = 3 * 60_000;

/** Longest time that a display of the configuration may take for one picture, milliseconds. */
export function longestShowMs({ kind, options }: Pick<DisplayConfig, "kind" | "options">): number {
  return displayRowOf(kind)?.longestShowMs?.(options) ?? LONGEST_SHOW_MS;
}

/** Time for a display that hangs to end what it was interrupted in, milliseconds. */
const END_MS = 2_000;

/**
 * A display each of whose answers comes within a limit. One that is not there by then is `DISPLAY_HANGS`; so is every call
 * until it is, since hardware cannot do two things at once.
 * @param limitMs longest time that one call may take
 */
export function boundedDisplay(inner: Display, limitMs: number): Display {
  let hanging: Promise<unknown> | undefined;
  const waitFor = async (answer: Promise<unknown>): Promise<void> => {
    hanging = answer;
    await settled(answer);
    hanging = undefined;
  };
  const within = async <Result>(ms: number, work: () => Promise<Result>): Promise<Result> => {
    if (hanging) throw hangs(limitMs);
    const answer = work();
    if (await isSettledWithin(ms, answer)) return await answer;
    void waitFor(answer);
    throw hangs(limitMs);
  };
  const { refusal, interrupt } = inner;
  return {
    ...(refusal && { refusal: (...question) => within(limitMs, () => refusal.call(inner, ...question)) }),
    show: (...question) => within(limitMs, () => inner.show(...question)),
    ...(interrupt && { interrupt: () => interrupt.call(inner) }),
    async close() {
      if (hanging) await isSettledWithin(END_MS, hanging);
      await within(limitMs, () => inner.close());
    },
  };
}

/** Resolves when a promise has ended in whatever way. */
async function settled(promise: Promise<unknown>): Promise<void> {
  await promise.catch(() => {}); // whoever waits for the answer gets its error
}

async function isSettledWithin(ms: number, promise: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const inTime = async () => {
    await settled(promise);
    return true;
  };
  return await Promise.race([inTime(), tooLate]).finally(() => clearTimeout(timer));
}

function hangs(limitMs: number): WattframeError {
  return new WattframeError(
    "DISPLAY_HANGS",
    `The display does not end what it does: it has been at work for more than ${Math.round(limitMs / 1_000)} s.`,
    { hint: "Look at its cable and supply, or at the program or folder that its pictures go to." },
  );
}
