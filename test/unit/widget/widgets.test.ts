import { describe, expect, it } from "vitest";
import type { ProblemCode } from "../../../src/view/parts/life.ts";
import type { View } from "../../../src/view/view.ts";
import { carpet } from "../../../src/widget/carpet.ts";
import { clock } from "../../../src/widget/clock.ts";
import { corner } from "../../../src/widget/corner.ts";
import { dayLines } from "../../../src/widget/day-lines.ts";
import { hours } from "../../../src/widget/hours.ts";
import { now } from "../../../src/widget/now.ts";
import { numbers } from "../../../src/widget/numbers.ts";
import { phaseRows } from "../../../src/widget/phase-rows.ts";
import { phaseStrip } from "../../../src/widget/phase-strip.ts";
import { phases } from "../../../src/widget/phases.ts";
import { quarters } from "../../../src/widget/quarters.ts";
import { status } from "../../../src/widget/status.ts";
import { stopped } from "../../../src/widget/stopped.ts";
import { strip } from "../../../src/widget/strip.ts";
import { text } from "../../../src/widget/text.ts";
import { waiting } from "../../../src/widget/waiting.ts";
import type { Widget } from "../../../src/widget/widget.ts";
import { RecordingPen } from "../../fixtures/recording-pen.ts";
import { sceneOf } from "../../fixtures/strict-drawing.ts";
import { NAMED_VIEWS } from "../../fixtures/views/named-views.ts";

const TYPE = { smallPx: 12, bodyPx: 16, figurePx: 32, giantPx: 100 };

const view = (name: string): View => NAMED_VIEWS.find((row) => row[0] === name)![1];

function drawn(widget: Widget, shown: View, options: unknown = {}, box = { x: 0, y: 0, width: 800, height: 400 }) {
  const pen = new RecordingPen();
  widget.bind(widget.options.parse(options))(pen, box, sceneOf(shown, TYPE));
  return pen;
}

describe("the power now", () => {
  it("has its direction in words, one decimal and no sign", () => {
    expect(drawn(now, view("full")).texts).toEqual(["From the grid", "38.8", "kW"]);
    expect(drawn(now, view("exporting")).texts).toEqual(["To the grid", "8.8", "kW"]);
    const power = { ...view("full").power, netW: 30, shown: { valueW: 30, unit: "W" as const, hundredsW: 0 } };
    expect(drawn(now, { ...view("full"), power }).texts).toEqual(["From the grid", "0.0", "kW"]);
  });

  it("is hollow, without an icon and below a plate with its time when it is out of date", () => {
    const pen = drawn(now, view("stale"));
    expect(pen.texts).toEqual(["Last value, 13:30", "38.8", "kW"]);
    const number = pen.drawn.find((item) => item.kind === "text" && item.text === "38.8");
    expect(number).toMatchObject({ style: { finish: "hollow", face: "figures", px: 100 } });
    expect(pen.fills("solid", "ink")).toHaveLength(1); // the plate
  });

  it("of a kept value has no time, and of none it says that there is none", () => {
    expect(drawn(now, view("retained")).texts).toContain("Last value");
    expect(drawn(now, view("empty")).texts).toEqual(["No power value"]);
  });

  it("leaves heading and icon out when a layout says so", () => {
    const pen = drawn(now, view("full"), { heading: false, icon: false });
    expect(pen.texts).toEqual(["38.8", "kW"]);
    expect(pen.fills("solid")).toEqual([]);
  });
});

describe("the lines of the day", () => {
  it("are the hour's mean, marked where parts are not known, and the day's highest minute", () => {
    expect(drawn(dayLines, view("full")).texts).toEqual([
      "28.9 kW on average this hour",
      "Highest today 38.8 kW at 02:00",
    ]);
    expect(drawn(dayLines, view("overload")).texts).toContain("≈ 28.9 kW on average this hour");
  });

  it("are what came in and went out while the house sells, as a bar too", () => {
    const pen = drawn(dayLines, view("exporting"));
    expect(pen.texts).toEqual(["88.8 kWh in, 28.8 out today"]);
    expect(pen.marks("out")).toHaveLength(1);
  });

  it("say where everything ends while no values come, and nothing where there never were any", () => {
    expect(drawn(dayLines, view("stale")).texts).toEqual(["Chart and totals end at 13:30"]);
    expect(drawn(dayLines, view("empty")).texts).toEqual([]);
  });
});

