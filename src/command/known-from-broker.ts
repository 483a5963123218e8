import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { WattframeError } from "../errors.ts";
import { History } from "../history/history.ts";
import type { FailureRecord } from "../intake/failure-store.ts";
import { failureText } from "../intake/failure-store.ts";
import type { KnownAt } from "../intake/known-at.ts";
import { MeterSession } from "../intake/meter-session.ts";
import { timerScheduler } from "../intake/scheduler.ts";
import { SILENT } from "../log.ts";
import { ANNOUNCEMENT_FILTERS } from "../meter/wire/republishers.ts";
import type { BrokerOptions } from "../source/broker-options.ts";
import { systemClock } from "../source/clock.ts";
import { connectMqtt } from "../source/mqtt-source.ts";
import { brokerChoice } from "./broker-choice.ts";
import { brokerUrl } from "./broker-url.ts";
import type { CommandContext } from "./context.ts";
import { type PictureOptions, type PictureSettings, positive } from "./picture-settings.ts";

/** Wait for a second telegram when the first may be one that the reader repeated: a little over a meter's interval. */
const SECOND_TELEGRAM_MS = 12_000;

/** Returns what is known after the next whole telegram from a broker. @throws WattframeError `NO_TELEGRAM` when none comes in time */
export async function fromBroker(
  options: PictureOptions,
  settings: PictureSettings,
  context: CommandContext,
): Promise<KnownAt> {
  const broker = brokerFrom(options, settings);
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
  const clientId = `wattframe-look-${randomBytes(4).toString("hex")}`;
  const source = connectMqtt(
    { ...broker, clientId, prefixes: [settings.meter.prefix], filters: ANNOUNCEMENT_FILTERS },
    {
      message: (message) => session.take(message),
      state: (state) => {
        reason = state.reason ?? "";
        if (state.kind === "connected") session.connected(state.since.monoMs);
      },
    },
    clock.now,
    SILENT,
  );
  try {
    const timer = new AbortController();
    const signal = AbortSignal.any([timer.signal, context.stopSignal()]);
    await Promise.race([telegram.came, wait(timeoutMs, undefined, { signal })]);
    timer.abort();
    if (!telegram.hasArrived()) throw noTelegram(settings, options.timeout, reason, session.failures.all()[0]);
    const now = clock.now();
    return { history, link: { kind: "connected", since: now }, now, failures: session.failures.all() };
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
  const message = `no telegram came under ${meter.prefix}/ within ${timeout} s${why}`;
  if (unread === undefined) {
    return new WattframeError("NO_TELEGRAM", message, {
      hint: "Check the broker's address, the reader and its prefix.",
    });
  }
  const { hint = "See what comes with wattframe record." } = unread;
  return new WattframeError("NO_TELEGRAM", `${message}; what came cannot be read: ${failureText(unread)}`, { hint });
}
