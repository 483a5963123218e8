import { z } from "zod";
import type { Box } from "../draw/box.ts";
import { brokenLines } from "../draw/fit.ts";
import { RULE_PX } from "../draw/shapes.ts";
import type { ReaderFault } from "../meter/reader-diagnosis.ts";
import { fill } from "../view/fill.ts";
import { capitalised } from "../view/format.ts";
import { chainHeight, drawChain, type Link, type LinkStates } from "./chain.ts";
import { platePadding, sentencePitch, writeFirst } from "./measures.ts";
import { drawSteps, heightOfSteps, stepLines } from "./numbered-steps.ts";
import { drawQrCode, type QrCode, qrCodeOf } from "./qr-code.ts";
import { bodyStyle, labelStyle } from "./text-styles.ts";
import { type Drawing, widget } from "./widget.ts";

const options = () =>
  z.strictObject({
    title: z.int().min(11).max(200).default(56).describe("Size of the title, pixels."),
  });

/** Words of the widget. */
export interface WaitingWords {
  readonly title: string;
  /** What to do, in order. */
  readonly steps: readonly string[];
  /** What to look at where an online reader hears the meter not or not well, in order. */
  readonly faults: Readonly<Record<ReaderFault, readonly string[]>>;
  /** State of each link of the chain that was not heard of yet, or that works; `{time}` is since when. */
  readonly links: Readonly<Record<Exclude<Link, "port">, string>>;
  /** Names of the rows that tell where values are listened for. */
  readonly address: string;
  readonly topics: string;
  readonly since: string;
  /** The last of them: `{time}` and for how long, `{age}`. */
  readonly sinceFor: string;
  /** What the address below the QR code leads to. */
  readonly page: string;
}

type WaitingDrawing = Drawing<"life" | "place", WaitingWords>;

/** The picture before the first value: what it waits for, where the chain ends, where it listens, and what to do. */
export const waiting = widget({
  kind: "waiting",
  description:
    "what is waited for, the chain from meter to display, where values are listened for, what to do, and the address of the page as a QR code where it has room",
  reads: ["life", "place"],
  options,
  minimum: (type, { title }) => ({ width: 16 * type.bodyPx, height: Math.ceil(1.3 * title) + 2 * type.bodyPx }),
  draw: (drawing: WaitingDrawing, { title }) => {
    const { pen, box, words, type } = drawing;
    const style = { px: title };
    const baseline = box.y + pen.metrics({ ...style }).capHeight + Math.ceil(title / 8);
    writeFirst(pen, [words.title], { x: box.x, baseline, width: box.width }, style);
    const top = baseline + Math.round(0.7 * title);
    const problem = drawing.view.life.problems[0] ?? { code: "no-telegram-yet" as const };
    const below = top + chainHeight(drawing) + Math.round(0.7 * type.bodyPx);
    if (below > box.y + box.height) return;
    drawChain(drawing, { ...box, y: top, height: chainHeight(drawing) }, [problem], linkStates(drawing));
    drawGuide(drawing, { ...box, y: below, height: box.y + box.height - below });
    drawDate(drawing);
  },
});

/** What is written below the links of the chain; only the broker may be known to work since some time. */
function linkStates({ view, words: { links }, partWords, format }: WaitingDrawing): LinkStates {
  const { sinceMs } = view.place;
  const since = sinceMs === undefined ? "" : format.moment(sinceMs, view.nowMs);
  const { unknown } = partWords.life.chain;
  const { readerOnline } = view.life;
  return {
    meter: [links.meter, unknown],
    reader: readerOnline ? [""] : [links.reader, unknown],
    broker: sinceMs === undefined ? [unknown] : [fill(links.broker, { time: since }), since],
    display: [links.display],
  };
}

/** Draws a line, where values are listened for, the steps, and the QR code of the page, each where it has room. */
function drawGuide(drawing: WaitingDrawing, room: Box): void {
  const { pen, type } = drawing;
  const rows = placeRows(drawing);
  const code = pageCode(drawing, room);
  const isBeside = code !== undefined && room.width - code.width >= 20 * type.bodyPx;
  const width = isBeside ? room.width - code.width - type.bodyPx : room.width;
  const inner = { ...room, y: room.y + RULE_PX + platePadding(type), width };
  const heightOf = (count: number) => count * sentencePitch(type) + (count > 0 ? platePadding(type) : 0);
  const foot = room.y + room.height - 2 * type.smallPx;
  const { spoken, steps } = guideLines(drawing, width, foot - inner.y);
  const spokenHeight =
    spoken.length * sentencePitch(type) + (spoken.length > 0 ? Math.round(platePadding(type) / 2) : 0);
  const stepsHeight = spokenHeight + heightOfSteps(type, steps);
  const fits = (count: number) => inner.y + heightOf(count) + stepsHeight <= foot;
  const shown = rows.slice(0, [3, 2, 1].find((count) => count <= rows.length && fits(count)) ?? 0);
  const stepsY = inner.y + heightOf(shown.length);
  if (stepsY + stepsHeight > foot) return;
  pen.fill({ x: room.x, y: room.y, width: room.width, height: RULE_PX });
  drawRows(drawing, shown, inner);
  for (const [row, line] of spoken.entries())
    pen.text(line, inner.x, stepsY + (row + 1) * sentencePitch(type), bodyStyle(type));
  drawSteps(pen, type, steps, { ...drawing.box, y: stepsY + spokenHeight });
  if (!code) return;
  const x = room.x + room.width;
  if (isBeside) {
    drawPage(drawing, code, { x, y: inner.y + platePadding(type) * 2 });
    return;
  }
  const free = { ...room, height: foot + type.smallPx - (stepsY + stepsHeight + 2 * type.bodyPx) };
  const below = pageCode(drawing, free, 2);
  if (below) drawPage(drawing, below, { x, y: foot + type.smallPx - below.height });
}

