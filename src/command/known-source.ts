import { nearest } from "../config/nearest.ts";
import { WattframeError } from "../errors.ts";
import { History } from "../history/history.ts";
import { Intake } from "../kiosk/intake.ts";
import { pastNow, scenarioKnown, takeSimulated } from "../kiosk/scenario-history.ts";
import { SILENT } from "../log.ts";
import { BURST_QUIET_MS } from "../meter/burst.ts";
import { recordedMessages } from "../meter/recording.ts";
import { scenarioOf } from "../simulator/scenario.ts";
import { pictureWindow } from "../simulator/scenario-time.ts";
import { simulate } from "../simulator/simulate.ts";
import type { CommandContext } from "./context.ts";
import { instantMs } from "./instant.ts";
import type { KnownAt } from "./known-at.ts";
import { type PictureOptions, type PictureSettings, positive } from "./picture-settings.ts";
import { readNamed } from "./read-named.ts";

/** What is known from a scenario, from a recording, or from a broker after its next whole telegram. */
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

const atOf = ({ at }: PictureOptions, { meter }: PictureSettings): number | undefined =>
  at === undefined ? undefined : instantMs(at, meter.timeZone);

function fromScenario(name: string, options: PictureOptions, settings: PictureSettings): KnownAt {
  const scenario = scenarioOf(name, nearest);
  const { timeZone } = settings.meter;
  const window = pictureWindow(scenario, timeZone, atOf(options, settings));
  const seed = positive("--seed", options.seed);
  const history = new History();
  for (const item of simulate({ scenario, seed, timeZone, ...window })) takeSimulated(history, item);
  return scenarioKnown(scenario, history, window.toMs - 1);
}

async function fromRecording(file: string, options: PictureOptions, settings: PictureSettings): Promise<KnownAt> {
  const untilMs = atOf(options, settings) ?? Number.POSITIVE_INFINITY;
  const history = new History();
  const intake = new Intake(settings.meter, history, SILENT);
  let lastMs: number | undefined;
  for (const message of recordedMessages((await readNamed(file)).split("\n"))) {
    const { atMs, topic, payload, qos } = message;
    if (atMs > untilMs || !intake.isMine(topic)) continue;
    if (lastMs !== undefined && atMs - lastMs >= BURST_QUIET_MS) intake.quiet(atMs);
    intake.take({ topic, payload, qos, retained: message.kept === true, at: pastNow(atMs) });
    lastMs = atMs;
  }
  intake.flush();
  const endMs = Number.isFinite(untilMs) ? untilMs : lastMs;
  if (endMs === undefined) {
    throw new WattframeError("NO_TELEGRAM", `${file} holds no message under ${settings.meter.prefix}/`, {
      hint: "Name the reader's prefix with --prefix.",
    });
  }
  const now = pastNow(endMs);
  return { history, link: { kind: "connected", since: now }, now };
}
