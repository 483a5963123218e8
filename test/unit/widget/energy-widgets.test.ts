import { describe, expect, it } from "vitest";
import type { View } from "../../../src/view/view.ts";
import { comparison } from "../../../src/widget/comparison.ts";
import { dayLines } from "../../../src/widget/day-lines.ts";
import { days } from "../../../src/widget/days.ts";
import { energy } from "../../../src/widget/energy.ts";
import { hours } from "../../../src/widget/hours.ts";
import { strip } from "../../../src/widget/strip.ts";
import type { Widget } from "../../../src/widget/widget.ts";
import { RecordingPen } from "../../fixtures/recording-pen.ts";
import { sceneOf } from "../../fixtures/strict-drawing.ts";
import { NAMED_VIEWS } from "../../fixtures/views/named-views.ts";

const TYPE = { smallPx: 12, bodyPx: 16, figurePx: 32, giantPx: 100 };
const BOX = { x: 0, y: 0, width: 500, height: 240 };

const view = (name: string): View => NAMED_VIEWS.find((row) => row[0] === name)![1];

function drawn(widget: Widget, shown: View, options: unknown = {}, box = BOX) {
  const pen = new RecordingPen();
  widget.bind(widget.options.parse(options))(pen, box, sceneOf(shown, TYPE));
  return pen;
}

describe("the energy", () => {
  it("is the day's or the week's, with the mean of a day", () => {
    expect(drawn(energy, view("full")).texts).toEqual(["In today", "88.8", "kWh"]);
    expect(drawn(energy, view("full"), { span: "week", sentence: true }).texts).toEqual([
      "In this week",
      "889",
      "kWh",
      "247 kWh a day on average",
    ]);
  });

  it("says since when where it is not whole, and until when, hollow, while no values come", () => {
    const { day } = view("full").byNow;
    const energyOf = { ...day!.running.energy, sinceMs: view("full").nowMs - 3_600_000 };
    const late = { ...view("full"), byNow: { day: { ...day!, running: { ...day!.running, energy: energyOf } } } };
    expect(drawn(energy, late).texts[0]).toBe("Since 13:00");
    const stale = drawn(energy, view("stale"));
    expect(stale.texts[0]).toBe("To 13:30");
    expect(stale.drawn).toContainEqual(
      expect.objectContaining({ text: "88.8", style: expect.objectContaining({ finish: "hollow" }) as unknown }),
    );
  });

  it("is smaller where its own size is too wide", () => {
    const sizeIn = (width: number) =>
      drawn(energy, view("full"), {}, { ...BOX, width }).drawn.flatMap((item) =>
        item.kind === "text" && ["88.8", "kWh"].includes(item.text) ? [item.style.px] : [],
      );
    expect([sizeIn(500), sizeIn(250)]).toEqual([
      [100, 37],
      [63, 24],
    ]);
  });

  it("says that there is none yet where nothing is known", () => {
    expect(drawn(energy, { ...view("empty"), life: view("full").life }).texts).toEqual(["No values of today yet"]);
  });

  it("shows the power now as long as there is none yet", () => {
    const { texts } = drawn(energy, view("partial"));
    expect(texts).toEqual(["From the grid", "38.8", "kW", "No values of today yet"]);
  });
});

describe("the comparison", () => {
  it("has the running day solid, the others as outlines of one scale, and the differences in words", () => {
    const pen = drawn(comparison, view("full"));
    expect(pen.texts).toEqual([
      "By 14:00, kWh",
      "Today",
      "88.8",
      "Yesterday",
      "189",
      "Thu 8 Jan",
      "100",
      "100 kWh less than yesterday",
      "11.2 kWh less than Thu 8 Jan",
    ]);
    const bars = pen.fills("solid").filter(({ height }) => height === 20);
    expect(bars).toHaveLength(1);
    const outlines = pen.fills("solid").filter(({ height, width }) => height === 2 && width > 20);
    const shares = outlines.map(({ width }) => Math.round((10 * width) / bars[0]!.width) / 10);
    expect(shares).toEqual([2.1, 2.1, 1.1, 1.1]);
  });

  it("of a week has its weekday in the heading, and leaves out what is not known", () => {
    const { byNow } = view("full");
    const week = { ...byNow.week!, longBefore: { ...byNow.week!.longBefore, energy: {} } };
    const { texts } = drawn(comparison, { ...view("full"), byNow: { ...byNow, week } }, { span: "week" });
    expect(texts).toEqual([
      "By Th 14:00, kWh",
      "This week",
      "889",
      "Last week",
      "1\u00a0889",
      "1\u00a0000 kWh less than last week",
    ]);
  });

  it("says what is wrong while no values come", () => {
    expect(drawn(comparison, view("stale")).texts[0]).toContain("Meter silent");
  });
});

describe("the days", () => {
  it("are what came in up and what went out down, with the sums of both", () => {
    const pen = drawn(days, view("full"), { sentence: true });
    expect(pen.texts).toContain("102 kWh out and 630 in, 7 days");
    expect(pen.marks("out")).toHaveLength(7);
    const zeroY = pen.marks("out")[0]!.y - 2;
    for (const { y } of pen.marks("out")) expect(y).toBe(zeroY + 2);
    expect(pen.fills("solid").filter((bar) => bar.height > 4 && bar.y + bar.height === zeroY)).toHaveLength(7);
  });

  it("of a week stand beside the week before, and nothing stands in the days to come", () => {
    const pen = drawn(days, view("full"), { week: true });
    expect(pen.texts.filter((text) => ["Mo", "Th", "Su"].includes(text))).toEqual(["Mo", "Th", "Su"]);
    expect(pen.texts).toContain("last week");
    expect(pen.marks("out")).toHaveLength(4);
  });

  it("have no sums where one of them is not known, and say nothing where none is", () => {
    const some = view("full").days.days.map((day, i) => (i === 10 ? { ...day, energy: {} } : day));
    const pen = drawn(days, { ...view("full"), days: { days: some, weekday: 4 } }, { sentence: true });
    expect(pen.texts.some((text) => text.includes("7 days"))).toBe(false);
    expect(drawn(days, view("partial")).drawn).toEqual([]);
  });

  it("say what is wrong where the layout has no other place for it", () => {
    expect(drawn(days, view("stale"), { faults: true }).texts[0]).toContain("Meter silent");
    expect(drawn(days, view("stale")).texts[0]).toBe("In and out by the day, kWh");
    expect(drawn(days, view("clock not set"), { week: true }).texts[0]).toBe("Clock not set");
  });
});

it("the lines of a house that sells say first what goes out", () => {
  const shown = view("exporting");
  const lowest = { powerW: -5_120, atMs: shown.nowMs - 3_600_000 };
  const out = { ...shown, hours: { ...shown.hours, lowest } };
  expect(drawn(dayLines, out, { of: "out" }).texts).toEqual([
    "3.2 kW out on average this hour",
    "Most out today 5.1 kW at 13:00",
  ]);
  expect(drawn(dayLines, shown, { of: "out" }).texts).toEqual(["88.8 kWh in, 28.8 out today"]);
});

it("hours of which none is known have no axes", () => {
  const pen = drawn(hours, view("retained"));
  expect(pen.texts).toEqual(["No values of today yet"]);
  expect(pen.drawn).toHaveLength(1);
});

it("the strip leaves out today where a layout says so, and begins with what was sold", () => {
  const box = { x: 0, y: 0, width: 900, height: 60 };
  expect(drawn(strip, view("full"), { today: false }, box).texts[0]).toBe("Out today");
  expect(drawn(strip, view("full"), { sold: "first" }, box).texts[0]).toBe("Out today");
});