describe("the phases", () => {
  const bars = (pen: RecordingPen, ink: "ink" | "paper") =>
    pen.fills("solid", ink).filter(({ height }) => height === 24);

  it("have a ruler up to the fuse, and the sentence says what is left", () => {
    const calm = { ...view("overload"), balance: { level: "calm", worst: "L2" } } as const;
    const phasesNow = calm.phases.map((phase, i) => ({ ...phase, currentA: [6.2, 8.9, 2.3][i]! }));
    const pen = drawn(phases, { ...calm, phases: phasesNow });
    for (const label of ["Phases", "0", "5", "20", "25 A", "6.2", "8.9", "2.3", "16 A left on L2"])
      expect(pen.texts).toContain(label);
    expect(bars(pen, "ink")).toHaveLength(3);
    expect(pen.fills("solid", "alarm")).toEqual([]);
  });

  it("have a plate from 80 % of the fuse, and no label beside the fuse's", () => {
    const pen = drawn(phases, view("full"), {}, { x: 0, y: 0, width: 400, height: 200 });
    expect(pen.texts).toContain("2.6 A left on L1");
    expect(pen.texts).not.toContain("60");
    expect(pen.drawn).toContainEqual(
      expect.objectContaining({ text: "2.6 A left on L1", style: { px: 16, ink: "paper" } }),
    );
    expect(pen.fills("solid", "alarm")).toEqual([]);
  });

  it("turn the whole block over the fuse, say by how much, since when and what to do", () => {
    const pen = drawn(phases, view("overload"));
    expect(pen.fills("solid", "alarm")[0]).toEqual({ x: 0, y: 0, width: 800, height: 400 });
    expect(pen.texts).toEqual(
      expect.arrayContaining(["L2 is 6.8 A over its fuse", "For 8 min now. Switch something off."]),
    );
    const ofBars = pen.drawn.filter((item) => item.kind === "text" && item.text === "3.2");
    expect(ofBars).toMatchObject([{ style: { ink: "alarmInk" } }]);
  });

  it("say what is left while the alarm goes on though the phase is below its fuse again", () => {
    const over = view("overload");
    const again = over.phases.map((phase) =>
      phase.name === "L2" ? { ...phase, currentA: 24.3 } : { ...phase, currentA: 3 },
    );
    const pen = drawn(phases, { ...over, phases: again });
    const { texts } = pen;
    expect(texts).toContain("0.7 A left on L2");
    expect(texts.some((line) => line.includes("over its fuse") || line.includes("For 8 min"))).toBe(false);
    expect(pen.fills("solid", "alarm")).not.toEqual([]);
    expect(drawn(corner, { ...over, phases: again }, {}, { x: 0, y: 0, width: 100, height: 70 }).texts).toContain(
      "0.7 A left",
    );
  });

  it("leave nothing on a fuse that the first telegram is above", () => {
    const over = view("overload");
    const { texts } = drawn(phases, { ...over, balance: { level: "near", worst: "L2" } });
    expect(texts).toContain("0.0 A left on L2");
  });

  it("mark what goes out and draw solid what has no direction", () => {
    const exporting = drawn(phases, view("exporting"));
    expect(exporting.marks("out")).toHaveLength(3);
    const over = { ...view("exporting"), balance: view("overload").balance };
    expect(
      [drawn(phases, over).marks("alarmOut"), drawn(phases, over).marks("track")].map((each) => each.length),
    ).toEqual([3, 0]);
    expect(exporting.texts).toEqual(expect.arrayContaining(["−13.1", "13 A flow out on L3"]));
    expect(drawn(phases, view("unsigned currents")).marks("out")).toEqual([]);
  });

  it("name what the meter does not report, with a dash in place of its amperes", () => {
    const { texts } = drawn(phases, view("partial"));
    expect(texts.filter((line) => line === "–")).toHaveLength(2);
    expect(texts).toContain("L1, L3 not reported");
  });

  it("end a bar where the ruler's tick of its amperes begins, and never beyond the ruler", () => {
    const ends = (currentA: number) => {
      const one = [{ name: "L1", state: "fresh", currentA, direction: "import", isWorst: false }] as const;
      const shown = { ...view("overload"), phases: one, balance: { level: "calm", worst: "L1" } } as const;
      const pen = drawn(phases, shown);
      const ticks = pen.fills("solid", "ink").filter(({ width, height }) => width === 2 && height === 6);
      return { end: Math.max(...bars(pen, "ink").map(({ x, width }) => x + width)), ticks: ticks.map(({ x }) => x) };
    };
    const ten = ends(10);
    expect(ten.ticks).toContain(ten.end);
    expect(ends(900).end).toBe(800);
  });

  it("of a house with one have the day's highest current and voltages below", () => {
    const { texts } = drawn(phases, view("one phase"));
    expect(texts).toEqual(expect.arrayContaining(["Current", "Highest today 58.8 A at 14:00", "Voltage 226 to 238 V"]));
  });

  it("give way to the fault while no values come: no bar, the chain, what works and what to do", () => {
    const pen = drawn(phases, view("stale"));
    expect(bars(pen, "ink")).toEqual([]);
    for (const line of ["Meter silent for 30 min", "Meter", "Display", "Look at the cable to the meter."])
      expect(pen.texts).toContain(line);
    expect(pen.texts).not.toContain("60.4");
    const over = (end: "port" | "reader", code: ProblemCode) => {
      const life = { ...view("stale").life, end, problems: [{ code }] };
      return drawn(phases, { ...view("stale"), life }).texts;
    };
    const cable = over("port", "meter-silent");
    for (const line of ["Cable", "The cable is plugged in.", "Look at the cable to the meter."])
      expect(cable).toContain(line);
    expect(cable).not.toContain("Broker");
    expect(cable).not.toContain("Reader");
    expect(over("port", "port-gone")).toEqual(expect.arrayContaining(["No cable", "Plug in the cable."]));
    expect(over("port", "kept-values")).toContain("Look at the cable to the meter.");
    const network = over("reader", "reader-gone");
    for (const line of ["Meter", "Reader", "Display", "The display works."]) expect(network).toContain(line);
    expect(network).not.toContain("Broker");
    expect(over("reader", "no-telegram-yet")).toContain("The reader answers.");
    const small = drawn(phases, view("stale"), { ruler: "none" }, { x: 0, y: 0, width: 240, height: 48 });
    expect(small.texts).toEqual(["Meter silent for 30 min", "The way to the reader works."]);
  });
});

