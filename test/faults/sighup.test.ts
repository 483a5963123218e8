import { expect, it } from "vitest";
import { expectPastIn, MOMENTS, signalMoments } from "./signal-moments.ts";

const at = signalMoments();

it.each(MOMENTS)("SIGHUP %s lets the kiosk go on", async (name, reach) => {
  const kiosk = await reach(at);
  kiosk.signal("SIGHUP");
  at.reader.powerW = 2_200;
  await kiosk.says("configuration reloaded");
  if (!name.includes("does not answer")) await at.site.shows("2200 W");
  expect(kiosk.log().filter(({ level }) => level === "error")).toEqual([]);
  expect(await kiosk.end("SIGTERM")).toBe(0);
  expect(at.site.left()).toEqual([]);
  expectPastIn(at);
});
