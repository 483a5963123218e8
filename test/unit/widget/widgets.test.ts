import { describe, expect, it } from "vitest";
import type { View } from "../../../src/view/view.ts";
import { chartScale, stepsOf } from "../../../src/widget/chart-scale.ts";
import { clock } from "../../../src/widget/clock.ts";
import { phaseBars } from "../../../src/widget/phase-bars.ts";
import { powerChart } from "../../../src/widget/power-chart.ts";
import { powerNow } from "../../../src/widget/power-now.ts";
import { status } from "../../../src/widget/status.ts";
import { text } from "../../../src/widget/text.ts";
import { totals } from "../../../src/widget/totals.ts";
import type { Widget } from "../../../src/widget/widget.ts";
import { RecordingPen } from "../../fixtures/recording-pen.ts";
import { sceneOf } from "../../fixtures/strict-drawing.ts";
import { NAMED_VIEWS } from "../../fixtures/views/named-views.ts";

const TYPE = { smallPx: 12, bodyPx: 16, figurePx: 32 };

const view = (name: string): View => NAMED_VIEWS.find((row) => row[0] === name)![1];

function drawn(widget: Widget, shown: View, options: unknown = {}, box = { x: 0, y: 0, width: 800, height: 400 }) {
  const pen = new RecordingPen();
  widget.bind(options)(pen, box, sceneOf(shown, TYPE));
  return pen;
}

describe("power-now", () => {
  it("says the direction in words and the number without a sign", () => {
    expect(drawn(powerNow, view("full")).texts).toEqual(["FROM THE GRID", "38.8", "kW", "Hour average 28.9 kW"]);
    expect(drawn(powerNow, view("exporting")).texts).toEqual(["TO THE GRID", "8.8", "kW", "Hour average −3.2 kW"]);
  });

  it("marks the mean of an hour of which parts are not known", () => {
    expect(drawn(powerNow, view("overload")).texts).toContain("Hour average ≈ 28.9 kW");
  });

  it("outlines a value that is out of date and says since when", () => {
    const pen = drawn(powerNow, view("stale"));
    expect(pen.texts).toEqual(["LAST FROM THE GRID", "38.8", "kW", "at 13:30, out of date"]);
    const number = pen.drawn.find((item) => item.kind === "text" && item.text === "38.8");
    expect(number).toMatchObject({ style: { finish: "outlined", face: "figures" } });
  });

  it("says of a kept value that its age is unknown, and of none that there is none", () => {
    expect(drawn(powerNow, view("retained")).texts).toContain("last known, time unknown");
    expect(drawn(powerNow, view("empty")).texts).toEqual(["POWER", "No power value"]);
  });

  it("leaves heading and sentence out when asked to", () => {
    expect(drawn(powerNow, view("full"), { heading: false, sentence: false }).texts).toEqual(["38.8", "kW"]);
  });

  it("keeps the size of its number while the digits change", () => {
    const sizes = [100, 9_900, 11_100, 38_800].map((valueW) => {
      const power = { ...view("full").power, shown: { valueW, unit: "kW" as const } };
      const item = drawn(powerNow, { ...view("full"), power }).drawn.find(
        (one) => one.kind === "text" && one.style.face === "figures",
      );
      return item?.kind === "text" ? item.style.px : 0;
    });
    expect(new Set(sizes).size).toBe(1);
    expect(sizes[0]).toBeGreaterThan(100);
  });
});