describe("the rows of the phases", () => {
  const ROWS = { x: 0, y: 0, width: 800, height: 378 };
  const OPTIONS = { bleed: { left: 16, right: 24 } };

  it("have amperes, volts and kilowatts of each, below their units, and a day against the fuse", () => {
    const { texts } = drawn(phaseRows, view("full"), OPTIONS, ROWS);
    for (const line of ["A", "V", "kW", "L1", "60.4", "238", "−12.8", "Highest of each quarter-hour, A", "58.8", "24"])
      expect(texts).toContain(line);
    expect(texts.filter((line) => line === "63")).toHaveLength(3);
  });

  it("leave out a column that no phase fills, and have a dash for amperes that are not reported", () => {
    const { texts } = drawn(phaseRows, view("partial"), OPTIONS, ROWS);
    expect(texts).not.toContain("V");
    expect(texts.filter((line) => line === "–")).toHaveLength(2);
  });

  it("fill the row of a phase over its fuse from edge to edge, and say by how much", () => {
    const pen = drawn(phaseRows, view("overload"), OPTIONS, ROWS);
    const rows = pen.fills("solid", "alarm").filter(({ width }) => width === 800);
    expect(rows).toHaveLength(2); // L2 and L3
    expect(rows[0]!.y + rows[0]!.height).toBe(rows[1]!.y);
    expect(pen.texts).toContain("L2 is 6.8 A over its fuse");
  });

  it("give way to the fault while no values come, and keep the charts of what was", () => {
    const { texts } = drawn(phaseRows, view("stale"), OPTIONS, ROWS);
    expect(texts).toEqual(expect.arrayContaining(["Meter silent for 30 min", "Display", "58.8"]));
    expect(texts).not.toContain("60.4");
    expect(drawn(phaseRows, view("clock not set"), OPTIONS, ROWS).texts).toContain("Clock not set");
  });

  it("of a house with one phase have its day below, with units behind the numbers", () => {
    const pen = drawn(phaseRows, view("one phase"), OPTIONS, ROWS);
    const numbers = pen.drawn.flatMap((item) => (item.kind === "text" ? [item] : []));
    const yOf = (text: string) => numbers.find((item) => item.text === text)?.y;
    expect(yOf("23.8")).toBe(yOf("kW"));
    expect(yOf("23.8")!).toBeLessThan(yOf("58.8")!);
  });

  it("have a strip of what is left, how far they are apart, the highest and the power factor", () => {
    const STRIP = { x: 0, y: 0, width: 900, height: 60 };
    expect(drawn(phaseStrip, view("full"), {}, STRIP).texts).toEqual(
      expect.arrayContaining(["Left on L1", "2.6", "Unbalance", "Highest", "L2 at", "07:30", "Power factor", "0.88"]),
    );
    expect(drawn(phaseStrip, view("overload"), {}, STRIP).texts).toEqual(expect.arrayContaining(["Over on L2", "6.8"]));
    const stale = drawn(phaseStrip, view("stale"), {}, STRIP).texts;
    expect(stale).toEqual(["Highest to 13:30", "58.8", "A", "L2 at", "07:30", "14:00", "Thu 15 Jan"]);
  });
});

