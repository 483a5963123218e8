import { z } from "zod";
import { columns, rows } from "../draw/box.ts";
import { fill } from "../view/fill.ts";
import { faultOf } from "../view/parts/life.ts";
import { type Cell, drawCell } from "./cell-row.ts";
import { drawFault } from "./fault-block.ts";
import { platePadding } from "./measures.ts";
import type { StripWords } from "./strip-cells.ts";
import { subMeterCells } from "./sub-meter-cells.ts";
import { labelStyle } from "./text-styles.ts";
import { type Drawing, widget } from "./widget.ts";

const options = () =>
  z.strictObject({
    sizes: z
      .array(z.int().min(11).max(400))
      .min(1)
      .default([72, 56, 48, 36, 28, 24])
      .describe("Sizes that the numbers may have, pixels: the largest that all of them fit in."),
    gutter: z.int().min(4).max(80).default(16).describe("Pixels between the columns."),
  });

type NumbersDrawing = Drawing<"power" | "phases" | "balance" | "phaseNow" | "subMeters" | "life", StripWords>;

/** Numbers side by side: one for each phase, and of a house of one phase. */
const ACROSS = 3;
const ACROSS_ONE = 2;
/** Height of what is wrong with its chain and sentences, in sizes of a word. */
const FAULT_LINES = 10;
/** The widest number with its unit, which no number outgrows: another digit changes no size. */
const WIDEST: Cell = { labels: [""], figure: "−88.8", unit: "kvar" };

/** Every value of this moment as a number with its label, as large as all of them can be. */
export const numbers = widget({
  kind: "numbers",
  description:
    "every value of this moment with its label, and the use of gas, water or heat, as large as all of them can be",
  wordsKey: "strip",
  reads: ["power", "phases", "balance", "phaseNow", "subMeters", "life"],
  options,
  minimum: (type, { sizes, gutter }) => {
    const px = Math.min(...sizes);
    return {
      width:
        ACROSS * Math.ceil(Math.max(2.3 * px + 2.4 * type.smallPx, 6 * type.smallPx)) +
        (ACROSS - 1) * gutter +
        Math.floor(gutter / 2) +
        platePadding(type),
      height: 6 * leastRow(type, px),
    };
  },
  draw: (drawing: NumbersDrawing, { sizes, gutter }) => {
    const { box, view, type } = drawing;
    const x = box.x + platePadding(type);
    const column = { ...box, x, width: box.width - platePadding(type) };
    const fault = faultOf(view.life);
    if (!fault) {
      drawCells({ ...drawing, box: column }, cellsOf(drawing), { sizes, gutter });
      return;
    }
    const height = Math.min(box.height, FAULT_LINES * type.bodyPx);
    drawFault(drawing, { ...box, height }, fault);
    const y = box.y + height + type.bodyPx;
    const below = { ...column, y, height: Math.max(0, box.y + box.height - y) };
    drawCells({ ...drawing, box: below }, subMeterCells(drawing), { sizes, gutter });
  },
});

/** Draws the cells that have room, as large as all of them can be. */
function drawCells(
  drawing: NumbersDrawing,
  all: readonly (Cell | undefined)[],
  { sizes, gutter }: z.infer<ReturnType<typeof options>>,
): void {
  const { pen, view, type } = drawing;
  // A label may be wider than its column by half a gutter, in the last column too.
  const box = { ...drawing.box, width: drawing.box.width - Math.floor(gutter / 2) };
  const across = view.phases.length === 1 ? ACROSS_ONE : ACROSS;
  const cells = all.slice(0, across * Math.floor(box.height / leastRow(type, Math.min(...sizes))));
  const lines = rows(
    box,
    Array.from({ length: Math.ceil(cells.length / across) }, () => "1fr" as const),
  );
  const shares = Array.from({ length: across }, () => "1fr" as const);
  const places = lines.flatMap((line) => columns(line, shares, gutter));
  const [{ width, height } = box] = places;
  const small = labelStyle(type);
  const fits = (px: number) => {
    const style = { px, face: "figures" } as const;
    const wide = pen.width(WIDEST.figure, style) + Math.round(0.22 * px) + pen.width(WIDEST.unit ?? "", small);
    return wide <= width && type.smallPx + px + Math.round(0.2 * type.smallPx) <= height;
  };
  const px = sizes.toSorted((a, b) => b - a).find(fits) ?? Math.min(...sizes);
  const sized = { ...drawing, type: { ...type, figurePx: px } };
  for (const [i, cell] of cells.entries()) if (cell) drawCell(sized, places[i] ?? box, cell, { align: "left", gutter });
}

