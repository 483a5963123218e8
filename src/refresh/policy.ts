import { areaOf, type Box, boundsOf, hullOf } from "../draw/box.ts";
import type { Panel } from "../panel/panel.ts";
import { changedBoxes } from "../raster/changed-box.ts";
import { holdsOnly, type Raster } from "../raster/raster.ts";
import { clampRefreshState, type RefreshState, withRefresh } from "./state.ts";

/** Facts known when a panel could be refreshed. Rasters are as the panel scans them, of its size. */
export interface RefreshQuestion {
  readonly panel: Panel;
  /** The picture on the glass; absent when unknown. */
  readonly previous?: Raster;
  readonly next: Raster;
  readonly state: RefreshState;
  /** Milliseconds since 1970 UTC. */
  readonly nowMs: number;
  /** End of the quiet hours that hold now, milliseconds since 1970 UTC; absent outside them. */
  readonly quietUntilMs?: number;
  /** True when the picture may break the quiet hours; the limits of the panel apply all the same. */
  readonly alarm?: boolean;
  /** Ambient temperature, °C; absent means indoors. */
  readonly temperatureC?: number;
}

/** Reasons why a refresh was or was not chosen: stable codes, for logs and scripts. */
export const REFRESH_REASONS = [
  "first-start", // nothing is known about the panel
  "unknown-glass", // refreshed before, but what it shows was lost
  "changed", // the usual: what differs is refreshed
  "changed-much", // more than half of the glass differs
  "full-due", // enough lesser refreshes, or the last of them too old: full, or waiting for it
  "daily", // nothing changed, but the glass needs a full refresh once a day
  "unchanged",
  "too-soon",
  "quiet-hours",
  "too-cold",
  "too-warm",
] as const;

/** One of {@link REFRESH_REASONS}. */
export type RefreshReason = (typeof REFRESH_REASONS)[number];

/** A refresh, or none. */
export interface RefreshDecision {
  readonly kind: "none" | "partial" | "fast" | "full";
  /** Up to four aligned boxes that are written before the one refresh; the whole glass unless partial, empty for none. */
  readonly boxes: readonly Box[];
  /** The smallest box that holds them; absent for none. */
  readonly box?: Box;
  readonly reason: RefreshReason;
  /** With none: earliest time at which the same picture may be shown, milliseconds since 1970 UTC. Absent when time alone does not help. */
  readonly notBeforeMs?: number;
  /** The state after it, to be handed in the next time. */
  readonly state: RefreshState;
}

/** Share of the glass above which a fast refresh is cleaner than a partial one. */
const LARGE_CHANGE_SHARE = 0.5;

/**
 * Decides how a panel is brought from one picture to the next: not at all, by a partial, a fast or a full refresh.
 * No minimum interval is ever violated; a full refresh that is due and not yet allowed delays, it never becomes a lesser
 * one; quiet hours and temperatures outside the panel's limits hold everything back.
 */
export function decideRefresh(question: RefreshQuestion): RefreshDecision {
  const current = { ...question, state: clampRefreshState(question.state, question.nowMs) };
  const plan = planFor(current);
  if (plan.reason === "unchanged") return none(current, "unchanged");
  const fault = temperatureFault(current);
  if (fault !== undefined) return none(current, fault);
  const allowed = plan.options.find((option) => option.fromMs <= current.nowMs);
  const soonestMs = allowed ? undefined : Math.min(...plan.options.map((option) => option.fromMs));
  if (current.quietUntilMs !== undefined && current.alarm !== true) {
    return none(current, "quiet-hours", Math.max(current.quietUntilMs, soonestMs ?? 0));
  }
  if (allowed === undefined) return none(current, plan.reason === "full-due" ? "full-due" : "too-soon", soonestMs);
  return refresh(current, allowed, plan);
}

interface Option {
  readonly kind: "partial" | "fast" | "full";
  /** Earliest time by the panel's intervals. */
  readonly fromMs: number;
}

/** Plan of a refresh regardless of the time: the kinds that would do, the best first, and the boxes that differ. */
interface RefreshPlan {
  readonly reason: RefreshReason;
  readonly options: readonly Option[];
  readonly boxes: readonly Box[];
}