describe("the hours", () => {
  it("are in up and out down, the running one with what is expected, the rest as yesterday", () => {
    const pen = drawn(hours, view("full"));
    expect(pen.marks("out")).toHaveLength(5);
    expect(pen.marks("forecast")).toHaveLength(1);
    expect(pen.texts).toEqual(expect.arrayContaining(["Today by the hour, kWh", "yesterday", "00", "24", "38.0"]));
    expect(pen.marks("otherDay")).toHaveLength(9 + 1); // and the legend
  });

  it("leave a gap where nothing is known, with the zero line dotted", () => {
    const pen = drawn(hours, view("full"));
    const dots = pen.fills("solid").filter(({ width, height }) => width === 2 && height === 2);
    expect(dots.length).toBeGreaterThan(4);
  });

  it("give way to the clock while it is not set", () => {
    const pen = drawn(hours, view("clock not set"));
    expect(pen.texts).toEqual(expect.arrayContaining(["Clock not set", "Meter", "Display"]));
    expect(pen.texts).not.toContain("24");
  });

  it("have a scale that a quiet day does not fill", () => {
    const { expected: _, ...day } = view("full").hours;
    const quiet = { ...day, today: [{ importWh: 200, exportWh: 0 }], yesterday: [] };
    const pen = drawn(hours, { ...view("full"), hours: quiet });
    expect(pen.texts).toEqual(expect.arrayContaining(["1", "2"]));
  });
});

