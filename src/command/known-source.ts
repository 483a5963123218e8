import { nearest } from "../config/nearest.ts";
import { WattframeError } from "../errors.ts";
import { History } from "../history/history.ts";
import type { KnownAt } from "../intake/known-at.ts";
import { SILENT } from "../log.ts";
import { type RecordedMessage, recordedMessage, recordedMessages } from "../meter/recording.ts";
import { DISCOVERY_PREFIX } from "../meter/wire/discovery.ts";
import { scenarioOf } from "../simulator/scenario.ts";
import { addPast, addSimulated, scenarioKnown } from "../simulator/scenario-history.ts";
import { pictureWindow } from "../simulator/scenario-time.ts";
import { simulate } from "../simulator/simulate.ts";
import type { CommandContext } from "./context.ts";
import { instantMs } from "./instant.ts";
import { knownByTelegram } from "./known-from-messages.ts";
import { type PictureOptions, type PictureSettings, positive } from "./picture-settings.ts";
import { recordingLines } from "./recording-file.ts";

/** Returns what is known from a scenario, from a recording, or from a broker after its next whole telegram. */
export async function knownFrom(
  options: PictureOptions,
  settings: PictureSettings,
  context: CommandContext,
): Promise<KnownAt> {
  if (options.scenario !== undefined) return fromScenario(options.scenario, options, settings);
  if (options.replay !== undefined) return fromRecording(options.replay, options, settings);
  const { fromBroker } = await import("./known-from-broker.ts");
  return fromBroker(options, settings, context);
}

const atOf = ({ at }: PictureOptions, { meter }: Pick<PictureSettings, "meter">): number | undefined =>
  at === undefined ? undefined : instantMs(at, meter.timeZone);

function fromScenario(name: string, options: PictureOptions, settings: PictureSettings): KnownAt {
  const scenario = scenarioOf(name, nearest);
  const { timeZone } = settings.meter;
  const window = pictureWindow(scenario, timeZone, atOf(options, settings));
  const seed = positive("--seed", options.seed);
  const history = new History({ timeZone });
  addPast(history, { scenario, seed, timeZone, ...window });
  for (const item of simulate({ scenario, seed, timeZone, ...window })) addSimulated(history, item, scenario);
  return scenarioKnown(scenario, history, window.toMs - 1, window.anchorMs);
}

async function fromRecording(file: string, options: PictureOptions, settings: PictureSettings): Promise<KnownAt> {
  const telegrams = recordedTelegrams({ file, lines: recordingLines(file) }, options, settings);
  for (;;) {
    const { done, value } = telegrams.next();
    if (done) return value;
  }
}

/** Recording as it is read: its file's name, and its lines, which can be iterated again. */
export interface ReadRecording {
  readonly file: string;
  readonly lines: Iterable<string>;
}

/**
 * What is known after each telegram of a recording, and at its end.
 * @throws WattframeError while iterating: `FILE_READ`, `RECORDING_INVALID`, and `NO_TELEGRAM` when no message is the meter's
 */
export function recordedTelegrams(
  { file, lines }: ReadRecording,
  options: PictureOptions,
  { meter }: PictureSettings,
): Generator<KnownAt, KnownAt> {
  const untilMs = atOf(options, { meter });
  const known = knownByTelegram(recordedMessages(lines), meter, SILENT, untilMs, announcementsIn(lines));
  return checked(known, file, meter.prefix);
}

/** The messages on lines that may be announcements. */
function* announcementsIn(lines: Iterable<string>): Generator<RecordedMessage> {
  let lineNumber = 0;
  for (const line of lines) {
    lineNumber += 1;
    if (line.includes(DISCOVERY_PREFIX)) yield recordedMessage(line, lineNumber);
  }
}

function* checked(
  telegrams: Generator<KnownAt, KnownAt | undefined>,
  file: string,
  prefix: string,
): Generator<KnownAt, KnownAt> {
  const end = yield* telegrams;
  if (end) return end;
  throw new WattframeError("NO_TELEGRAM", `${file} holds no message under ${prefix}/`, {
    hint: "Name the reader's prefix with --prefix.",
  });
}
