import { expect, it } from "vitest";
import { expectPastIn, MOMENTS, signalMoments } from "./signal-moments.ts";

const at = signalMoments();

it.each(MOMENTS)("SIGTERM %s ends the kiosk in order and leaves nothing behind", async (_, reach) => {
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
