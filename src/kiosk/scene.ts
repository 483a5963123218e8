import type { QuietSpan } from "../refresh/quiet-hours.ts";
import type { Occasion } from "../refresh/state.ts";
import type { Face } from "../view/face.ts";
import type { PartInput } from "../view/part.ts";
import type { Stop } from "../view/rest.ts";

/** What the next picture of a display is drawn for. */
export interface Scene {
  /** Face that is drawn in place of the layout; absent for the layout. */
  readonly face?: Face;
  /** Occasion by which the display decides when to show it; absent for an ordinary picture. */
  readonly occasion?: Occasion;
  /** Facts of the scene that the view is built from. */
  readonly facts: Pick<PartInput, "rest" | "stop">;
}

/** What a scene depends on. */
export interface SceneFacts {
  /** Quiet hours that last now; absent outside them. */
  readonly quiet?: QuietSpan;
  readonly isAlarm: boolean;
  /** End of the kiosk; absent while it goes on. */
  readonly stop?: Stop;
}

/** A picture as on any other moment. */
export const ORDINARY: Scene = { facts: {} };

/** The scene of the next picture: an end comes before an alarm, and an alarm before the rest. */
export function sceneOf({ quiet, isAlarm, stop }: SceneFacts): Scene {
  if (stop) return { face: "stopped", facts: { stop } };
  if (isAlarm) return { occasion: "alarm", facts: {} };
  return quiet ? { face: "night", occasion: "rest", facts: { rest: quiet } } : ORDINARY;
}