describe("the quarters and the two weeks", () => {
  const BOX = { x: 0, y: 0, width: 800, height: 200 };

  it("are in up and out down, the rest as yesterday", () => {
    const pen = drawn(quarters, view("full"), {}, BOX);
    expect(pen.marks("out").length).toBeGreaterThan(10);
    const hours = 24 - 56 / 4;
    expect(pen.marks("otherDay")).toHaveLength(hours + 1); // by the hour where quarters are narrow, and the legend
    const wide = drawn(quarters, view("full"), {}, { ...BOX, width: 1_200 });
    expect(wide.marks("otherDay")).toHaveLength(96 - 56 - 1 + 1); // one is not known
    expect(pen.texts).toEqual(expect.arrayContaining(["Today by the quarter-hour, kW", "yesterday", "00", "24"]));
    expect(drawn(quarters, view("clock not set"), {}, BOX).texts).toContain("Clock not set");
  });

  it("are a row of shades for each day, with the most beside the legend", () => {
    const pen = drawn(carpet, view("full"), {}, BOX);
    const shades = pen.drawn.flatMap((item) => (item.kind === "shade" ? [item.share] : []));
    expect(shades.length).toBeGreaterThan(13 * 90);
    expect(shades.every((share) => share >= 0 && share <= 1)).toBe(true);
    expect(pen.texts).toEqual(expect.arrayContaining(["Two weeks by the quarter-hour", "0", "9 kW", "Thu 15"]));
  });
});

describe("the numbers", () => {
  const BOX = { x: 0, y: 0, width: 752, height: 370 };
  const sizesOf = (shown: View) =>
    new Set(
      drawn(numbers, shown, {}, BOX).drawn.flatMap((item) =>
        item.kind === "text" && /^[−\d]/u.test(item.text) ? [item.style.px] : [],
      ),
    );

  it("are every value of the moment, a row for each quantity of the phases", () => {
    const { texts } = drawn(numbers, view("full"), {}, BOX);
    for (const line of ["38.8", "Unbalance", "51.6", "0.88", "Frequency", "60.4", "238", "−12.8", "kvar"])
      expect(texts).toContain(line);
    expect(texts.filter((line) => line === "L2")).toHaveLength(4);
    for (const line of ["Gas to 13:55", "18.9", "m³", "Gas since 15 Jan", "389", "Heat to 13:30", "≈ 88.8"])
      expect(texts).toContain(line);
  });

  it("of sub-meters stay while the electricity meter is silent, with the time of their own values", () => {
    const { texts } = drawn(numbers, view("stale"), {}, BOX);
    expect(texts).toEqual(expect.arrayContaining(["Meter silent for 30 min", "Gas to 13:55", "18.9"]));
  });

  it("are of one size, and as large as all of them can be", () => {
    expect(sizesOf(view("full")).size).toBe(1);
    expect(Math.max(...sizesOf(view("partial")))).toBeGreaterThan(Math.max(...sizesOf(view("full"))));
  });

  it("give way to the fault while no values come", () => {
    const { texts } = drawn(numbers, view("stale"), {}, BOX);
    expect(texts).toContain("Meter silent for 30 min");
    expect(texts).not.toContain("38.8");
  });
});

describe("the strip", () => {
  const STRIP = { x: 0, y: 0, width: 900, height: 60 };

  it("of a house that sells has what came in and went out, the rest behind, and the clock last", () => {
    expect(drawn(strip, view("full"), {}, STRIP).texts).toEqual([
      "Since 08:00",
      "88.8",
      "kWh",
      "Out today",
      "28.8",
      "kWh",
      "Out in January",
      "888",
      "kWh",
      "Gas to 13:55",
      "18.9",
      "m³",
      "Heat to 13:30",
      "≈ 88.8",
      "kWh",
      "14:00",
      "Thu 15 Jan",
    ]);
  });

  it("of a house without sub-meters has the month of last year and the counter in their place", () => {
    const { texts } = drawn(strip, { ...view("full"), subMeters: [] }, {}, STRIP);
    expect(texts.slice(9, 14)).toEqual(["Out in January 2025", "888", "kWh", "Meter", "188\u00a0888"]);
  });

  it("keeps a number with its unit clear of the next number: closer together, else beside its label", () => {
    const cells = (width: number) =>
      drawn(strip, { ...view("partial"), subMeters: [] }, {}, { ...STRIP, width }).texts.slice(0, 3);
    expect(cells(900)).toEqual(["Today", "0.0", "kWh"]);
    expect(cells(470).slice(0, 2)).toEqual(["Today, kWh", "0.0"]);
    expect(cells(380).slice(0, 2)).toEqual(["Today", "0.0"]);
  });

  it("leaves out what is not known, and has a clock even while that is not set", () => {
    const partial = { ...view("partial"), subMeters: [] };
    expect(drawn(strip, partial, {}, STRIP).texts).toEqual(["Today", "0.0", "kWh", "14:00", "Thu 15 Jan"]);
    expect(drawn(strip, view("clock not set"), {}, STRIP).texts).toEqual(["Meter", "24\u00a0567", "–:–"]);
  });

  it("marks sums of which parts are not known, and says until when they go while no values come", () => {
    expect(drawn(strip, view("overload"), {}, STRIP).texts).toEqual(expect.arrayContaining(["≈ 28.8", "≈ 888"]));
    expect(drawn(strip, view("stale"), {}, STRIP).texts).toContain("To 13:30");
  });

  it("at the right edge has the unit beside the label, and the clock first when a layout says so", () => {
    const options = { columns: 1, rows: 2, align: "right", clock: "first" };
    expect(drawn(strip, view("partial"), options, { ...STRIP, height: 120 }).texts).toEqual([
      "Today, kWh",
      "0.0",
      "14:00",
      "Thu 15 Jan",
    ]);
  });
});

