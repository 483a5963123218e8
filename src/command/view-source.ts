import { nearest } from "../config/nearest.ts";
import { WattframeError } from "../errors.ts";
import { History } from "../history/history.ts";
import { Intake } from "../kiosk/intake.ts";
import { SILENT } from "../log.ts";
import type { Now } from "../meter/now.ts";
import { recordedMessages } from "../meter/recording.ts";
import { scenarioOf } from "../simulator/scenario.ts";
import { pictureWindow } from "../simulator/scenario-time.ts";
import { simulate } from "../simulator/simulate.ts";
import { buildView } from "../view/build-view.ts";
import type { View } from "../view/view.ts";
import type { CommandContext } from "./context.ts";
import { type PictureOptions, type PictureSettings, positive } from "./picture-settings.ts";
import { readNamed } from "./render.ts";

/** The view that a picture shows: of a scenario, of a recording, or of the next telegram from a broker. */
export async function viewFor(
  options: PictureOptions,
  settings: PictureSettings,
  context: CommandContext,
): Promise<View> {
  if (options.scenario !== undefined) return scenarioView(options.scenario, options, settings);
  if (options.replay !== undefined) return replayView(options.replay, options, settings);
  const { liveView } = await import("./live-view.ts");
  return liveView(options, settings, context);
}

/** An instant of the past, told by both clocks alike: recordings and scenarios have one time only. */
function pastNow(atMs: number): Now {
  return { wallMs: atMs, monoMs: atMs, clockSet: true };
}

function instantOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const atMs = Date.parse(text);
  if (!Number.isNaN(atMs)) return atMs;
  throw new WattframeError("USAGE", `--at ${text} is not an instant such as 2026-01-15T18:00:00Z`);
}

function scenarioView(name: string, options: PictureOptions, settings: PictureSettings): View {
  const scenario = scenarioOf(name, nearest);
  const { timeZone } = settings.meter;
  const window = pictureWindow(scenario, timeZone, instantOf(options.at));
  const seed = positive("--seed", options.seed);
  const history = new History();
  for (const item of simulate({ scenario, seed, timeZone, ...window })) {
    const at = pastNow(item.atMs);
    if ("status" in item) history.readerStatus(item.status === "online", at);
    else history.add({ values: item.values, at, retained: false, meterClock: item.meterClock });
  }
  const now = pastNow(window.toMs - 1);
  const phases = scenario.traits.phases ?? settings.meter.phases;
  return buildView(history, { kind: "connected", since: now }, now, {
    ...settings,
    meter: { ...settings.meter, phases },
  });
}

async function replayView(file: string, options: PictureOptions, settings: PictureSettings): Promise<View> {
  const untilMs = instantOf(options.at) ?? Number.POSITIVE_INFINITY;
  const history = new History();
  const intake = new Intake(settings.meter, history, SILENT);
  let lastMs: number | undefined;
  for (const { atMs, retain, ...message } of recordedMessages((await readNamed(file)).split("\n"))) {
    if (atMs > untilMs || !intake.isMine(message.topic)) continue;
    if (lastMs !== undefined && atMs - lastMs > BETWEEN_TELEGRAMS_MS) intake.flush();
    intake.take({ ...message, retained: false, at: pastNow(atMs) });
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
  return buildView(history, { kind: "connected", since: now }, now, settings);
}

const BETWEEN_TELEGRAMS_MS = 300;
