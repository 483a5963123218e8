import type { Box } from "../draw/box.ts";
import type { Pen } from "../draw/pen.ts";
import type { LifeWords, Problem, ProblemCode, StatusView } from "../view/parts/life.ts";
import { labelStyle } from "./text-styles.ts";
import type { Drawing, TypeScale } from "./widget.ts";

/** A link of the chain. */
export type Link = Exclude<keyof LifeWords["chain"], "unknown">;

/** Links from the meter to the picture; without a broker the second is what answers here. */
function linksOf({ end }: StatusView): readonly Link[] {
  return end === undefined ? ["meter", "reader", "broker", "display"] : ["meter", end, "display"];
}

/** Wordings of what is said of a link, for a chain that does not tell the times. */
export type LinkStates = Readonly<Partial<Record<Link, readonly string[]>>>;

/** What breaks the chain: a problem, or the end of the kiosk. */
export type ChainFault = Problem | { readonly code: "stopped"; readonly sinceMs?: number };

/** Place of the fault: the piece of the chain after the link of this number. */
const BROKEN_AFTER: Readonly<Record<ProblemCode, number | undefined>> = {
  "meter-silent": 0,
  "port-gone": 1,
  "port-refused": 1,
  "reader-gone": 1,
  "reader-refused": 1,
  unreadable: 1,
  "kept-values": 1,
  "no-telegram-yet": 1,
  "broker-gone": 2,
  "broker-refused": 2,
  "clock-not-set": undefined,
};

/** The same of a problem: without a broker nothing but the meter is left where no telegram came. */
function brokenAfter({ code }: ChainFault, life: StatusView): number | undefined {
  const { end, readerOnline } = life;
  if (code === "stopped") return linksOf(life).length - 2;
  if (code === "no-telegram-yet" && readerOnline) return 0; // it hears no meter
  return end !== undefined && (code === "no-telegram-yet" || code === "kept-values") ? 0 : BROKEN_AFTER[code];
}

/** Sizes of the chain as shares of the size of words. */
const DISC = 0.91;
const LINE_PX = 4;
const DASH_PX = 6;

/** Height of a chain with its two rows of labels, pixels. */
export function chainHeight({ type }: Pick<Drawing, "type">): number {
  return Math.round(DISC * type.bodyPx) + 2 * (type.smallPx + 4) + 10;
}

type ChainDrawing = Drawing<"life">;

/**
 * Draws the links from the meter to the picture: discs answer now, rings are not known, the cross is where it is broken.
 * @param states what is written below each link; when it was last heard of by default
 */
export function drawChain(drawing: ChainDrawing, room: Box, faults: readonly ChainFault[], states?: LinkStates): void {
  const { pen, type, view } = drawing;
  const links = linksOf(view.life);
  const row = chainRow(room, type, links.length);
  const { disc, centres } = row;
  const middle = room.y + disc / 2;
  for (let i = 0; i < links.length - 1; i++) {
    const [from, to] = [(centres[i] ?? 0) + disc / 2, (centres[i + 1] ?? 0) - disc / 2];
    const line = { x: from, y: middle - LINE_PX / 2, width: to - from, height: LINE_PX };
    drawPiece(pen, line, pieceState(i, faults, view.life), disc);
  }
  links.forEach((link, i) => {
    drawDisc(pen, centres[i] ?? 0, middle, disc, isKnown(link, faults, view.life));
  });
  const first = room.y + Math.round(DISC * type.bodyPx) + type.smallPx + 6;
  const { chain } = drawing.partWords.life;
  drawLabels(
    drawing,
    { baseline: first, ...row },
    links.map((link) => [chain[link]]),
  );
  const below = { baseline: first + type.smallPx + 4, ...row };
  drawLabels(
    drawing,
    below,
    links.map((link) => states?.[link] ?? lastHeard(link, faults, drawing)),
  );
}

/** State of a piece of the chain. */
type PieceState = "whole" | "unknown" | "broken";

/** State of the piece after the link of a number: what lies before a fault is not known, but the end of the kiosk hides nothing. */
function pieceState(index: number, faults: readonly ChainFault[], life: StatusView): PieceState {
  const places = faults.map((fault) => ({ code: fault.code, broken: brokenAfter(fault, life) ?? -1 }));
  if (places.some(({ broken }) => broken === index)) return "broken";
  return places.some(({ code, broken }) => code !== "stopped" && index < broken) ? "unknown" : "whole";
}

/** Tells whether a link answers now. */
function isKnown(link: Link, faults: readonly ChainFault[], life: StatusView): boolean {
  return faults.every((fault) => isKnownIn(link, fault, life));
}

function isKnownIn(link: Link, problem: ChainFault, life: StatusView): boolean {
  if (problem.code === "stopped") return link !== "display";
  const broken = brokenAfter(problem, life);
  if (broken === undefined) return true;
  const place = linksOf(life).indexOf(link);
  if (life.end === undefined && link === "reader" && problem.code === "meter-silent") return life.readerOnline === true;
  return place > broken || (place === 1 && problem.code === "unreadable");
}

function drawPiece(pen: Pen, line: Box, state: PieceState, disc: number): void {
  if (line.width <= 0) return;
  if (state === "whole") {
    pen.fill(line);
    return;
  }
  const centre = line.x + Math.round(line.width / 2);
  const isCrossed = state === "broken" && line.width >= disc;
  drawDashes(pen, line, isCrossed ? disc / 2 + DASH_PX : 0);
  if (isCrossed) drawCross(pen, centre, line.y + LINE_PX / 2, disc + 2);
}

