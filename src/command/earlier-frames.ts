import { setImmediate } from "node:timers/promises";
import { WattframeError } from "../errors.ts";
import type { KnownAt } from "../intake/known-at.ts";
import { recordedTelegrams } from "./known-source.ts";
import { type PictureOptions, type PictureSettings, positive } from "./picture-settings.ts";
import { recordingLines } from "./recording-file.ts";

/** Returns the number of pictures that `--frames` asks for. @throws WattframeError `USAGE` */
export function framesOf({ frames, replay }: { readonly frames?: string; readonly replay?: string }): number {
  if (frames === undefined) return 1;
  const count = positive("--frames", frames);
  if (!Number.isInteger(count)) throw new WattframeError("USAGE", `--frames ${frames} is not a whole number`);
  if (replay === undefined)
    throw new WattframeError("USAGE", "--frames draws the telegrams of a recording", {
      hint: "Name one with --replay FILE; wattframe simulate writes one.",
    });
  return count;
}

/**
 * Draws a picture after each of the last telegrams of a recording but the very last, one after another as a kiosk does, and
 * returns what is known at the end of the recording, for the last picture.
 * @param frames number of pictures with the last one; fewer are drawn when the recording has fewer telegrams
 */
export async function drawEarlierFrames(
  frames: number,
  replay: string,
  options: PictureOptions,
  settings: PictureSettings,
  draw: (known: KnownAt) => unknown,
): Promise<KnownAt> {
  const recording = { file: replay, lines: recordingLines(replay) };
  const telegrams = countOf(recordedTelegrams(recording, options, settings));
  const replayed = recordedTelegrams(recording, options, settings);
  for (let nth = 1; ; nth++) {
    const { done, value } = replayed.next();
    if (done) return value;
    if (nth <= telegrams - frames || nth === telegrams) continue;
    draw(value);
    await setImmediate(); // between two pictures a kiosk is idle
  }
}

function countOf(telegrams: Iterator<unknown>): number {
  for (let count = 0; ; count++) if (telegrams.next().done) return count;
}