function planFor(current: RefreshQuestion): RefreshPlan {
  const { panel, previous, next, state, nowMs } = current;
  const fullOption = [{ kind: "full", fromMs: after(state.lastFullMs, panel.health.minFullIntervalMs) }] as const;
  const whole = [boundsOf(panel)];
  if (state.lastFullMs === undefined) return { reason: "first-start", options: fullOption, boxes: whole };
  if (previous === undefined) return { reason: "unknown-glass", options: fullOption, boxes: whole };
  const isOld = nowMs - state.lastFullMs >= panel.health.maxFullAgeMs;
  const boxes = differingBoxes(panel, previous, next);
  if (boxes.length === 0) {
    return isOld
      ? { reason: "daily", options: fullOption, boxes: whole }
      : { reason: "unchanged", options: [], boxes: [] };
  }
  if (isOld || isFullDue(panel, state, nowMs)) return { reason: "full-due", options: fullOption, boxes: whole };
  const isLarge = areaOf(boxes) > LARGE_CHANGE_SHARE * areaOf([panel]);
  const lesser = lesserOptions(current, previous, boxes, isLarge);
  return {
    reason: isLarge ? "changed-much" : "changed",
    options: lesser.length > 0 ? lesser : fullOption,
    boxes,
  };
}

/** Tells whether so many refreshes were not full, or the first of them is so old, that ghosting has to be cleared. */
function isFullDue({ health }: Panel, { lesserSinceFull = 0, firstLesserMs }: RefreshState, nowMs: number): boolean {
  if (lesserSinceFull >= health.maxPartialsInARow) return true;
  return firstLesserMs !== undefined && nowMs - firstLesserMs >= health.maxPartialAgeMs;
}

function lesserOptions(
  { panel, next, state, temperatureC = INDOORS_C }: RefreshQuestion,
  previous: Raster,
  boxes: readonly Box[],
  isLarge: boolean,
): Option[] {
  // Grey pictures of a one-bit panel have one way only.
  if (next.palette.id !== panel.palette || previous.palette.id !== panel.palette) return [];
  const { partial, fast, health } = panel;
  const inks = partial?.inks;
  const canDrive =
    inks === undefined || boxes.every((box) => holdsOnly(previous, box, inks) && holdsOnly(next, box, inks));
  const options: Option[] = [];
  if (fast !== undefined && temperatureC >= fast.minTemperatureC) {
    options.push({ kind: "fast", fromMs: after(state.lastRefreshMs, health.minFastIntervalMs) });
  }
  if (partial !== undefined && temperatureC >= partial.minTemperatureC && canDrive) {
    const option: Option = { kind: "partial", fromMs: after(state.lastRefreshMs, health.minPartialIntervalMs) };
    if (isLarge) options.push(option);
    else options.splice(0, options.length, option); // a small change is not worth a flash of the whole glass
  }
  return options;
}

/** Temperature assumed where none is configured. */
const INDOORS_C = 20;

function temperatureFault({ panel, temperatureC = INDOORS_C }: RefreshQuestion): "too-cold" | "too-warm" | undefined {
  if (temperatureC < panel.temperature.minC) return "too-cold";
  return temperatureC > panel.temperature.maxC ? "too-warm" : undefined;
}

function none({ state }: RefreshQuestion, reason: RefreshReason, notBeforeMs?: number): RefreshDecision {
  return { kind: "none", boxes: [], reason, ...(notBeforeMs !== undefined && { notBeforeMs }), state };
}

function refresh({ panel, state, nowMs }: RefreshQuestion, { kind }: Option, plan: RefreshPlan): RefreshDecision {
  const boxes = kind === "partial" ? plan.boxes : [boundsOf(panel)];
  return {
    kind,
    boxes,
    box: hullOf(boxes),
    // The change may be large, but only a partial refresh was allowed.
    reason: kind === "partial" ? "changed" : plan.reason,
    state: withRefresh(state, kind === "full", nowMs),
  };
}

function after(lastMs: number | undefined, intervalMs: number): number {
  return lastMs === undefined ? Number.NEGATIVE_INFINITY : lastMs + intervalMs;
}

function differingBoxes(panel: Panel, previous: Raster, next: Raster): readonly Box[] {
  if (previous.palette.id !== next.palette.id) return [boundsOf(panel)];
  return changedBoxes(previous, next, { alignX: panel.partial?.alignX ?? 1 });
}
