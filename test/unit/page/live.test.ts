import { expect, it } from "vitest";
import { kioskAge } from "../../../src/page/clock.ts";
import { refreshBoxes, staleNote } from "../../../src/page/live/picture-facts.ts";
import { hasRestarted } from "../../../src/page/net/live-page.ts";
import { wordsFor } from "../../../src/words/languages.ts";

const clock = (monoMs: number) => ({ wallMs: 0, monoMs, clockSet: true });
const kiosk = (version: string) => ({ name: "k", version, isSimulated: false });

const WORDS = wordsFor("en").page.live;

it("reckons ages on the kiosk's own clock, and goes on by the browser's", () => {
  expect(kioskAge({ now: clock(10_000), heardAtMs: 500 }, 7_000, 2_500)).toBe(5_000);
});

it("knows another start of the kiosk by its clock or its version", () => {
  const before = { clock: clock(10_000), kiosk: kiosk("1") };
  expect(hasRestarted(before, { clock: clock(11_000), kiosk: kiosk("1") })).toBe(false);
  expect(hasRestarted(before, { clock: clock(200), kiosk: kiosk("1") })).toBe(true);
  expect(hasRestarted(before, { clock: clock(11_000), kiosk: kiosk("2") })).toBe(true);
});

it("reads the boxes of a refresh, and nothing that is none", () => {
  expect(refreshBoxes({ facts: { boxes: [[8, 16, 24, 32], [1, 2], "x", [0.5, 1, 2, 3]] } })).toEqual([
    { x: 8, y: 16, width: 24, height: 32 },
  ]);
  expect(refreshBoxes({ facts: { boxes: 7 } })).toEqual([]);
});

it("never lets a picture from before a loss pass for a fresh one", () => {
  const live = { kind: "live" } as const;
  const lost = { kind: "lost", sinceMs: 0 } as const;
  expect(staleNote({ connection: live, loaded: { url: "a" }, url: "a" }, WORDS)).toBeUndefined();
  expect(staleNote({ connection: live, loaded: { url: "a" }, url: "b" }, WORDS)).toBeUndefined();
  expect(staleNote({ connection: lost, loaded: { url: "a" }, url: "a" }, WORDS)).toContain(
    "before the connection was lost",
  );
  expect(staleNote({ connection: live, loaded: { url: "a", fault: "503" }, url: "b" }, WORDS)).toContain(
    "older picture",
  );
  expect(staleNote({ connection: lost, loaded: {}, url: "a" }, WORDS)).toBeUndefined();
});
