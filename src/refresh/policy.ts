import { areaOf, type Box, boundsOf, hullOf } from "../draw/box.ts";
import type { Panel } from "../panel/panel.ts";
import { changedBoxes } from "../raster/changed-box.ts";
import type { Palette } from "../raster/palette.ts";
import { holdsOnly, type Raster } from "../raster/raster.ts";
import type { QuietSpan } from "./quiet-hours.ts";
import { clampRefreshState, type Occasion, type RefreshState, withRefresh } from "./state.ts";

/** Facts on which the times of a panel's refreshes depend, whatever the picture. */
export interface RefreshSituation {
  readonly panel: Panel;
  /** The picture on the glass; absent when unknown. */
  readonly previous?: Raster;
  readonly state: RefreshState;
  /** Milliseconds since 1970 UTC. */
  readonly nowMs: number;
  /** The quiet hours that hold now; absent outside them. */
  readonly quiet?: QuietSpan;
  /** The last time at which the full refresh of a day was due; absent while the local time is not known. */
  readonly dailyMs?: number;
  /** Occasion of the picture; absent for an ordinary one. */
  readonly occasion?: Occasion;
  /** Ambient temperature, °C; absent means indoors. */
  readonly temperatureC?: number | "unknown";
}

/** Facts known when a panel could be refreshed. Rasters are as the panel scans them, of its size. */
export interface RefreshQuestion extends RefreshSituation {
  readonly next: Raster;
}

/** Reasons why a refresh was or was not chosen: stable codes, for logs and scripts. */
export const REFRESH_REASONS = [
  "first-start", // nothing is known about the panel
  "unknown-glass", // refreshed before, but what it shows was lost
  "changed", // the usual: what differs is refreshed
  "changed-much", // more than half of the glass differs
  "full-due", // enough lesser refreshes, or the first of them too old: full, or waiting for it
  "daily", // the full refresh of the day, whether anything changed or not
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
  /**
   * With none: earliest time at which the limits and quiet hours allow the same picture, milliseconds since 1970 UTC; the full
   * refresh of the day may show it sooner. Absent when time alone does not help.
   */
  readonly notBeforeMs?: number;
  /** With it: the kind of refresh that is allowed then, whatever the picture. */
  readonly waitsFor?: Exclude<RefreshDecision["kind"], "none">;
  /** The state after it, to be handed in the next time. */
  readonly state: RefreshState;
}

/** Share of the glass above which a fast refresh is cleaner than a partial one. */
const LARGE_CHANGE_SHARE = 0.5;

/**
 * Decides how a panel is brought from one picture to the next: not at all, by a partial, a fast or a full refresh.
 * No minimum interval is violated, but the partial one's by the first picture of an alarm; a full refresh that is due and
 * not yet allowed delays, it never becomes a lesser one. Quiet hours hold back all but the partial refreshes of an alarm, the
 * full one of the day where its time lies in them, and the picture that the panel rests with.
 */
export function decideRefresh(question: RefreshQuestion): RefreshDecision {
  const current = atPresent(question);
  const plan = planFor(current);
  if (plan.reason === "unchanged") return none(current, "unchanged");
  const [kind] = allowedKinds(current, plan);
  return kind === undefined ? refusal(current, plan) : refresh(current, kind, plan);
}

/**
 * Refuses every picture without knowing one; undefined where some picture could be shown now. {@link decideRefresh} then
 * refuses each of them too, and not for a shorter time.
 * @param palette of the pictures
 */
export function refuseEveryPicture(situation: RefreshSituation, palette: Palette): RefreshDecision | undefined {
  const current = atPresent(situation);
  const demand = demandOfAny(current, palette);
  return allowedKinds(current, demand).length > 0 ? undefined : refusal(current, demand);
}

type Kind = Exclude<RefreshDecision["kind"], "none">;

/** Demand for a refresh regardless of the time: the kinds that would do, the best first. */
interface RefreshDemand {
  readonly reason: RefreshReason;
  readonly kinds: readonly Kind[];
}

/** Demand of one picture, with the boxes that differ. */
interface RefreshPlan extends RefreshDemand {
  readonly boxes: readonly Box[];
}

/** The situation with no time of its state later than now. */
function atPresent<T extends RefreshSituation>(situation: T): T {
  return { ...situation, state: clampRefreshState(situation.state, situation.nowMs) };
}