describe("phase-bars", () => {
  it("marks the worst phase, white on black, and names its amperes", () => {
    const pen = drawn(phaseBars, view("overload"));
    expect(pen.texts).toEqual(
      expect.arrayContaining(["L1", "L2", "L3", "3.2", "31.8", "28.8", "20", "25 A", "L2 is over its fuse"]),
    );
    const label = pen.drawn.find((item) => item.kind === "text" && item.text === "L2");
    expect(label).toMatchObject({ style: { ink: "paper" } });
    expect(pen.fills("solid", "alert")).toHaveLength(2);
  });

  it("hatches an exporting phase and veils a stale one", () => {
    expect(drawn(phaseBars, view("exporting")).fills("hatch")).toHaveLength(3);
    const stale = drawn(phaseBars, view("stale"));
    expect(stale.fills("veil")).toHaveLength(3);
    expect(stale.texts).toContain("Currents out of date");
    const amount = stale.drawn.find((item) => item.kind === "text" && item.text === "60.4");
    expect(amount).toMatchObject({ style: { finish: "struck" } });
  });

  it("draws light what flows in a direction that is not known, in the colour of an alarm beyond the fuse", () => {
    const unsigned = drawn(phaseBars, view("unsigned currents"));
    expect(unsigned.fills("quarter", "ink")).toHaveLength(3);
    expect(unsigned.fills("hatch")).toEqual([]);
    const beyond = { ...view("unsigned currents"), meter: { name: "house", mainFuseA: 50 } };
    expect(drawn(phaseBars, beyond).fills("quarter", "alert")).toHaveLength(1);
  });

  it("says which phase is not reported and draws no ruler where none is", () => {
    expect(drawn(phaseBars, view("partial")).texts.filter((line) => line === "not reported")).toHaveLength(2);
    const empty = drawn(phaseBars, view("empty"));
    expect(empty.texts).toEqual(["L1", "not reported", "L2", "not reported", "L3", "not reported", "PHASES"]);
    expect(empty.fills("solid")).toEqual([]);
  });

  it("goes beyond the fuse's mark only with a current beyond the fuse, and never beyond its room", () => {
    const longest = (currentA: number) => {
      const phases = [{ name: "L1", state: "fresh", currentA, direction: "import", isWorst: false }] as const;
      const pen = drawn(phaseBars, { ...view("overload"), phases });
      return Math.max(
        ...pen
          .fills("solid")
          .filter(({ height }) => height > 20)
          .map(({ x, width }) => x + width),
      );
    };
    const [near, full, over, wild] = [20, 25, 27, 900].map(longest) as [number, number, number, number];
    expect(near).toBeLessThanOrEqual(full);
    expect(over).toBeGreaterThan(full);
    expect(wild).toBeLessThan(800);
  });
});

describe("power-chart", () => {
  it("fills import, hatches export, flags the peak and marks yesterday", () => {
    const pen = drawn(powerChart, view("full"));
    expect(pen.fills("half").length).toBeGreaterThan(20);
    expect(pen.fills("hatch").length).toBeGreaterThan(20);
    expect(pen.texts).toEqual(expect.arrayContaining(["peak 38.0 kW at 01:40", "yesterday", "00", "24", "kW"]));
    const bare = drawn(powerChart, view("full"), { peak: false, yesterday: false });
    expect(bare.texts.some((line) => /peak|yesterday/u.test(line))).toBe(false);
    expect(bare.fills("solid", "muted")).toEqual([]);
  });

  it("says that there is nothing of today, or that the clock is not set", () => {
    expect(drawn(powerChart, view("empty")).texts).toContain("No values of today yet");
    expect(drawn(powerChart, view("clock not set")).texts).toEqual(["Clock not set"]);
  });

  it("leaves gaps open: no column is drawn where nothing is known", () => {
    const { chart } = view("full");
    const plot = { x: 0, y: 0, width: 576, height: 100 };
    const steps = stepsOf([{ meanW: 100 }, null, null, { meanW: 300 }], chart, chartScale(chart, plot, 3));
    expect(steps.map(({ x, width, meanW }) => [x, width, meanW])).toEqual([
      [0, 2, 100],
      [6, 2, 300],
    ]);
  });

  it("averages buckets that share a pixel column", () => {
    const { chart } = view("full");
    const scale = chartScale(chart, { x: 0, y: 0, width: 96, height: 50 }, 3);
    const steps = stepsOf([{ meanW: 100 }, { meanW: 500 }, { meanW: 900 }, { meanW: 50 }], chart, scale);
    expect(steps.reduce((sum, { width }) => sum + width, 0)).toBeLessThanOrEqual(3);
    expect(steps[0]?.meanW).toBe(300);
  });

  it("drops what a longer yesterday has beyond the end of the day", () => {
    const { chart } = view("full");
    const shorter = { ...chart, toMs: chart.fromMs + 23 * 3_600_000 };
    const scale = chartScale(shorter, { x: 0, y: 0, width: 552, height: 50 }, 3);
    const buckets = Array.from({ length: 288 }, () => ({ meanW: 100 }));
    expect(Math.max(...stepsOf(buckets, shorter, scale).map(({ x, width }) => x + width))).toBe(552);
  });

  it("has an axis that a quiet night does not fill, and that holds every value", () => {
    const { chart } = view("full");
    const plot = { x: 0, y: 10, width: 100, height: 100 };
    const quiet = chartScale({ ...chart, today: [{ meanW: 200 }], yesterday: [] }, plot, 3);
    expect(quiet.y(200)).toBeGreaterThan(plot.y + 80);
    const wide = chartScale({ ...chart, today: [{ meanW: 9_300 }, { meanW: -4_100 }], yesterday: [] }, plot, 3);
    expect(wide.y(9_300)).toBeGreaterThanOrEqual(plot.y);
    expect(wide.y(-4_100)).toBeLessThanOrEqual(plot.y + plot.height);
    expect(wide.ticksW).toContain(0);
  });
});

