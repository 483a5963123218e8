import { describe, expect, it } from "vitest";
import type { View } from "../../../src/view/view.ts";
import { comparison } from "../../../src/widget/comparison.ts";
import { days } from "../../../src/widget/days.ts";
import { hours } from "../../../src/widget/hours.ts";
import { drawPhaseChart } from "../../../src/widget/phase-chart.ts";
import { quarters } from "../../../src/widget/quarters.ts";
import type { Widget } from "../../../src/widget/widget.ts";
import { RecordingPen } from "../../fixtures/recording-pen.ts";
import { sceneOf } from "../../fixtures/strict-drawing.ts";
import { NAMED_VIEWS } from "../../fixtures/views/named-views.ts";

const TYPE = { smallPx: 12, bodyPx: 16, figurePx: 32, giantPx: 100 };
const BOX = { x: 0, y: 0, width: 640, height: 400 };
const FULL: View = NAMED_VIEWS.find(([name]) => name === "full")![1];

function drawn(widget: Widget, options: unknown = {}) {
  const pen = new RecordingPen();
  widget.bind(widget.options.parse(options))(pen, BOX, sceneOf(FULL, TYPE));
  return pen;
}

/** A value that is drawn, and the length that it is drawn with, pixels. */
type Bar = readonly [value: number, px: number];

/** Tells whether there is one scale of which every length is the value times it, rounded to the pixel. */
function haveOneScale(bars: readonly Bar[]): boolean {
  const least = Math.max(...bars.map(([value, px]) => (px - 0.5) / value));
  const most = Math.min(...bars.map(([value, px]) => (px + 0.5) / value));
  return least <= most;
}

/** Pairs values with lengths; there must be one of each. */
function paired(values: readonly number[], lengths: readonly number[]): readonly Bar[] {
  expect(lengths).toHaveLength(values.length);
  expect(Math.max(...lengths)).toBeGreaterThan(30);
  return values.map((value, i) => [value, lengths[i] ?? 0]);
}

/** Heights of solid bars that stand on a line. */
const standing = (pen: RecordingPen, zeroY: number) =>
  pen.fills("solid", "ink").flatMap(({ y, height }) => (y + height === zeroY ? [height] : []));

it("one scale is not found where a bar is two pixels too long", () => {
  expect(haveOneScale(paired([10, 20, 35], [20, 40, 70]))).toBe(true);
  expect(haveOneScale(paired([10, 20, 35], [20, 42, 70]))).toBe(false);
});

describe("bars have one scale", () => {
  it("of hours: in, out, yesterday, expected and the grid's lines", () => {
    const pen = drawn(hours);
    const out = pen.marks("out");
    const zeroY = out[0]!.y - 2;
    const { today, yesterday, expected } = FULL.hours;
    const known = today.flatMap((hour) => hour ?? []);
    const past = known.slice(0, -1).filter(({ exportWh }) => exportWh > 0);
    const lines = pen.drawn.flatMap((item, i): Bar[] => {
      const label = pen.drawn[i + 1];
      if (item.kind !== "mark" || item.mark !== "grid" || label?.kind !== "text") return [];
      const kwh = Number(label.text.replace("−", "-"));
      return [[Math.abs(kwh) * 1_000, kwh < 0 ? item.box.y - zeroY - 2 : zeroY - item.box.y]];
    });
    expect(lines.length).toBeGreaterThan(0);
    const later = pen.marks("otherDay").filter(({ y, height }) => y + height === zeroY);
    const all = [
      ...paired(
        known.map(({ importWh }) => importWh),
        standing(pen, zeroY),
      ),
      ...paired(
        [...past.map(({ exportWh }) => exportWh), expected!.exportWh],
        out.map(({ height }) => height),
      ),
      ...paired(
        yesterday.slice(today.length).map((hour) => hour?.importWh ?? 0),
        later.map(({ height }) => height),
      ),
      ...paired(
        [expected!.importWh],
        pen.marks("forecast").map(({ height }) => height),
      ),
      ...lines,
    ];
    expect(haveOneScale(all)).toBe(true);
  });

  it("of quarters", () => {
    const pen = drawn(quarters);
    const zeroY = pen.fills("solid", "ink").find(({ width, height }) => width > 400 && height === 2)!.y;
    const today = FULL.twoWeeks.days.at(-1)!.quarters;
    const came = today.flatMap((watts) => (watts !== null && watts > 0 ? [watts] : []));
    const went = today.flatMap((watts) => (watts !== null && watts < 0 ? [-watts] : []));
    const out = pen.marks("out").map(({ height }) => height);
    const down: readonly Bar[] = went.map((watts, i) => [watts, out[i] ?? 0]);
    expect(haveOneScale([...paired(came, standing(pen, zeroY)), ...down])).toBe(true);
  });

  it("of days, in and out", () => {
    const pen = drawn(days);
    const out = pen.marks("out");
    const zeroY = out[0]!.y - 2;
    const shown = FULL.days.days.slice(-7);
    const bars = standing(pen, zeroY).filter((height) => height > 2);
    const all = [
      ...paired(
        shown.map(({ energy }) => energy.importWh ?? 0),
        bars,
      ),
      ...paired(
        shown.map(({ energy }) => energy.exportWh ?? 0),
        out.map(({ height }) => height),
      ),
    ];
    expect(haveOneScale(all)).toBe(true);
  });

  it("of a comparison", () => {
    const pen = drawn(comparison);
    const day = FULL.byNow.day!;
    const solid = pen.fills("solid", "ink").find(({ height }) => height > 10)!;
    const edges = pen.fills("solid", "ink").filter(({ width, height }) => height === 2 && width > 20);
    const widths = [solid.width, edges[0]!.width, edges[2]!.width];
    const wh = [day.running, day.before, day.longBefore].map(({ energy }) => energy.importWh ?? 0);
    expect(haveOneScale(paired(wh, widths))).toBe(true);
  });

  it("of a phase's day, its fuse too", () => {
    const pen = new RecordingPen();
    const plot = { x: 40, zeroY: 200, pitch: 6, count: 10, ceiling: 0, fusePx: 137 };
    const currents = [3.3, 12.34, null, 17.7, 24.9, 26.1];
    const box = { ...BOX, height: 220 };
    const { words, ...scene } = sceneOf(FULL, TYPE);
    drawPhaseChart({
      ...scene,
      pen,
      box,
      plot,
      quarters: currents,
      inks: { ink: "ink", paper: "paper" },
      partWords: words,
    } as never);
    const bars = standing(pen, plot.zeroY);
    const amperes = currents.filter((currentA) => currentA !== null);
    const fuse = pen.fills("solid").find(({ height }) => height === 4)!;
    const all = [...paired(amperes, bars), [FULL.meter.mainFuseA, plot.zeroY - fuse.y - 2] as const];
    expect(haveOneScale(all)).toBe(true);
  });
});