describe("a label's corner", () => {
  const CORNER = { x: 0, y: 0, width: 100, height: 70 };

  it("has the clock, the day's energy and what is left, or on black by how much the fuse is exceeded", () => {
    expect(drawn(corner, view("full"), {}, CORNER).texts).toEqual(["14:00", "Th", "88.8 kWh", "2.6 A left"]);
    expect(drawn(corner, view("full"), {}, { ...CORNER, width: 160 }).texts).toContain("today 88.8 kWh");
    const over = drawn(corner, view("overload"), {}, CORNER);
    expect(over.texts).toContain("L2 +6.8 A");
    expect(over.fills("solid", "alarm")).toHaveLength(1);
  });

  it("has the time of the last value while no values come", () => {
    expect(drawn(corner, view("stale"), {}, CORNER).texts).toEqual(["13:30", "Th", "last value"]);
  });
});

describe("the end of a kiosk", () => {
  const ended = (name: string, valuesAtMs?: number) => {
    const shown = view(name);
    const life = { ...shown.life, ...(valuesAtMs !== undefined && { valuesAtMs }) };
    return drawn(stopped, { ...shown, life, stop: { command: "systemctl start wattframe" } }).texts;
  };

  it("shows the chain up to the display as it answered, and never a silent meter as one that answers", () => {
    expect(ended("full").filter((text) => text === "14:00")).toHaveLength(4); // the date's, and the three links'
    const stale = ended("stale");
    expect(stale[stale.indexOf("Display") + 1]).toBe("13:30"); // below the meter
    expect(stale.filter((text) => text === "14:00")).toHaveLength(2); // the date's and the broker's: the reader never said that it is online
  });

  it("says of which day its numbers are", () => {
    const texts = ended("stale", view("stale").nowMs - 25 * 3_600_000);
    expect(texts).toContain("Read at We 13:00");
    expect(texts).toContain("We 13:00"); // below the meter
  });
});

it("waiting says for what, where the chain ends and what to do", () => {
  const { texts } = drawn(waiting, view("empty"));
  expect(texts).toEqual(
    expect.arrayContaining(["Waiting for the meter", "Broker", "1", "2", "3", "Thursday 15 January 14:00"]),
  );
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
    expect(drawn(clock, view("full"), {}, { ...line, width: 90 }).texts).toEqual(["Thu 15 Jan"]);
  });

  it("of the status shows when the values are from, or what is wrong, white on black", () => {
    expect(drawn(status, view("full"), {}, line).texts).toEqual(["from the meter at 14:00"]);
    expect(drawn(status, view("full"), { words: false, align: "left" }, line).texts).toEqual(["14:00"]);
    const pen = drawn(status, view("stale"), {}, line);
    expect(pen.texts).toEqual(["Meter silent since 13:30"]);
    expect(pen.fills("solid", "ink")).toHaveLength(1);
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
