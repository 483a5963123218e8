import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Log } from "../log.ts";
import type { Kiosk } from "./kiosk.ts";

const EVERY_MS = 5_000;

/** What `status.json` holds: plain data for `status`, the preview and a watchdog. */
export interface StatusFile {
  /** When it was written, ISO 8601. */
  readonly at: string;
  readonly pid: number;
  readonly broker: { readonly kind: string; readonly reason?: string };
  readonly meters: readonly { readonly name: string; readonly telegrams: number; readonly topics: number }[];
  readonly displays: readonly {
    readonly name: string;
    readonly drawnAt?: string;
    readonly reason?: string;
    readonly fault?: { readonly code: string; readonly message: string };
  }[];
}

/** Keeps `status.json` in the runtime folder, replaced by rename every few seconds. */
export function keepStatusFile(kiosk: Kiosk, folder: string, log: Log): { stop(): void } {
  const file = join(folder, "status.json");
  const write = async () => {
    await writeFile(`${file}.tmp`, `${JSON.stringify(statusOf(kiosk))}\n`);
    await rename(`${file}.tmp`, file);
  };
  let hasFailed = false;
  const tick = () => {
    write().catch((error: unknown) => {
      if (!hasFailed) log.warn({ file, error: String(error) }, "the status file cannot be written");
      hasFailed = true;
    });
  };
  tick();
  const timer = setInterval(tick, EVERY_MS);
  return { stop: () => clearInterval(timer) };
}

function statusOf({ state }: Kiosk): StatusFile {
  const iso = (wallMs: number) => new Date(wallMs).toISOString();
  return {
    at: iso(Date.now()),
    pid: process.pid,
    broker: {
      kind: state.broker?.kind ?? "connecting",
      ...(state.broker?.reason === undefined ? {} : { reason: state.broker.reason }),
    },
    meters: state.meters.map(({ config, history, intake }) => {
      return { name: config.name, telegrams: history.telegrams.length, topics: intake.topics.all().length };
    }),
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
        ...(fault ? { fault } : {}),
      }),
    ),
  };
}
