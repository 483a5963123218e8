import { rm } from "node:fs/promises";
import { join } from "node:path";
import { errorFacts } from "../errors.ts";
import { replaceFile } from "../files/replace-file.ts";
import type { Log } from "../log.ts";
import type { LinkState } from "../source/link-state.ts";
import type { HistoryState } from "./history-keeper.ts";
import type { Kiosk } from "./kiosk.ts";

const EVERY_MS = 5_000;
const DAY_MS = 24 * 3_600_000;

/** Contents of `status.json`: plain data for a watchdog. It is removed when the kiosk ends in order; one of a kiosk that was killed has an old `at` and a `pid` that is gone. */
export interface StatusFile {
  /** Time of writing, ISO 8601; not older than a few seconds while the kiosk runs. */
  readonly at: string;
  readonly pid: number;
  /** Absent where every meter has a source of its own. */
  readonly broker?: StatusLink;
  readonly meters: readonly {
    readonly name: string;
    readonly telegrams: number;
    readonly topics: number;
    /** Connection to a source of its own. */
    readonly source?: StatusLink;
  }[];
  /** What keeps the history; absent where it is in memory only. */
  readonly history?: {
    readonly path: string;
    /** Time of the last commit, ISO 8601; absent before the first. */
    readonly savedAt?: string;
    readonly fault?: StatusFault;
  };
  readonly displays: readonly {
    readonly name: string;
    readonly drawnAt?: string;
    readonly reason?: string;
    readonly fault?: StatusFault;
  }[];
}

interface StatusLink {
  readonly kind: string;
  readonly reason?: string;
}

interface StatusFault {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

/**
 * Keeps `status.json` in the runtime folder until it is stopped, replaced whole every few seconds. It is not forced onto
 * the disk: after a power cut it has no meaning, and where the folder is on an SD card that would wear the card.
 */
export function keepStatusFile(
  kiosk: Pick<Kiosk, "state">,
  folder: string,
  log: Log,
  everyMs = EVERY_MS,
): { readonly stop: () => Promise<void> } {
  const file = join(folder, "status.json");
  let hasFailed = false;
  const write = async () => {
    try {
      await replaceFile(file, `${JSON.stringify(statusOf(kiosk))}\n`, { durable: "nothing" });
      hasFailed = false;
    } catch (thrown) {
      if (!hasFailed) log.warn({ file, ...errorFacts(thrown) }, "the status file cannot be written");
      hasFailed = true;
    }
  };
  let turn = write();
  const timer = setInterval(() => {
    turn = turn.then(write);
  }, everyMs);
  return {
    stop: async () => {
      clearInterval(timer);
      await turn;
      await rm(file, { force: true }).catch(() => undefined); // it could not be written either
    },
  };
}

function statusOf({ state }: Pick<Kiosk, "state">): StatusFile {
  return {
    at: iso(Date.now()),
    pid: process.pid,
    ...((state.config.broker ?? state.broker) && { broker: linkOf(state.broker) }),
    meters: state.meters.map(({ config, history, session }) => {
      const { arrivedAt } = history.latest;
      const telegrams = arrivedAt ? history.telegramsSince(arrivedAt.wallMs - DAY_MS) : 0;
      const source = config.source && { source: linkOf(state.linkOf(config)) };
      return { name: config.name, telegrams, topics: session.topics.all().length, ...source };
    }),
    ...(state.history && { history: historyOf(state.history) }),
    displays: state.displays.map(
      ({
        painter: {
          name,
          state: { drawnAt, result, fault },
        },
      }) => ({
        name,
        ...(drawnAt ? { drawnAt: iso(drawnAt.wallMs) } : {}),
        ...(result ? { reason: result.reason } : {}),
        ...(fault ? { fault: faultOf(fault) } : {}),
      }),
    ),
  };
}

function linkOf(link: LinkState | undefined): StatusLink {
  return { kind: link?.kind ?? "connecting", ...(link?.reason === undefined ? {} : { reason: link.reason }) };
}

function historyOf({ path, savedMs, fault }: HistoryState): NonNullable<StatusFile["history"]> {
  return {
    path,
    ...(savedMs !== undefined && { savedAt: iso(savedMs) }),
    ...(fault && { fault: faultOf({ ...fault, message: fault.error }) }),
  };
}

function faultOf({ code, message, hint }: StatusFault): StatusFault {
  return { code, message, ...(hint !== undefined && { hint }) };
}

function iso(wallMs: number): string {
  return new Date(wallMs).toISOString();
}