/** What the reader says, where it says something, and the steps; its own words on a refusal where they have room. */
function guideLines({ pen, type, view, words, partWords }: WaitingDrawing, width: number, height: number) {
  const { code, refused } = view.life.readerFault ?? {};
  const steps = stepLines(pen, type, code ? words.faults[code] : words.steps, width);
  const linesOf = (text: string | undefined) => (text ? brokenLines(pen, text, bodyStyle(type), width) : []);
  const [says, why] = [
    linesOf(code && partWords.life.readerFaults[code]),
    linesOf(refused && capitalised(refused, "en")),
  ];
  const isRoomy = (says.length + why.length + 1) * sentencePitch(type) + heightOfSteps(type, steps) <= height;
  return { steps, spoken: isRoomy ? [...says, ...why] : says };
}

const MINUTE_MS = 60_000;

/** A row of what is listened for: its name, and its wordings. */
type PlaceRow = readonly [name: string, wordings: readonly string[]];

function placeRows(drawing: WaitingDrawing): PlaceRow[] {
  const { view, words } = drawing;
  const { address, topics = [], sinceMs } = view.place;
  if (address === undefined) return [];
  return [
    [words.address, [address, address.replace(/^\w+:\/\//u, "")]],
    ...(topics.length > 0 ? [[words.topics, [topics.join(", "), `${topics[0] ?? ""}, …`]] as const] : []),
    ...(sinceMs === undefined ? [] : [[words.since, sinceWordings(drawing, sinceMs)] as const]),
  ];
}

function sinceWordings({ view, words, format }: WaitingDrawing, sinceMs: number): string[] {
  const time = format.moment(sinceMs, view.nowMs);
  const ageMs = view.nowMs - sinceMs;
  return ageMs < MINUTE_MS ? [time] : [fill(words.sinceFor, { time, age: format.age(ageMs) }), time];
}

function drawRows({ pen, type }: WaitingDrawing, rows: readonly PlaceRow[], { x, y, width }: Box): void {
  const style = bodyStyle(type);
  const indent = Math.max(...rows.map(([name]) => pen.width(name, style))) + type.bodyPx;
  for (const [i, [name, wordings]] of rows.entries()) {
    const baseline = y + (i + 1) * sentencePitch(type);
    writeFirst(pen, [name], { x, baseline, width }, style);
    writeFirst(pen, wordings, { x: x + indent, baseline, width: width - indent }, style);
  }
}

/** The QR code of the page with its address, and the room that both need. */
interface PageCode {
  readonly code: QrCode;
  readonly address: string;
  /** Width of a module, pixels. */
  readonly px: number;
  readonly width: number;
  readonly height: number;
}

/** The code of the page, up to so many times its usual size; undefined without one, or where it does not fit. */
function pageCode({ pen, view, words, type }: WaitingDrawing, room: Box, most = 1): PageCode | undefined {
  const { page } = view.place;
  if (page === undefined) return undefined;
  const code = qrCodeOf(page);
  const address = page.replace(/^\w+:\/\//u, "");
  const captions = [words.page, address].map((text) => pen.width(text, labelStyle(type)));
  const captionsPx = 2 * (type.smallPx + 4) + 2;
  const usual = Math.max(2, Math.round((6 * type.bodyPx) / 22));
  const largest = Math.floor(Math.min(room.width / 2, room.height - captionsPx - 4 * platePadding(type)) / code.length);
  const px = Math.max(usual, Math.min(most * usual, largest));
  const width = Math.max(code.length * px, ...captions);
  const height = code.length * px + captionsPx;
  return width <= room.width && height + 4 * platePadding(type) <= room.height
    ? { code, address, px, width, height }
    : undefined;
}

/** Draws the code with its right edge at x, what it leads to and the address below it. */
function drawPage(drawing: WaitingDrawing, page: PageCode, at: { readonly x: number; readonly y: number }): void {
  const { pen, words, type } = drawing;
  const { code, address, px, width } = page;
  const size = code.length * px;
  drawQrCode(pen, code, { x: at.x - size, y: at.y }, px);
  for (const [i, text] of [words.page, address].entries()) {
    const baseline = at.y + size + 10 + type.smallPx + i * (type.smallPx + 4);
    writeFirst(pen, [text], { x: at.x - width, baseline, width, align: "right" }, labelStyle(type));
  }
}

function drawDate({ pen, box, view, type, format }: WaitingDrawing): void {
  if (!view.clockSet) return;
  const style = labelStyle(type);
  const text = [`${format.date(view.nowMs)} ${format.time(view.nowMs)}`];
  const baseline = box.y + box.height - pen.metrics(style).descent;
  writeFirst(pen, text, { x: box.x, baseline, width: box.width }, style);
}
