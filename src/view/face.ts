import { startOfLocalDay } from "../meter/local-time.ts";
import type { Now } from "../meter/now.ts";
import type { PartInput } from "./part.ts";

/** Pictures beside the layouts: of a display that rests, of a kiosk that was stopped, and of one that ended by its own fault. */
export const FACES = ["night", "stopped", "failed"] as const;

/** One of {@link FACES}. */
export type Face = (typeof FACES)[number];

const HOUR_MS = 3_600_000;
/** Hours of the clock between which a display rests by example. */
const [REST_FROM, REST_UNTIL] = [23, 6];

/** Name of the layout that draws a face. */
export function layoutOfFace(face: Face): "night" | "stopped" {
  return face === "night" ? "night" : "stopped";
}

/** What a face is drawn of where no kiosk runs: quiet hours from 23:00 to 06:00 that last or come next, or an end that was asked for. */
export function faceInput(face: Face, { wallMs }: Now, timeZone: string): Pick<PartInput, "rest" | "stop"> {
  if (face !== "night")
    return { stop: { reason: face === "failed" ? "fault" : "asked", command: "systemctl start wattframe" } };
  const isMorning = wallMs < startOfLocalDay(wallMs, timeZone) + REST_UNTIL * HOUR_MS;
  const evening = startOfLocalDay(wallMs, timeZone, isMorning ? -1 : 0);
  const morning = startOfLocalDay(wallMs, timeZone, isMorning ? 0 : 1);
  return { rest: { fromMs: evening + REST_FROM * HOUR_MS, untilMs: morning + REST_UNTIL * HOUR_MS } };
}
