import { expect, it } from "vitest";
import { ORDINARY, sceneOf } from "../../../src/kiosk/scene.ts";

const quiet = { fromMs: 1, untilMs: 2 };

it.each([
  ["any moment", { isAlarm: false }, ORDINARY],
  ["quiet hours", { isAlarm: false, quiet }, { face: "night", occasion: "rest", facts: { rest: quiet } }],
  ["an alarm", { isAlarm: true }, { occasion: "alarm", facts: {} }],
  ["an alarm in quiet hours", { isAlarm: true, quiet }, { occasion: "alarm", facts: {} }],
  [
    "an end in quiet hours",
    { isAlarm: true, quiet, stop: { command: "x" } },
    { face: "stopped", facts: { stop: { command: "x" } } },
  ],
] as const)("of %s is drawn as such", (_name, facts, scene) => {
  expect(sceneOf(facts)).toEqual(scene);
});