/** Height of a row with its label, its number and the tail of a comma, pixels. */
function leastRow({ smallPx }: NumbersDrawing["type"], px: number): number {
  return Math.ceil(1.36 * smallPx + 0.88 * px);
}

/** The cells by place: those of the phases begin a row, what has no place beside the first ones follows them. */
function cellsOf(drawing: NumbersDrawing): (Cell | undefined)[] {
  const [whole, phases, others] = [wholeCells(drawing), phaseCells(drawing), subMeterCells(drawing)];
  if (drawing.view.phases.length < ACROSS || phases.length === 0) return [...whole, ...phases, ...others];
  const first = Array.from({ length: whole.length > 0 ? ACROSS : 0 }, (_, i) => whole[i]);
  return [...first, ...phases, ...whole.slice(ACROSS), ...others];
}

/** What is one number for the whole house. */
function wholeCells({ view, words, partWords, format }: NumbersDrawing): Cell[] {
  const { power, balance, phaseNow } = view;
  const { importNow, exportNow, importMean, exportMean } = partWords.power;
  const isOut = (power.shown?.hundredsW ?? 0) < 0;
  const minutes = power.meanOfMinutes;
  const name =
    minutes === undefined
      ? isOut
        ? exportNow
        : importNow
      : fill(isOut ? exportMean : importMean, { minutes: format.whole(minutes) });
  const kilowatts = power.shown && format.power(power.shown.hundredsW, "kW");
  const { frequencyHz, powerFactor } = phaseNow;
  return [
    ...(kilowatts
      ? [
          {
            labels: [name, ...(minutes === undefined ? [] : [`Ø ${minutes} min`])],
            figure: kilowatts.number,
            unit: kilowatts.unit,
          },
        ]
      : []),
    ...(balance.differenceA === undefined
      ? []
      : [{ labels: [words.unbalance], figure: format.amperes(balance.differenceA), unit: "A" }]),
    ...(powerFactor === undefined ? [] : [{ labels: [words.powerFactor], figure: format.share(powerFactor) }]),
    ...(frequencyHz === undefined
      ? []
      : [{ labels: [words.frequency], figure: format.amperes(frequencyHz), unit: "Hz" }]),
  ];
}

/** What there is of each phase, by quantity: a quantity that no phase has takes no room. */
function phaseCells({ view, words, format }: NumbersDrawing): Cell[] {
  const { phases } = view.phaseNow;
  const highest = words.highest.toLocaleLowerCase(format.locale);
  const isHighest = view.phases.some(({ highestOfMinutes }) => highestOfMinutes !== undefined);
  const highestLabels = (name: string): string[] => (isHighest ? [`${name}: ${highest}`] : []);
  const of = (unit: string, texts: readonly (string | undefined)[]): Cell[] =>
    texts.every((text) => text === undefined)
      ? []
      : phases.map(({ name }, i) => ({
          labels: [...(unit === "A" ? highestLabels(name) : []), name],
          figure: texts[i] ?? "–",
          unit,
        }));
  const each = (value: (phase: (typeof phases)[number]) => number | undefined, write: (value: number) => string) =>
    phases.map((phase) => {
      const known = value(phase);
      return known === undefined ? undefined : write(known);
    });
  return [
    ...of(
      "A",
      each(({ name }) => view.phases.find((phase) => phase.name === name)?.currentA, format.amperes),
    ),
    ...of(
      "V",
      each(({ voltageV }) => voltageV, format.whole),
    ),
    ...of(
      "kW",
      each(({ powerW }) => powerW, format.signedKilowatts),
    ),
    ...of(
      "kvar",
      each(({ reactiveVar }) => reactiveVar, format.signedKilowatts),
    ),
  ];
}
