import { fill } from "../view/fill.ts";
import type { Drawing } from "./widget.ts";

/** Words of the widget `phases`. */
export interface PhasesWords {
  /** Heading; `current` where there is one phase. */
  readonly phases: string;
  readonly current: string;
  /** Behind it on a display that is renewed slowly: the currents are the highest of `{minutes}` minutes. */
  readonly highestOf: string;
  /** What may still be switched on; `{current}` in amperes, `{phase}` the most loaded one. */
  readonly left: string;
  readonly leftOnFuse: string;
  /** The most loaded phase exports. */
  readonly flowsOut: string;
  /** Over the fuse by `{current}`; the second where there is one phase. */
  readonly over: string;
  readonly overFuse: string;
  /** How long, and what to do; the second while that is not known. */
  readonly overFor: string;
  readonly overNow: string;
  /** `{phases}` of which the meter reports no current. */
  readonly missing: string;
  /** The day of a house with one phase. */
  readonly highest: string;
  readonly voltage: string;
  /** Heading of the currents by the quarter of an hour; the second where the first has no room. */
  readonly quarters: string;
  readonly quartersShort: string;
}

/** The widget being drawn. */
export type PhasesDrawing = Drawing<"phases" | "balance" | "phaseDay" | "life", PhasesWords>;

/** The heading of an overload; undefined while no phase is above its fuse. */
export function overTitle({ view, words, format }: PhasesDrawing): string[] | undefined {
  const { level, worst } = view.balance;
  const load = loadOf(view.phases, worst);
  if (level !== "over" || !worst || load === undefined) return undefined;
  const overA = Math.abs(load) - view.meter.mainFuseA;
  if (overA <= 0) return undefined; // just below it again, the alarm goes on for a while
  const template = view.phases.length === 1 ? words.overFuse : words.over;
  const current = format.amperes(overA);
  return [fill(template, { phase: worst, current }), `${worst} +${current} A`];
}

/** Sentences below the bars from the top, each with shorter wordings. */
export function phaseSentences(drawing: PhasesDrawing): string[][] {
  const { view, words } = drawing;
  const sentence = [mainSentence(drawing)].filter((each) => each !== undefined);
  if (view.balance.level === "over" || view.phases.length !== 1) {
    const missing = view.phases.filter(({ currentA }) => currentA === undefined).map(({ name }) => name);
    const isSaid = missing.length > 0 && view.balance.level !== "over" && view.balance.level !== "near";
    return isSaid ? [[fill(words.missing, { phases: missing.join(", ") })]] : sentence;
  }
  return [...sentence, ...daySentences(drawing)];
}

/** What is left on the fuse in a few words, or by how much it is exceeded; undefined where nothing is known or it exports. */
export function shortRoom({ view, format }: Drawing<"phases" | "balance">, left: string): string | undefined {
  const { level, worst } = view.balance;
  const load = loadOf(view.phases, worst);
  if (!worst || load === undefined || load < 0) return undefined;
  const roomA = view.meter.mainFuseA - load;
  if (level === "over" && roomA < 0) return `${worst} +${format.amperes(-roomA)} A`;
  return fill(left, { phase: worst, current: amperes(roomA, format) });
}

function mainSentence({ view, words, format }: PhasesDrawing): string[] | undefined {
  const { level, worst, overSinceMs } = view.balance;
  const load = loadOf(view.phases, worst);
  if (!worst || load === undefined) return undefined;
  if (level === "over" && load > view.meter.mainFuseA) {
    if (overSinceMs === undefined) return [words.overNow];
    return [fill(words.overFor, { age: format.age(view.nowMs - overSinceMs) }), words.overNow];
  }
  if (load < 0) return [fill(words.flowsOut, { phase: worst, current: amperes(-load, format) })];
  const template = view.phases.length === 1 ? words.leftOnFuse : words.left;
  return [fill(template, { phase: worst, current: amperes(view.meter.mainFuseA - load, format) })];
}

function daySentences({ view, words, format }: PhasesDrawing): string[][] {
  const { highest, voltage } = view.phaseDay;
  return [
    ...(highest
      ? [[fill(words.highest, { current: format.amperes(highest.currentA), time: format.time(highest.atMs) })]]
      : []),
    ...(voltage ? [[fill(words.voltage, { low: format.whole(voltage.lowV), high: format.whole(voltage.highV) })]] : []),
  ];
}

/** Current of a phase, amperes, negative where it exports. */
function loadOf(phases: PhasesDrawing["view"]["phases"], name: string | undefined): number | undefined {
  return phases.find((phase) => phase.name === name)?.currentA;
}

/** Amperes with one decimal below ten: what is left is never rounded up. */
function amperes(roomA: number, format: PhasesDrawing["format"]): string {
  const currentA = Math.max(0, roomA); // a first telegram above the fuse leaves nothing, and is no alarm yet
  return currentA < 10 ? format.amperes(Math.floor(currentA * 10 + 1e-6) / 10) : format.whole(Math.floor(currentA));
}
