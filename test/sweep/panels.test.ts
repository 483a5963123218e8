import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { layoutsText } from "../../src/command/panel-layouts.ts";
import { LayoutFolder } from "../../src/config/layout-file.ts";
import { layoutsFor } from "../../src/layout/fitting.ts";
import { LAYOUTS_FOLDER } from "../../src/package-folder.ts";
import { type ControlledPanel, withController } from "../../src/panel/controllers.ts";
import { paletteIdFor, type RefreshKind, refreshKindsOf } from "../../src/panel/panel.ts";
import { PANELS, panelOf } from "../../src/panel/panels.ts";
import { refreshSteps, sleepSteps } from "../../src/panel/refresh-steps.ts";
import { type Step, stepJson } from "../../src/panel/step.ts";
import { BLACK_WHITE, paletteOf } from "../../src/raster/palette.ts";
import { blankRaster } from "../../src/raster/raster.ts";

const MINUTE = 60_000;

/** Every step of a refresh, questions answered as a healthy controller would. */
const stepsOf = (
  panel: ControlledPanel,
  kind: RefreshKind,
  from: "reset" | "idle" | "asleep",
  leave: "idle" | "asleep",
): Step[] => {
  const next = blankRaster(panel.width, panel.height, paletteOf(paletteIdFor(panel, kind)) ?? BLACK_WHITE);
  const steps = refreshSteps(panel, { kind, next, from, leave, ...(kind === "partial" && { previous: next }) });
  const all: Step[] = [];
  for (let step = steps.next(); step.done !== true; step = steps.next()) all.push(step.value);
  return all;
};

describe.each(PANELS as readonly ControlledPanel[])("$id", (panel) => {
  it("has a name in kebab-case, a controller, a palette and a size that are there", () => {
    expect(panel.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
    expect(panelOf(panel.id)).toBe(panel);
    expect(withController(panel, ({ id }) => id)).toBe(panel.controller);
    expect(paletteOf(panel.palette)).toBeDefined();
    expect([panel.width, panel.height].every((side) => Number.isInteger(side) && side >= 8 && side <= 4096)).toBe(true);
  });

  it("has deadlines well above the time that a healthy panel takes, and within a minute", () => {
    for (const kind of refreshKindsOf(panel)) {
      const { refreshMs = 0, deadlineMs = 0 } = panel[kind] ?? {};
      expect(refreshMs).toBeGreaterThan(0);
      expect(deadlineMs).toBeGreaterThanOrEqual(2 * refreshMs);
      expect(deadlineMs).toBeLessThanOrEqual(MINUTE);
    }
    expect(panel.powerDeadlineMs).toBeGreaterThanOrEqual(1000);
  });

  it("keeps the limits that its kind of ink needs", () => {
    const isColour = !["black-white", "grey-16"].includes(panel.palette);
    expect(panel.health.minFullIntervalMs).toBeGreaterThanOrEqual((isColour ? 15 : 3) * MINUTE);
    expect(panel.health.maxPartialsInARow).toBeLessThanOrEqual(10);
    expect(panel.health.maxPartialAgeMs).toBeLessThanOrEqual(60 * MINUTE);
    expect(panel.health.maxFullAgeMs).toBeLessThanOrEqual(24 * 60 * MINUTE);
    expect(panel.temperature.minC).toBeLessThan(panel.temperature.maxC);
    expect(panel.spiHz).toBeLessThanOrEqual(20_000_000);
  });

  it("says where its facts come from and what was run, and claims no glass that nobody held", () => {
    const { commands, timings, health, window } = panel.sources;
    expect(
      [commands, timings, health, ...(panel.partial ? [window] : [])].every((source) => (source?.length ?? 0) > 10),
    ).toBe(true);
    expect(panel.proofs.emulator).toBe(true);
    expect(panel.proofs.glass).toBe(false);
  });

  it("comes to an end from every state, each wait with a deadline, and sleeps at the end", () => {
    const last = [...sleepSteps(panel)].at(-1);
    expect(last).toBeDefined();
    for (const kind of refreshKindsOf(panel)) {
      for (const from of ["reset", "idle", "asleep"] as const) {
        const steps = stepsOf(panel, kind, from, "asleep");
        expect(steps.at(-1)).toEqual(last);
        expect(stepsOf(panel, kind, from, "idle").at(-1)).not.toEqual(last);
        expect(steps.every((step) => (step.k !== "busy" && step.k !== "i80") || step.timeoutMs > 0)).toBe(true);
        expect(steps.some(({ k }) => k === "rst")).toBe(
          from === "reset" || (from === "asleep" && panel.controller !== "it8951"),
        );
        for (const step of steps) expect(JSON.parse(stepJson(step))).toMatchObject({ k: step.k });
      }
    }
  });

  it("has a row in the table of the hardware page, with the layouts that fit it", async () => {
    const page = readFileSync(new URL("../../doc/hardware.md", import.meta.url), "utf8");
    const row = page.split("\n").find((line) => line.startsWith(`| \`${panel.id}\` | `));
    const cells = row?.replaceAll("`", "").split(" | ") ?? [];
    const folder = new LayoutFolder([LAYOUTS_FOLDER]);
    const layouts = await Promise.all((await folder.names()).map((name) => folder.load(name)));
    expect(cells[1]).toBe(`${panel.width}×${panel.height}`);
    expect(cells[4]).toBe(layoutsText(layoutsFor(panel, layouts)));
  });
});

it("knows every panel that configurations may name already, each once, and the two most usual first", () => {
  const ids = PANELS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.slice(0, 2)).toEqual(["waveshare-7in5-v2", "waveshare-4in2-v2"]);
  const promised: readonly string[] = [
    "waveshare-10in3-it8951",
    "waveshare-13in3-k",
    "waveshare-2in13-v4",
    "waveshare-2in9-v2",
    "waveshare-4in2-v2",
    "waveshare-4in26",
    "waveshare-5in83-v2",
    "waveshare-7in3-e",
    "waveshare-7in5-b-v2",
    "waveshare-7in5-v2",
    "waveshare-7in8-it8951",
  ];
  expect(promised.filter((id) => !ids.some((known) => known === id))).toEqual([]);
});

it("names the panels that there are when one is unknown", () => {
  expect(() => panelOf("nope")).toThrow(expect.objectContaining({ code: "PANEL_UNKNOWN" }));
});
