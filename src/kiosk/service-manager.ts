import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { messageOf } from "../errors.ts";
import type { Log } from "../log.ts";
import { longestShowMs } from "./bounded-display.ts";
import type { Kiosk, KioskState } from "./kiosk.ts";
import type { KioskDisplay } from "./kiosk-display.ts";

const run = promisify(execFile);

/** Longest time that one report may take, milliseconds: a program is started for it, and a slow card can hold that up. */
const REPORT_TIMEOUT_MS = 20_000;
/** Time beyond a display's own limit, within which its painter counts it as failed and goes on, milliseconds. */
const PAST_LIMIT_MS = 60_000;
/** Signs of life in the time after which the service manager would restart the kiosk. */
const SIGNS_PER_LIMIT = 3;

type Environment = Readonly<Record<string, string | undefined>>;

/** Sends one state, such as `READY=1`, to the service manager; tells whether it was sent. Never throws. */
type Report = (state: string) => Promise<boolean>;
/** Time between two tries to say that the kiosk is ready where there is no watchdog, milliseconds. */
const READY_AGAIN_MS = 10_000;

/** What the service manager hears from while it is not stopped. */
export interface LifeReport {
  /** Ends it and says that the kiosk stops. */
  stop(): Promise<void>;
  /** Ends it and says nothing: another report follows. */
  release(): void;
}

/**
 * Reports to systemd that the kiosk is ready, that it stops, and meanwhile that it lives: while the event loop turns and no
 * display has been at work on one picture for longer than any panel needs. A report that fails is made again with the next
 * sign. Does nothing where no service manager listens.
 * @source sd_notify(3); Node.js has no datagram sockets of Unix, so systemd's own program sends
 */
export function reportToServiceManager(
  kiosk: Pick<Kiosk, "now"> & { readonly state: Pick<KioskState, "displays"> },
  env: Environment,
  log: Log,
): LifeReport {
  if (!env["NOTIFY_SOCKET"]) return { stop: async () => undefined, release: () => undefined };
  const report = reporter(log);
  const limitMs = watchdogLimitMs(env, process.pid);
  let isReady = false;
  let underWay: Promise<void> | undefined;
  const sign = async () => {
    isReady = (await report(isReady ? "WATCHDOG=1" : "READY=1")) || isReady;
    underWay = undefined;
  };
  const check = () => {
    if (isReady && limitMs === undefined) return clearInterval(timer);
    const stuck = stuckDisplays(kiosk.state, kiosk.now().monoMs);
    if (stuck.length === 0) underWay ??= sign();
    else
      log.error(
        { displays: stuck },
        "a display does not finish its picture: the service manager will restart the kiosk",
      );
  };
  underWay = sign();
  const timer = setInterval(check, limitMs === undefined ? READY_AGAIN_MS : limitMs / SIGNS_PER_LIMIT);
  return {
    stop: async () => {
      clearInterval(timer);
      await underWay;
      await report("STOPPING=1");
    },
    release: () => clearInterval(timer),
  };
}

/** Names of the displays that have been at work on one picture for longer than their kind may take. */
export function stuckDisplays({ displays }: Pick<KioskState, "displays">, monoMs: number): readonly string[] {
  const isStuck = ({ painter: { busySinceMonoMs = monoMs }, config }: KioskDisplay) =>
    monoMs - busySinceMonoMs > longestShowMs(config) + PAST_LIMIT_MS;
  return displays.filter(isStuck).map(({ config }) => config.name);
}

/**
 * Time within which the service manager wants a sign of life, milliseconds; absent when it wants none from this process.
 * @source sd_watchdog_enabled(3)
 */
export function watchdogLimitMs(env: Environment, pid: number): number | undefined {
  const limitMs = Number(env["WATCHDOG_USEC"]) / 1_000;
  const isForUs = env["WATCHDOG_PID"] === undefined || env["WATCHDOG_PID"] === String(pid);
  return isForUs && limitMs > 0 ? limitMs : undefined;
}

function reporter(log: Log): Report {
  let hasFailed = false;
  return async (state) => {
    try {
      await run("systemd-notify", [state], { timeout: REPORT_TIMEOUT_MS });
      hasFailed = false;
      return true;
    } catch (thrown) {
      if (!hasFailed) log.warn({ state, error: messageOf(thrown) }, "the service manager cannot be reached");
      hasFailed = true;
      return false;
    }
  };
}
