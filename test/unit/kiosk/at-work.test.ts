import { expect, it } from "vitest";
import { isAtWork } from "../../../src/kiosk/at-work.ts";
import type { KioskState } from "../../../src/kiosk/kiosk.ts";

type Busy = Parameters<typeof isAtWork>[0];

const display = (kind: string, atWork: boolean) =>
  ({ config: { kind }, painter: { isAtWork: atWork } }) as unknown as KioskState["displays"][number];
const history = (isSaving: boolean) => ({ path: "history.sqlite", isSaving });

it.each<[string, boolean, Busy]>([
  ["nothing is under way", false, { displays: [display("epaper", false)], history: history(false) }],
  ["a panel is refreshed", true, { displays: [display("epaper", false), display("epaper", true)] }],
  ["a picture is written, which another replaces", false, { displays: [display("png", true)] }],
  ["the history is written", true, { displays: [display("epaper", false)], history: history(true) }],
])("%s", (_, expected, state) => {
  expect(isAtWork(state)).toBe(expected);
});