/** Draws dashes from the middle of a line to both ends, alike on either side. @param free pixels without a dash on either side of the middle */
function drawDashes(pen: Pen, line: Box, free: number): void {
  const centre = line.x + Math.round(line.width / 2);
  const half = Math.floor(line.width / 2);
  const first = free > 0 ? free : DASH_PX / 2;
  if (free === 0) pen.fill({ ...line, x: centre - DASH_PX / 2, width: DASH_PX });
  for (let at = free > 0 ? first : first + DASH_PX; at < half - DASH_PX / 3; at += 2 * DASH_PX) {
    const width = Math.min(DASH_PX, half - DASH_PX / 3 - at);
    pen.fill({ ...line, x: centre + at, width });
    pen.fill({ ...line, x: centre - at - width, width });
  }
}

/** Draws two strokes of an even width from corner to corner of a square. */
function drawCross(pen: Pen, centre: number, middle: number, size: number): void {
  const [left, top] = [centre - size / 2, middle - size / 2];
  const half = Math.round(size * 0.18);
  for (let row = 0; row < size; row++)
    for (const at of [row, size - 1 - row]) {
      const [from, to] = [Math.max(0, at - half), Math.min(size, at + half + 1)];
      pen.fill({ x: left + from, y: top + row, width: to - from, height: 1 });
    }
}

/** Draws a disc or, of one that is not known, a ring. */
function drawDisc(pen: Pen, centre: number, middle: number, size: number, isSolid: boolean): void {
  rowsOfDisc(pen, centre, middle, size, "ink");
  if (!isSolid) rowsOfDisc(pen, centre, middle, size - 2 * LINE_PX, "paper");
}

function rowsOfDisc(pen: Pen, centre: number, middle: number, size: number, ink: "ink" | "paper"): void {
  const radius = size / 2;
  for (let row = 0; row < size; row++) {
    const off = row + 0.5 - radius;
    const half = Math.round(Math.sqrt(radius * radius - off * off));
    pen.fill({ x: centre - half, y: middle - radius + row, width: 2 * half, height: 1 }, ink);
  }
}

/** A row of labels below the discs. */
interface LabelRow {
  readonly x: number;
  readonly width: number;
  readonly centres: readonly number[];
  /** Pixels that a label may stand beside the middle of its disc, where the one before needs the room. */
  readonly shift: number;
  readonly baseline: number;
}

/** Least distance of two labels, pixels. */
const LABEL_GAP_PX = 5;

/** Writes a label below each disc, the first and the last at the edges; of several wordings the first that has room. */
function drawLabels({ pen, type }: ChainDrawing, row: LabelRow, wordings: readonly (readonly string[])[]): void {
  const style = labelStyle(type);
  let clear = row.x;
  for (const [i, each] of wordings.entries()) {
    const text = each.find((wording, at) => {
      const hasRoom = placeOf({ pen, type }, row, i, wording, clear) !== undefined;
      if (!hasRoom) pen.tooLong?.(wording, at === each.length - 1);
      return hasRoom;
    });
    const x = text ? placeOf({ pen, type }, row, i, text, clear) : undefined;
    if (x === undefined || text === undefined) continue;
    pen.text(text, x, row.baseline, style);
    clear = x + pen.width(text, style) + LABEL_GAP_PX;
  }
}

/** Left edge of a label below the disc of a number; undefined where it has no room. @param clear where the label before ends */
function placeOf(
  { pen, type }: Pick<ChainDrawing, "pen" | "type">,
  { x, width, centres, shift }: LabelRow,
  index: number,
  text: string,
  clear: number,
): number | undefined {
  const own = pen.width(text, labelStyle(type));
  const [centre, next] = [centres[index] ?? x, centres[index + 1]];
  const right = x + width;
  if (index === 0) return x + own <= (next ?? right) - shift ? x : undefined;
  if (next === undefined) return right - own >= clear ? right - own : undefined;
  const middle = centre - Math.round(own / 2);
  const start = Math.max(clear, middle);
  const end = index + 2 < centres.length ? next - shift : right;
  return start <= middle + shift && start + own <= end ? start : undefined;
}

/** Tells whether a chain of a width has room for the names of its links. */
export function chainFits({ pen, type, view, partWords }: ChainDrawing, width: number): boolean {
  const row = { ...chainRow({ x: 0, width }, type, linksOf(view.life).length), baseline: 0 };
  let clear = 0;
  return linksOf(view.life).every((link, i) => {
    const name = partWords.life.chain[link];
    const x = placeOf({ pen, type }, row, i, name, clear);
    clear = (x ?? 0) + pen.width(name, labelStyle(type)) + LABEL_GAP_PX;
    return x !== undefined;
  });
}

/** Places of the discs of a chain, and of the labels below them. */
function chainRow({ x, width }: Pick<Box, "x" | "width">, { bodyPx }: TypeScale, count: number) {
  const disc = 2 * Math.round((DISC * bodyPx) / 2);
  const inset = Math.round(disc * 0.1);
  const step = (width - disc - 2 * inset) / (count - 1);
  const centres = Array.from({ length: count }, (_, i) => x + inset + disc / 2 + Math.round(i * step));
  return { x, width, disc, centres, shift: disc / 2 };
}

function lastHeard(link: Link, faults: readonly ChainFault[], { view, format, partWords }: ChainDrawing): string[] {
  const { valuesAtMs } = view.life;
  if (!view.clockSet) return [""];
  if (isKnown(link, faults, view.life)) return [format.clock(view.nowMs)];
  const fault = faults.find((each) => !isKnownIn(link, each, view.life));
  const atMs = link === "meter" || link === "reader" || link === "port" ? valuesAtMs : fault?.sinceMs;
  if (atMs === undefined) return [partWords.life.chain.unknown];
  const isToday = format.moment(atMs, view.nowMs) === format.time(atMs);
  return isToday ? [format.clock(atMs)] : [format.moment(atMs, view.nowMs), format.weekday(atMs, "short")];
}
