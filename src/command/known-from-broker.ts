import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { WattframeError } from "../errors.ts";
import { History } from "../history/history.ts";
import { chooseMeter } from "../intake/choose-meter.ts";
import type { FailureRecord } from "../intake/failure-store.ts";
import { failureText } from "../intake/failure-store.ts";
import { findMeters } from "../intake/find-meters.ts";
import type { KnownAt } from "../intake/known-at.ts";
import { MeterSession } from "../intake/meter-session.ts";
import { timerScheduler } from "../intake/scheduler.ts";
import { discovered } from "../kiosk/meter-search.ts";
import { SILENT } from "../log.ts";
import { ANNOUNCEMENT_FILTERS } from "../meter/wire/republishers.ts";
import type { BrokerOptions } from "../source/broker-options.ts";
import { systemClock } from "../source/clock.ts";
import type { LinkEnd } from "../source/link-state.ts";
import { connectMqtt } from "../source/mqtt-source.ts";
import { openOwnSource, placeOf } from "../source/own-source.ts";
import type { Clock, Source, SourceEvents } from "../source/source.ts";
import { brokerChoice } from "./broker-choice.ts";
import { brokerUrl } from "./broker-url.ts";
import type { CommandContext } from "./context.ts";
import { heard } from "./discover.ts";
import { type PictureOptions, type PictureSettings, positive } from "./picture-settings.ts";

/** Wait for a second telegram when the first may be one that the reader repeated: a little over a meter's interval. */
const SECOND_TELEGRAM_MS = 12_000;
const OWN_SOURCE_HINT =
  "Check its place in the configuration, the cable or the reader, and whether another program, such as the kiosk, has it.";
/** Time for which is listened for a meter that is to be found. */
const LISTEN_MS = 20_000;

/**
 * Returns what is known after the next whole telegram from a broker, or from the meter's own source.
 * @throws WattframeError `NO_TELEGRAM` when none comes in time, or there is no one meter to find
 */
export async function fromBroker(
  options: PictureOptions,
  asked: PictureSettings,
  context: CommandContext,
): Promise<KnownAt> {
  const settings = await withMeterFound(options, asked, context);
  const clock = systemClock({ trusted: settings.config?.clock.trusted ?? false }, SILENT);
  await clock.ready;
  const history = new History();
  const timeoutMs = positive("--timeout", options.timeout) * 1_000;
  const telegram = awaitedTelegram(history);
  const session = new MeterSession(settings.meter, {
    history,
    log: SILENT,
    clock: clock.now,
    schedule: timerScheduler,
    onTelegram: telegram.check,
  });
  let reason = "";
  let end: LinkEnd | undefined;
  const events: SourceEvents = {
    message: (message) => session.take(message),
    state: (state) => {
      reason = state.reason ?? "";
      end = state.end;
      if (state.kind === "connected") session.connected(state.since.monoMs);
    },
  };
  const source = sourceOf(options, settings, events, clock.now);
  try {
    const timer = new AbortController();
    const signal = AbortSignal.any([timer.signal, context.stopSignal()]);
    await Promise.race([telegram.came, wait(timeoutMs, undefined, { signal })]);
    timer.abort();
    if (!telegram.hasArrived()) throw noTelegram(settings, options.timeout, reason, session.failures.all()[0]);
    const now = clock.now();
    return {
      history,
      link: { kind: "connected", since: now, ...(end && { end }) },
      now,
      failures: session.failures.all(),
    };
  } finally {
    session.close();
    telegram.stop();
    clock.stop();
    await source.stop();
  }
}

/** The first telegram that is new; or, when there is none in a meter's interval, the first at all. */
function awaitedTelegram(history: History) {
  let whole = () => {};
  let lastWait: NodeJS.Timeout | undefined;
  const came = new Promise<void>((resolve) => {
    whole = resolve;
  });
  const hasLive = () => history.latest.arrivedAt !== undefined;
  const hasArrived = () => hasLive() || Object.values(history.latest.known).some(({ republished }) => republished);
  return {
    came,
    hasArrived,
    check: () => {
      if (hasLive()) whole();
      else if (hasArrived()) lastWait ??= setTimeout(whole, SECOND_TELEGRAM_MS);
    },
    stop: () => clearTimeout(lastWait),
  };
}

/** Opens the meter's own source, unless a broker is named, or a connection to the broker. */
function sourceOf(options: PictureOptions, settings: PictureSettings, events: SourceEvents, clock: Clock): Source {
  const { source, prefix } = settings.meter;
  if (source !== undefined && options.broker === undefined) return openOwnSource(source, events, clock, SILENT);
  const clientId = `wattframe-look-${randomBytes(4).toString("hex")}`;
  const mqtt = { ...brokerFrom(options, settings), clientId, prefixes: [prefix], filters: ANNOUNCEMENT_FILTERS };
  return connectMqtt(mqtt, events, clock, SILENT);
}

/** Returns the settings with the meter that `discover: true` means. @throws WattframeError `NO_TELEGRAM` where it is not one */
async function withMeterFound(
  options: PictureOptions,
  settings: PictureSettings,
  context: CommandContext,
): Promise<PictureSettings> {
  const { meter, config } = settings;
  if (!meter.discover || options.prefix !== undefined) return settings;
  const broker = brokerFrom(options, settings);
  const listenMs = Math.min(LISTEN_MS, positive("--timeout", options.timeout) * 1_000);
  const known = config?.meters.map(({ prefix }) => prefix);
  const choice = chooseMeter(findMeters(await heard(broker, listenMs, context)), known);
  if ("chosen" in choice) {
    context.notify(`found: ${choice.chosen.kind} at ${choice.chosen.prefix}`);
    return { ...settings, meter: discovered(meter, choice.chosen) };
  }
  const where = choice.candidates.map(({ prefix }) => prefix).join(", ");
  throw new WattframeError("NO_TELEGRAM", `${choice.reason}${where && `: ${where}`}`, {
    hint:
      where === ""
        ? "Does its reader run, and publish to this broker?"
        : "Name the prefix of one of them in the configuration.",
  });
}

function brokerFrom({ broker: url }: PictureOptions, { config }: PictureSettings): BrokerOptions {
  if (url !== undefined) return { url: brokerUrl("--broker", url) };
  if (config) return brokerChoice(config.broker);
  throw new WattframeError("USAGE", "there is nothing to look at", {
    hint: "Give --scenario NAME, --replay FILE, --broker URL or --config FILE.",
  });
}

function noTelegram(
  { meter }: PictureSettings,
  timeout: string,
  reason: string,
  unread: FailureRecord | undefined,
): WattframeError {
  const why = reason === "" ? "" : ` (${reason})`;
  const [where, remedy] = meter.source
    ? [`from ${placeOf(meter.source)}`, OWN_SOURCE_HINT]
    : [`under ${meter.prefix}/`, "Check the broker's address, the reader and its prefix."];
  const message = `no telegram came ${where} within ${timeout} s${why}`;
  if (unread === undefined) return new WattframeError("NO_TELEGRAM", message, { hint: remedy });
  const { hint = "See what comes with wattframe record." } = unread;
  return new WattframeError("NO_TELEGRAM", `${message}; what came cannot be read: ${failureText(unread)}`, { hint });
}
