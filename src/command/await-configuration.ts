import { access } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
import type { Config } from "../config/config.ts";
import { languagesInstead, localeOfSystem } from "../config/locale.ts";
import { machineTimeZone } from "../config/machine-time-zone.ts";
import { errorFacts, hasCode } from "../errors.ts";
import { Closers } from "../files/closers.ts";
import { isAtWork } from "../kiosk/at-work.ts";
import { kioskFolders } from "../kiosk/folders.ts";
import type { KioskDisplay } from "../kiosk/kiosk-display.ts";
import { reportToServiceManager } from "../kiosk/service-manager.ts";
import { keepStatusFile } from "../kiosk/status-file.ts";
import { showUnconfigured } from "../kiosk/unconfigured.ts";
import type { Log } from "../log.ts";
import { systemClock } from "../source/clock.ts";
import { KNOWN_LANGUAGES } from "../words/languages.ts";
import type { CommandContext } from "./context.ts";
import { endInOrder } from "./end-in-order.ts";
import { firstDisplay } from "./first-display.ts";
import { OF_THE_SERVICE } from "./options.ts";

/** Time between two looks for the file, milliseconds. */
const LOOK_MS = 2_000;

/** A configuration that has come. */
export interface Arrived {
  readonly config: Config;
  /** Ends what tells the service manager of a kiosk that waits; called once another one tells it. */
  release(): void;
}

/** Parts of the wait for a configuration. */
export interface AwaitParts {
  /** The configuration's file as the user named it. */
  readonly file: string;
  /** Display that shows what to do: a panel's id, a framebuffer's device, or a picture file. */
  readonly panel: string | undefined;
  readonly load: () => Promise<Config>;
  readonly log: Log;
}

/** Tells whether there is no file of this name; one that is there and cannot be read is not missing. */
export async function isMissing(file: string): Promise<boolean> {
  return access(file).then(
    () => false,
    (thrown: unknown) => (thrown as NodeJS.ErrnoException).code === "ENOENT",
  );
}

/**
 * Waits for a configuration as a kiosk that lives: it says on its display and in the log what to do, has its lock, its status
 * and its watchdog, and takes the file as soon as it is there and has no faults; SIGHUP lets it look at once.
 * @returns undefined when the process is asked to end before
 * @throws WattframeError `LOCKED` when another kiosk runs in the same folders
 */
export async function awaitConfiguration(parts: AwaitParts, context: CommandContext): Promise<Arrived | undefined> {
  const { log } = parts;
  const stop = context.stopSignal();
  const opened = new Closers();
  const displays: KioskDisplay[] = [];
  const end = () =>
    opened.close().catch((thrown: unknown) => log.error(errorFacts(thrown), "the kiosk did not end well"));
  void endInOrder(stop, { end, mustFinish: () => isAtWork({ displays }), exitNow: () => context.exitNow() });
  try {
    const release = await open(opened, displays, parts, context);
    const config = await arrival(parts, context, stop);
    if (!config) return undefined;
    log.info({ file: config.file }, "the configuration is there");
    return { config, release };
  } finally {
    await end();
  }
}

/** Opens all that a kiosk without a configuration has. @returns what ends its report to the service manager without a word */
async function open(
  opened: Closers,
  displays: KioskDisplay[],
  { file, panel, log }: AwaitParts,
  { env, stopSignal }: CommandContext,
): Promise<() => void> {
  const { runtime, state, close } = await kioskFolders(env);
  opened.add(close);
  const clock = systemClock({ trusted: false }, log);
  opened.add(async () => clock.stop());
  await clock.ready;
  const command = setupCommandFor(file);
  const display = panel === undefined ? undefined : await firstDisplay(panel);
  if (panel !== undefined && !display)
    log.error({ panel }, "there is no such panel, so nothing is shown; wattframe panels lists them");
  if (display) {
    const place = { command, ...languageAndZone(env), clock: clock.now };
    const shown = await showUnconfigured({ display, ...place, runtimeFolder: runtime, stateFolder: state, log });
    displays.push(shown.display);
    opened.add(() => shown.stop());
  }
  const waited = { file: resolve(file), command };
  const reported = {
    config: {},
    broker: undefined,
    linkOf: () => undefined,
    meters: [],
    displays,
    unconfigured: waited,
  };
  opened.add(keepStatusFile({ state: reported }, runtime, log).stop);
  const report = reportToServiceManager({ state: { displays }, now: clock.now }, env, log);
  opened.add(async () => {
    if (stopSignal().aborted) await report.stop();
  });
  log.warn(waited, `there is no configuration yet: ${command} writes one, and it is used as soon as it is there`);
  return () => report.release();
}

/** The configuration once it is there and can be used; what is wrong with it is logged once. */
async function arrival(
  { file, load, log }: AwaitParts,
  context: CommandContext,
  stop: AbortSignal,
): Promise<Config | undefined> {
  let wake = () => {};
  stop.addEventListener("abort", () => wake());
  let known = "";
  while (!stop.aborted) {
    try {
      if (!(await isMissing(file))) return await load();
      known = "";
    } catch (thrown) {
      const { error, ...facts } = errorFacts(thrown);
      const isGone = hasCode(thrown, "FILE_READ") && (await isMissing(file));
      if (error !== known && !isGone) log.error(facts, `still waiting for a configuration: ${error}`);
      known = error;
    }
    let timer: NodeJS.Timeout | undefined;
    let endListening = () => {};
    await new Promise<void>((resolved) => {
      wake = resolved;
      timer = setTimeout(resolved, LOOK_MS);
      endListening = context.onReload(resolved);
    });
    clearTimeout(timer);
    endListening(); // a signal that comes while the file is read is for the kiosk that starts with what was read
  }
  return undefined;
}

/** Command that writes a configuration of this name. */
export function setupCommandFor(file: string): string {
  if (resolve(file) === OF_THE_SERVICE) return "sudo wattframe setup";
  const folder = relative(process.cwd(), dirname(resolve(file))) || ".";
  return `wattframe setup --out ${folder}`;
}

function languageAndZone(env: CommandContext["env"]): { readonly locale: string; readonly timeZone: string } {
  const locale = localeOfSystem(env);
  const zone = machineTimeZone(env);
  const isSpoken = locale !== undefined && languagesInstead(locale, KNOWN_LANGUAGES) === undefined;
  return { locale: isSpoken ? locale : "en-GB", timeZone: "timeZone" in zone ? zone.timeZone : "UTC" };
}
