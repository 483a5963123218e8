import { startOfLocalDay } from "../meter/local-time.ts";
import type { Now } from "../meter/now.ts";
import type { PartInput } from "./part.ts";
import type { Unconfigured } from "./unconfigured.ts";

/** Pictures beside the layouts, each by the layout that draws it: of a display that rests, of a kiosk that was stopped, and of one that has no configuration. */
export const FACES = ["night", "stopped", "unconfigured"] as const;

/** One of {@link FACES}. */
export type Face = (typeof FACES)[number];

const HOUR_MS = 3_600_000;
/** Hours of the clock between which a display rests by example. */
const [REST_FROM, REST_UNTIL] = [23, 6];

/** Machine of the face without a configuration where no kiosk runs. */
export const SAMPLE_MACHINE: Unconfigured = {
  address: "192.168.1.10",
  host: "raspberrypi.local",
  command: "sudo wattframe setup",
};

/** What a face is drawn of where no kiosk runs: quiet hours from 23:00 to 06:00 that last or come next, or an end that was asked for. */
export function faceInput(
  face: Face,
  { wallMs }: Now,
  timeZone: string,
): Pick<PartInput, "rest" | "stop" | "unconfigured"> {
  if (face === "unconfigured") return { unconfigured: SAMPLE_MACHINE };
  if (face === "stopped") return { stop: { command: "systemctl start wattframe" } };
  const isMorning = wallMs < startOfLocalDay(wallMs, timeZone) + REST_UNTIL * HOUR_MS;
  const evening = startOfLocalDay(wallMs, timeZone, isMorning ? -1 : 0);
  const morning = startOfLocalDay(wallMs, timeZone, isMorning ? 0 : 1);
  return { rest: { fromMs: evening + REST_FROM * HOUR_MS, untilMs: morning + REST_UNTIL * HOUR_MS } };
}
