import type { Config, PreviewConfig } from "../config/config.ts";
import { displayRowOf } from "../display/displays.ts";
import { errorFacts } from "../errors.ts";
import { Closers } from "../files/closers.ts";
import { kioskFolders, temporaryFolders } from "../kiosk/folders.ts";
import { type Kiosk, type KioskParts, startKiosk } from "../kiosk/kiosk.ts";
import { Reloader } from "../kiosk/reloader.ts";
import { keepStatusFile } from "../kiosk/status-file.ts";
import type { Log } from "../log.ts";
import { refuseOpenDoors } from "../web/open-doors.ts";
import type { Preview } from "../web/preview.ts";
import type { CommandContext } from "./context.ts";
import { endInOrder } from "./end-in-order.ts";

/** How a kiosk is run, beside its configuration. */
export interface RunParts extends Pick<KioskParts, "past" | "openSource" | "displayFactory"> {
  /** Reads the configuration and the layouts as they are now; called for each SIGHUP and each change of the files. */
  readonly load: () => Promise<Config>;
  /** The configuration's file, absolute, to be watched while there is a preview; absent when there is none. */
  readonly file?: string;
  /** Whether the meter is made up. */
  readonly isSimulated?: boolean;
}

/** A kiosk that runs with all that belongs to it. */
export interface Running {
  readonly kiosk: Kiosk;
  readonly reloader: Reloader;
  /** Where its page is; absent when nothing listens. */
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
export async function runKiosk(
  config: Config,
  log: Log,
  context: CommandContext,
  { load, file, isSimulated = false, ...parts }: RunParts,
): Promise<Running> {
  const { stop } = context; // from now on the process ends in order
  if (config.preview) refuseOpenDoors(config.preview);
  const opened = new Closers();
  try {
    const folders = await (isSimulated ? temporaryFolders() : kioskFolders(context.env));
    opened.add(folders.close);
    const kiosk = await startKiosk(config, {
      log,
      runtimeFolder: folders.runtime,
      stateFolder: folders.state,
      ...parts,
    });
    opened.add(() => kiosk.stop());
    opened.add(keepStatusFile(kiosk, folders.runtime, log).stop);
    const reloader = new Reloader(kiosk, load, log);
    opened.add(() => reloader.stop());
    const page = new Page({ kiosk, reloader, log, isSimulated, ...(file !== undefined && { file }) });
    opened.add(() => page.stop());
    await page.follow();
    reloader.watch(() => void page.follow().catch((thrown: unknown) => log.error(errorFacts(thrown), PAGE_FAILED)));
    context.onReload(() => void reloader.reload());
    const { runtime, state } = folders;
    log.info({ displays: config.displays.map(({ name, kind }) => `${name} (${kind})`), runtime, state }, "running");
    void endInOrder(stop, {
      end: () => opened.close().catch((thrown: unknown) => log.error(errorFacts(thrown), "the kiosk did not end well")),
      mustFinish: () =>
        kiosk.state.displays.some(({ painter, config: { kind } }) => painter.isAtWork && mustFinish(kind)),
      giveUp: () => process.kill(process.pid, "SIGTERM"), // asked twice ends at once
    });
    return { kiosk, reloader, address: page.address, stop: () => opened.close() };
  } catch (thrown) {
    await opened.close().catch(() => {}); // why it did not start is what matters
    throw thrown;
  }
}

function mustFinish(kind: string): boolean {
  return displayRowOf(kind)?.mustFinish === true;
}

const PAGE_FAILED = "the page could not be changed";

interface PageParts {
  readonly kiosk: Kiosk;
  readonly reloader: Reloader;
  readonly log: Log;
  readonly isSimulated: boolean;
  readonly file?: string;
}

/** The page of a kiosk, there and as the configuration of now has it. The server is loaded only when it listens. */
class Page {
  readonly #parts: PageParts;
  #preview: Preview | undefined;
  /** What is served; absent while nothing is. */
  #served: Served | undefined;
  #isStopped = false;
  #turn: Promise<void> = Promise.resolve();

  constructor(parts: PageParts) {
    this.#parts = parts;
  }

  get address(): string | undefined {
    return this.#preview?.address;
  }

  /** Starts, restarts or ends the server, where the configuration says otherwise than before. @throws WattframeError `PREVIEW_REFUSED`, `PREVIEW_LISTEN` */
  follow(): Promise<void> {
    const next = this.#turn.then(() => this.#follow());
    this.#turn = next.catch(() => {}); // told to whoever asked; the next turn begins anew
    return next;
  }

  /** Ends the server for good. */
  stop(): Promise<void> {
    this.#isStopped = true;
    const end = this.#turn.then(() => this.#preview?.stop());
    this.#turn = end;
    return end;
  }

  async #follow(): Promise<void> {
    if (this.#isStopped) return;
    const { config } = this.#parts.kiosk.state;
    const before = this.#served;
    if (keyOf(config) === (before?.key ?? "")) return;
    await this.#preview?.stop();
    this.#preview = undefined;
    this.#served = undefined;
    try {
      await this.#serve(config.preview, keyOf(config));
    } catch (thrown) {
      // A page where it was before is better than none; the next reload tries again.
      await this.#serve(before?.config, before?.key ?? "").catch(() => {});
      throw thrown;
    }
  }

  async #serve(config: PreviewConfig | undefined, key: string): Promise<void> {
    if (!config) return;
    const { startPreview } = await import("../web/preview.ts");
    this.#preview = await startPreview(config, this.#parts);
    this.#served = { config, key };
  }
}

interface Served {
  readonly config: PreviewConfig;
  readonly key: string;
}

/** What decides whether a new configuration needs a new server. */
function keyOf({ preview, layouts }: Config): string {
  if (!preview) return "";
  const { listen, hosts, password, tokens } = preview;
  const opened = [...tokens].map(([display, token]) => [display, token.reveal()]);
  return JSON.stringify([listen, hosts, password?.reveal(), opened, layouts]);
}
