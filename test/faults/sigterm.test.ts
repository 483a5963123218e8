import { expect, it } from "vitest";
import { expectPastIn, MOMENTS, signalMoments } from "./signal-moments.ts";

const at = signalMoments();

/** An end is cut off after five seconds, which are short where much else runs: then it is tried again. */
const CUT_OFF = { retry: 2 };

it.each(MOMENTS)("SIGTERM %s ends the kiosk in order and leaves nothing behind", CUT_OFF, async (_, reach) => {
  const kiosk = await reach(at);
  const ending = await kiosk.end("SIGTERM");
  // Before anything was opened it ends at once, and from then on in order; 143 is also that of an end that took too long.
  const hasBegun = kiosk.log().length > 0;
  if (hasBegun) expect([ending, kiosk.log().at(-1)?.msg]).toEqual([0, "stopped"]);
  else expect(["SIGTERM", 143, 0]).toContain(ending);
  expect(kiosk.log().filter(({ level }) => level === "error")).toEqual([]);
  expect(at.site.left()).toEqual([]);
  expectPastIn(at);
});