describe("totals", () => {
  it("lists import and export with the unit said once", () => {
    const { texts } = drawn(totals, view("full"));
    expect(texts).toEqual(
      expect.arrayContaining([
        "kWh",
        "in",
        "out",
        "Since 08:00",
        "88.8",
        "28.8",
        "Yesterday",
        "288",
        "48.8",
        "188,888",
      ]),
    );
    expect(texts.filter((line) => line === "kWh")).toHaveLength(1);
  });

  it("has one column where nothing is exported, and a dash where nothing is known", () => {
    const { texts } = drawn(totals, view("partial"));
    expect(texts).toEqual(expect.arrayContaining(["ENERGY", "0.0", "–"]));
    expect(texts).not.toContain("out");
  });

  it("marks figures of which parts are not known", () => {
    const { texts } = drawn(totals, view("overload"));
    expect(texts).toEqual(expect.arrayContaining(["Since 08:00", "≈ 88.8", "≈ 28.8", "≈ 288", "≈ 48.8", "188,888"]));
  });

  it("strikes what is out of date, but not yesterday", () => {
    const struck = drawn(totals, view("stale")).drawn.flatMap((item) =>
      item.kind === "text" && item.style.finish === "struck" ? [item.text] : [],
    );
    expect(struck).toEqual(expect.arrayContaining(["88.8", "28.8", "188,888"]));
    expect(struck).not.toContain("288");
  });

  it("drops the export column before it drops a name", () => {
    const { texts } = drawn(totals, view("full"), { rows: ["yesterday"] }, { x: 0, y: 0, width: 150, height: 100 });
    expect(texts).toContain("Yesterday");
    expect(texts).not.toContain("48.8");
  });
});

describe("one line", () => {
  const line = { x: 10, y: 0, width: 400, height: 20 };

  it("of the clock shows the date, the time or both, as its options say, and nothing while it is not set", () => {
    expect(drawn(clock, view("full"), {}, line).texts).toEqual(["Thursday 15 January"]);
    expect(drawn(clock, view("full"), { show: "time", align: "right" }, line).texts).toEqual(["14:00"]);
    expect(drawn(clock, view("full"), { show: "both", align: "center" }, line).texts).toEqual([
      "Thursday 15 January  14:00",
    ]);
    expect(drawn(clock, view("clock not set"), {}, line).texts).toEqual([]);
  });

  it("of the clock is shorter where there is less room", () => {
    expect(drawn(clock, view("full"), {}, { ...line, width: 90 }).texts).toEqual(["Thu 15/01"]);
  });

  it("of the status shows when the values are from, or what is wrong, white on black", () => {
    expect(drawn(status, view("full"), {}, line).texts).toEqual(["from the meter at 14:00"]);
    expect(drawn(status, view("full"), { words: false, align: "left" }, line).texts).toEqual(["14:00"]);
    const pen = drawn(status, view("stale"), {}, line);
    expect(pen.texts).toEqual(["Meter silent since 13:30"]);
    expect(pen.fills("solid", "alert")).toHaveLength(1);
    expect(drawn(status, view("stale"), {}, { ...line, width: 140 }).texts).toEqual(["Meter silent"]);
  });

  it("of the status shows no time that it does not know", () => {
    const problems = [{ code: "broker-gone" as const }];
    expect(drawn(status, { ...view("empty"), life: { problems } }, {}, line).texts).toEqual(["No connection"]);
    expect(drawn(status, { ...view("empty"), life: { problems: [] } }, {}, line).texts).toEqual([]);
  });

  it("of text is written as it is, or not at all where it does not fit", () => {
    expect(drawn(text, view("full"), { text: "Mökki", px: 20, align: "center" }, line).texts).toEqual(["Mökki"]);
    expect(drawn(text, view("full"), { text: "Mökki" }, { ...line, width: 20 }).texts).toEqual([]);
  });
});
