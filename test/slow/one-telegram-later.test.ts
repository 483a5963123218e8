import { beforeAll, describe, expect, it } from "vitest";
import { LayoutFolder } from "../../src/config/layout-file.ts";
import { nearest } from "../../src/config/nearest.ts";
import { areaOf, type Box } from "../../src/draw/box.ts";
import { History } from "../../src/history/history.ts";
import { LAYOUTS_FOLDER } from "../../src/package-folder.ts";
import { changedBoxes } from "../../src/raster/changed-box.ts";
import { BLACK_WHITE } from "../../src/raster/palette.ts";
import { rendererOf } from "../../src/render/compose.ts";
import type { Renderer } from "../../src/render/renderer.ts";
import { type Scenario, scenarioOf } from "../../src/simulator/scenario.ts";
import { addSimulated, scenarioKnown } from "../../src/simulator/scenario-history.ts";
import { dayWindow, ownInstant, pictureWindow } from "../../src/simulator/scenario-time.ts";
import { simulate } from "../../src/simulator/simulate.ts";
import { SIMULATED_METER } from "../../src/simulator/simulated-meter.ts";
import { buildWholeView } from "../../src/view/build-view.ts";

const PANEL = 800 * 480;
let renderer: Renderer;
beforeAll(async () => {
  const balance = await new LayoutFolder([LAYOUTS_FOLDER]).load("balance");
  renderer = await rendererOf(balance, "light", { width: 800, height: 480, palette: BLACK_WHITE });
});

type Picture = ReturnType<typeof pictureOf>;

function pictureOf(scenario: Scenario, history: History, atMs: number) {
  const { link, now } = scenarioKnown(scenario, history, atMs, ownInstant(scenario, SIMULATED_METER.timeZone));
  return renderer.draw(buildWholeView({ history, link, now, meter: SIMULATED_METER, locale: "en-GB" }));
}

/** Pictures of neighbouring telegrams within a minute, one pair every ten minutes of the day up to the scenario's instant. */
function pairsOf(scenario: Scenario): [before: Picture, after: Picture][] {
  const { timeZone } = SIMULATED_METER;
  const window = pictureWindow(scenario, timeZone);
  const midnightMs = dayWindow(scenario, timeZone).fromMs;
  const history = new History({ timeZone });
  const pairs: [Picture, Picture][] = [];
  let before: { readonly picture: Picture; readonly minute: number } | undefined;
  for (const item of simulate({ scenario, seed: 1, timeZone, ...window })) {
    addSimulated(history, item, scenario);
    const minute = Math.floor((item.atMs - midnightMs) / MINUTE_MS);
    if (minute < 0 || minute % 10 !== 5) continue;
    if (before?.minute !== minute) before = { picture: pictureOf(scenario, history, item.atMs), minute };
    else if (pairs.length <= minute / 10) pairs.push([before.picture, pictureOf(scenario, history, item.atMs)]);
  }
  return pairs;
}

const MINUTE_MS = 60_000;
/** Widgets that may change from one telegram to the next. */
const OF_NOW = ["now", "day-lines", "phases", "hours", "strip"];

describe.each(["evening", "solar-noon"])("two neighbouring telegrams of %s", (id) => {
  const pairs: [Picture, Picture][] = [];
  beforeAll(() => pairs.push(...pairsOf(scenarioOf(id, nearest))));

  it("change less than a quarter of the panel, all boxes added", () => {
    const areas = pairs.map(([a, b]) => areaOf(changedBoxes(a.raster, b.raster, { alignX: 8 })));
    expect(areas.length).toBeGreaterThan(50);
    expect(Math.max(...areas)).toBeGreaterThan(0);
    expect(areas.filter((area) => area >= PANEL / 4).length).toBeLessThanOrEqual(RESCALED * areas.length);
  });

  it("change nothing but what tells of now, and of the hours the running one", () => {
    let [rescaled, others] = [0, 0];
    for (const [{ raster: before }, { raster: after, boxes }] of pairs) {
      const touched = boxes.filter(({ box }) => changedColumns(before, after, box).length > 0);
      expect(touched.map(({ widget }) => widget).filter((widget) => !OF_NOW.includes(widget))).toEqual([]);
      const hours = boxes.find(({ widget }) => widget === "hours")!.box;
      const columns = changedColumns(before, after, hours);
      if (columns.length > 0 && Math.max(...columns) - Math.min(...columns) > PITCH) rescaled++;
      const strip = boxes.find(({ widget }) => widget === "strip")!.box;
      if (changedColumns(before, after, strip).some((column) => column > TODAY_END && column < CLOCK_X)) others++;
    }
    expect(rescaled).toBeLessThanOrEqual(RESCALED * pairs.length);
    expect(others).toBeLessThanOrEqual(RESCALED * pairs.length); // month and counter count whole kWh
  });
});

/** Share of the pairs between which the chart takes another scale, since the day has a new highest hour or turns to export. */
const RESCALED = 0.05;
/** Where the cells of today, in and out, end, and where the clock begins, pixels. */
const TODAY_END = 264;
const CLOCK_X = 664;
/** From one bar of the hours to the next, pixels. */
const PITCH = 30;

type Pixels = { readonly width: number; readonly pixels: ArrayLike<number> };

/** The columns of a box that hold a pixel that differs. */
function changedColumns(a: Pixels, b: Pixels, { x, y, width, height }: Box): number[] {
  return Array.from({ length: width }, (_, i) => x + i).filter((column) => {
    for (let at = y * a.width + column; at < (y + height) * a.width; at += a.width)
      if (a.pixels[at] !== b.pixels[at]) return true;
    return false;
  });
}
