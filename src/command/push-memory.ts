import { epaperMemory, rememberedAs, stateLockOf } from "../display/epaper-memory.ts";
import { takeLock } from "../files/lock.ts";
import type { Log } from "../log.ts";
import type { Panel } from "../panel/panel.ts";
import type { RefreshJob } from "../panel/refresh-job.ts";
import { parseRefreshState, withRefresh } from "../refresh/state.ts";

/** A refresh by hand of a panel that a kiosk may know. */
export interface RefreshByHand {
  readonly panel: Panel;
  readonly job: RefreshJob;
  /** The panel's wires, see `deviceOf`. */
  readonly device: string;
  /** Milliseconds since 1970 UTC. */
  readonly nowMs: number;
  readonly log: Log;
}

/**
 * Does a refresh by hand so that the kiosk whose panel it is learns of it: what the panel shows afterwards, and that it
 * counts. A panel that no kiosk has kept anything of is just refreshed.
 * @param folder the state folder
 * @param refresh does it; calls back when it begins, and goes on when that has been written down
 * @throws WattframeError `LOCKED` when that kiosk is running, and what the refresh throws
 */
export async function rememberRefresh(
  folder: string,
  { panel, job, device, nowMs, log }: RefreshByHand,
  refresh: (begins: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const name = await rememberedAs(folder, device);
  if (name === undefined) return refresh(() => Promise.resolve());
  const lock = await takeLock(stateLockOf(folder, name), "Stop it first: it would draw over this picture by parts.");
  try {
    const { width, height } = panel;
    const memory = epaperMemory(folder, { name, device, log, width, height, palette: job.next.palette });
    const state = parseRefreshState((await memory.load()).state);
    const isFull = job.kind === "full" || job.kind === "grey4";
    await refresh(() => memory.begin(withRefresh(state, isFull, nowMs)));
    if (job.kind !== "partial") await memory.done(job.next);
  } finally {
    await lock.release();
  }
}
