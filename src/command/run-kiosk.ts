import type { Config } from "../config/config.ts";
import { errorFacts } from "../errors.ts";
import { Closers } from "../files/closers.ts";
import { isAtWork } from "../kiosk/at-work.ts";
import { kioskFolders, temporaryFolders } from "../kiosk/folders.ts";
import { type Kiosk, type KioskParts, startKiosk } from "../kiosk/kiosk.ts";
import { keepLastMessages } from "../kiosk/last-messages.ts";
import { Reloader } from "../kiosk/reloader.ts";
import { reportToServiceManager } from "../kiosk/service-manager.ts";
import { keepStatusFile } from "../kiosk/status-file.ts";
import type { Log } from "../log.ts";
import { PageHost } from "../web/page-host.ts";
import { requirePassword } from "../web/require-password.ts";
import type { CommandContext } from "./context.ts";
import { endInOrder } from "./end-in-order.ts";

const PAGE_FAILED = "the page could not be changed";

/** Parts of a run beside the configuration. */
export interface RunParts extends Pick<KioskParts, "past" | "openSource" | "displayFactory"> {
  /** Reads the configuration and the layouts as they are now; called for each SIGHUP and each change of the files. */
  readonly load: () => Promise<Config>;
  /** When the files were read, wall milliseconds; the begin of the command where there are none. */
  readonly readMs: number;
  /** The configuration's file, absolute, to be watched while there is a preview; absent when there is none. */
  readonly file?: string;
  /** True when the meter is simulated. */
  readonly isSimulated?: boolean;
}

/** Running kiosk with its page and its files. */
export interface Running {
  readonly kiosk: Kiosk;
  readonly reloader: Reloader;
  /** Address of its page; absent when nothing listens. */
  readonly address: string | undefined;
  /** Ends it in order. */
  stop(): Promise<void>;
}

/**
 * Starts a kiosk that keeps its status file, serves its page where the configuration has one, and ends with the process.
 * One that is simulated has folders of its own, so that it can be tried out beside one that runs. Whatever was opened is
 * closed when the start fails.
 * @throws WattframeError `LOCKED` when another kiosk runs in the same folders, `PREVIEW_REFUSED` before anything is opened or
 * simulated where the page would be open to the network
 */
export async function runKiosk(config: Config, log: Log, context: CommandContext, parts: RunParts): Promise<Running> {
  const stop = context.stopSignal(); // from now on the process ends in order
  if (config.preview) requirePassword(config.preview);
  const opened = new Closers();
  const starting = start(opened, config, log, context, { ...parts, stop });
  const end = async () => {
    await starting.catch(() => {}); // whoever waits for the start is told
    await opened.close().catch((thrown: unknown) => log.error(errorFacts(thrown), "the kiosk did not end well"));
  };
  let kiosk: Kiosk | undefined;
  const mustFinish = () => kiosk !== undefined && isAtWork(kiosk.state);
  void endInOrder(stop, { end, mustFinish, exitNow: () => context.exitNow() });
  try {
    const running = await starting;
    ({ kiosk } = running);
    return running;
  } catch (thrown) {
    await opened.close().catch(() => {}); // why it did not start is what matters
    throw thrown;
  }
}

/** Starts all parts of a run, each added to what is to be closed once it is open. */
async function start(
  opened: Closers,
  config: Config,
  log: Log,
  context: CommandContext,
  { load, readMs, file, isSimulated = false, ...parts }: RunParts & Pick<KioskParts, "stop">,
): Promise<Running> {
  const folders = await (isSimulated ? temporaryFolders() : kioskFolders(context.env));
  opened.add(folders.close);
  const { runtime, state } = folders;
  const startCommand = isSimulated ? {} : { startCommand: startCommandOf(context.env) };
  const kiosk = await startKiosk(config, {
    log,
    runtimeFolder: runtime,
    stateFolder: state,
    ...parts,
    ...startCommand,
  });
  opened.add(() => kiosk.stop());
  const reloader = new Reloader(kiosk, load, log, readMs);
  opened.add(keepStatusFile(kiosk, runtime, log, () => reloader.faults).stop);
  opened.add(keepLastMessages(kiosk, runtime, log).stop);
  opened.add(() => reloader.stop());
  const page = new PageHost({ kiosk, reloader, log, isSimulated, ...(file !== undefined && { file }) });
  opened.add(() => page.stop());
  await page.update();
  reloader.watch(() => void page.update().catch((thrown: unknown) => log.error(errorFacts(thrown), PAGE_FAILED)));
  context.onReload(() => void reloader.reload());
  const displays = kiosk.state.displays.map((display) => `${display.config.name} → ${display.destination}`);
  log.info({ displays, runtime, state }, "running");
  opened.add(reportToServiceManager(kiosk, context.env, log).stop);
  return { kiosk, reloader, address: page.address, stop: () => opened.close() };
}

/** Command that starts a kiosk again. @source systemd.exec(5): INVOCATION_ID is set for every process of a unit */
function startCommandOf(env: CommandContext["env"]): string {
  return env["INVOCATION_ID"] === undefined ? "wattframe run" : "systemctl start wattframe";
}