/** The kinds that a demand may have now, the best first. */
function allowedKinds(current: RefreshSituation, { kinds }: RefreshDemand): readonly Kind[] {
  if (temperatureFault(current) !== undefined) return [];
  const earliest = earliestRefreshes(current);
  return kinds.filter((each) => earliest[each] <= current.nowMs);
}

/** Refusal of a demand of which no kind is allowed. */
function refusal(current: RefreshSituation, demand: RefreshDemand): RefreshDecision {
  const fault = temperatureFault(current);
  if (fault !== undefined) return none(current, fault);
  const earliest = earliestRefreshes(current);
  const notBeforeMs = Math.min(...demand.kinds.map((each) => earliest[each]));
  const waitsFor = demand.kinds.findLast((each) => earliest[each] === notBeforeMs); // of two the lesser, which is the usual one
  const reason = waitingReason(current, demand, notBeforeMs);
  return { ...none(current, reason), notBeforeMs, ...(waitsFor && { waitsFor }) };
}

/** Demand of pictures that are not known: the whole glass where it is due anyway, else every kind that one of them may have. */
function demandOfAny(current: RefreshSituation, palette: Palette): RefreshDemand {
  const reason = wholeReason(current) ?? (isFullDue(current) ? "full-due" : undefined);
  return reason === undefined
    ? { reason: "changed", kinds: possibleKinds(current, palette) }
    : { reason, kinds: ["full"] };
}

/** Reason to drive the whole glass whatever the picture, even one that is the same; undefined where there is none. */
function wholeReason(current: RefreshSituation): RefreshReason | undefined {
  if (current.state.lastFullMs === undefined) return "first-start";
  if (current.previous === undefined) return "unknown-glass";
  return isDailyDue(current) ? "daily" : undefined;
}

function planFor(current: RefreshQuestion): RefreshPlan {
  const { panel, previous, next } = current;
  const whole = (reason: RefreshReason): RefreshPlan => ({ reason, kinds: ["full"], boxes: [boundsOf(panel)] });
  const reason = wholeReason(current);
  if (reason !== undefined || previous === undefined) return whole(reason ?? "unknown-glass");
  const boxes = differingBoxes(panel, previous, next);
  if (boxes.length === 0) return { reason: "unchanged", kinds: [], boxes };
  if (isFullDue(current)) return whole("full-due");
  const isLarge = areaOf(boxes) > LARGE_CHANGE_SHARE * areaOf([panel]);
  const kinds = lesserKinds(current, previous, boxes, isLarge);
  return { reason: isLarge ? "changed-much" : "changed", kinds: kinds.length > 0 ? kinds : ["full"], boxes };
}

/** Tells whether the full refresh of the day is still to come: since its last time, or within a day while that is not known. */
function isDailyDue({ panel, state, nowMs, dailyMs }: RefreshSituation): boolean {
  const { lastFullMs = Number.NEGATIVE_INFINITY } = state;
  return dailyMs === undefined ? nowMs - lastFullMs >= panel.health.maxFullAgeMs : lastFullMs < dailyMs;
}

/** Tells whether so many refreshes were not full, or the first of them is so old, that ghosting has to be cleared. */
function isFullDue({ panel: { health }, state, nowMs }: RefreshSituation): boolean {
  const { lesserSinceFull = 0, firstLesserMs } = state;
  if (lesserSinceFull >= health.maxPartialsInARow) return true;
  return firstLesserMs !== undefined && nowMs - firstLesserMs >= health.maxPartialAgeMs;
}

/** Refreshes of a panel that are not full, as far as its temperature and its pictures' palettes allow them. */
function lesserOf(
  { panel, previous, temperatureC = INDOORS_C }: RefreshSituation,
  palette: Palette,
): Pick<Panel, "fast" | "partial"> {
  // Grey pictures of a one-bit panel have one way only.
  if (palette.id !== panel.palette || previous?.palette.id !== panel.palette) return {};
  if (temperatureC === "unknown") return {}; // only the full waveform follows the panel's own sensor
  const { partial, fast } = panel;
  const isWarm = (kind: { readonly minTemperatureC: number }): boolean => temperatureC >= kind.minTemperatureC;
  return { ...(fast && isWarm(fast) && { fast }), ...(partial && isWarm(partial) && { partial }) };
}

/** The kinds that a changed picture may have, whatever it shows. */
function possibleKinds(current: RefreshSituation, palette: Palette): Kind[] {
  const { fast, partial } = lesserOf(current, palette);
  const mayNeedFull = !fast && (!partial || partial.inks !== undefined);
  return [
    ...(mayNeedFull ? (["full"] as const) : []),
    ...(fast ? (["fast"] as const) : []),
    ...(partial ? (["partial"] as const) : []),
  ];
}

function lesserKinds(current: RefreshQuestion, previous: Raster, boxes: readonly Box[], isLarge: boolean): Kind[] {
  const { next } = current;
  const { fast, partial } = lesserOf(current, next.palette);
  const inks = partial?.inks;
  const canDrive =
    inks === undefined || boxes.every((box) => holdsOnly(previous, box, inks) && holdsOnly(next, box, inks));
  const isPartial = partial !== undefined && canDrive;
  if (isPartial && !isLarge) return ["partial"]; // a small change is not worth a flash of the whole glass
  return [...(fast ? (["fast"] as const) : []), ...(isPartial ? (["partial"] as const) : [])];
}

/** Earliest time of each kind of refresh, whatever the picture. */
function earliestRefreshes(situation: RefreshSituation): Readonly<Record<Kind, number>> {
  const { panel, state, quiet, dailyMs = Number.NEGATIVE_INFINITY, occasion } = situation;
  const { minFullIntervalMs, minFastIntervalMs, minPartialIntervalMs } = panel.health;
  const beginsAlarm = occasion === "alarm" && state.shown !== "alarm";
  const earliest = {
    full: after(state.lastFullMs, minFullIntervalMs),
    fast: after(state.lastRefreshMs, minFastIntervalMs),
    partial: beginsAlarm ? Number.NEGATIVE_INFINITY : after(state.lastRefreshMs, minPartialIntervalMs),
  };
  if (quiet === undefined || beginsRest(situation, quiet)) return earliest;
  const isDaily = dailyMs >= quiet.fromMs && isDailyDue(situation);
  return {
    full: isDaily ? earliest.full : Math.max(earliest.full, quiet.untilMs),
    fast: Math.max(earliest.fast, quiet.untilMs),
    partial: occasion === "alarm" ? earliest.partial : Math.max(earliest.partial, quiet.untilMs),
  };
}

/** Tells whether the picture is the one to rest with, and the glass shows none of these quiet hours yet. */
function beginsRest({ occasion, state, previous }: RefreshSituation, { fromMs }: QuietSpan): boolean {
  if (occasion !== "rest") return false;
  const { shown, lastRefreshMs = Number.NEGATIVE_INFINITY } = state;
  return previous === undefined || shown !== "rest" || lastRefreshMs < fromMs;
}

function waitingReason({ quiet }: RefreshSituation, { reason }: RefreshDemand, notBeforeMs: number): RefreshReason {
  if (quiet !== undefined && notBeforeMs >= quiet.untilMs) return "quiet-hours";
  return reason === "full-due" || reason === "daily" ? reason : "too-soon";
}

/** Temperature assumed where none is configured. */
const INDOORS_C = 20;

function temperatureFault({ panel, temperatureC = INDOORS_C }: RefreshSituation): "too-cold" | "too-warm" | undefined {
  if (temperatureC === "unknown") return undefined;
  if (temperatureC < panel.temperature.minC) return "too-cold";
  return temperatureC > panel.temperature.maxC ? "too-warm" : undefined;
}

function none({ state }: RefreshSituation, reason: RefreshReason): RefreshDecision {
  return { kind: "none", boxes: [], reason, state };
}

function refresh({ panel, state, nowMs, occasion }: RefreshQuestion, kind: Kind, plan: RefreshPlan): RefreshDecision {
  const boxes = kind === "partial" ? plan.boxes : [boundsOf(panel)];
  return {
    kind,
    boxes,
    box: hullOf(boxes),
    // The change may be large, but only a partial refresh was allowed.
    reason: kind === "partial" ? "changed" : plan.reason,
    state: withRefresh(state, kind === "full", nowMs, occasion),
  };
}

function after(lastMs: number | undefined, intervalMs: number): number {
  return lastMs === undefined ? Number.NEGATIVE_INFINITY : lastMs + intervalMs;
}

function differingBoxes(panel: Panel, previous: Raster, next: Raster): readonly Box[] {
  if (previous === next) return [];
  if (previous.palette.id !== next.palette.id) return [boundsOf(panel)];
  return changedBoxes(previous, next, { alignX: panel.partial?.alignX ?? 1 });
}
