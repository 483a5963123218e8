import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { LONGEST_SHOW_MS } from "../../../src/kiosk/bounded-display.ts";
import type { ControlledPanel } from "../../../src/panel/controllers.ts";
import { type Panel, paletteIdFor, type RefreshKind, refreshKindsOf } from "../../../src/panel/panel.ts";
import { PANELS, panelOf } from "../../../src/panel/panels.ts";
import { refreshSteps, sleepSteps } from "../../../src/panel/refresh-steps.ts";
import type { Step, Steps } from "../../../src/panel/step.ts";
import { paletteOf } from "../../../src/raster/palette.ts";
import { blankRaster } from "../../../src/raster/raster.ts";

/** All steps, every question answered as by a healthy controller. */
function stepsOf(steps: Steps): Step[] {
  const all: Step[] = [];
  let answer: Uint8Array | undefined;
  for (let next = steps.next(); next.done !== true; next = steps.next(answer)) {
    all.push(next.value);
    answer = next.value.k === "i80" && next.value.t === "read" ? next.value.healthy : undefined;
  }
  return all;
}

function refreshOf(panel: ControlledPanel, kind: RefreshKind, from: "reset" | "idle" = "reset"): Step[] {
  const { width, height } = panel;
  const blank = blankRaster(width, height, paletteOf(paletteIdFor(panel, kind)));
  const part = { previous: blank, boxes: [{ x: 0, y: 0, width: (panel as Panel).partial?.alignX ?? 8, height: 8 }] };
  return stepsOf(refreshSteps(panel, { kind, next: blank, from, leave: "asleep", ...(kind === "partial" && part) }));
}

/** Border of an SSD16xx after a reset: high impedance, so that it keeps its colour. The maker leaves it so in this mode. */
const KEPT_SINCE_RESET = new Set(["waveshare-2in9-v2 full"]);

const KINDS = PANELS.flatMap((panel) => refreshKindsOf(panel).map((kind) => [panel.id, kind] as const));

/** Registers of the border, by controller; the IT8951 drives it as part of the picture. */
const BORDER: Readonly<Record<string, number | undefined>> = { uc8179: 0x50, spectra6: 0x50, ssd16xx: 0x3c };

/** Tells whether the value leaves the border as it is: of SSD16xx the levels VCOM and high impedance, of UC81xx BDZ. */
const leavesBorder = (register: number, value: number) => (value & 0x80) !== 0 || (register === 0x50 && value === 0x3f);

describe("the border", () => {
  it.each(KINDS.filter(([id]) => BORDER[panelOf(id).controller] !== undefined))(
    "of %s is set before a %s refresh: driven with the whole glass, left alone by a part",
    (id, kind) => {
      const panel = panelOf(id);
      const register = BORDER[panel.controller]!;
      const steps = refreshOf(panel, kind);
      const refreshAt = steps.findLastIndex(
        (step) => step.k === "busy" && step.timeoutMs >= panel[kind as "full"].deadlineMs,
      );
      const values = steps
        .slice(0, refreshAt)
        .flatMap((step) => (step.k === "cmd" && step.cmd === register ? [step.data[0]!] : []));
      expect(values.length > 0).toBe(!KEPT_SINCE_RESET.has(`${id} ${kind}`));
      if (kind === "partial") expect(leavesBorder(register, values.at(-1)!)).toBe(true);
      else expect((values.at(-1) ?? 0) & 0x80).toBe(0);
    },
  );
});

/** Longest time that steps may take, milliseconds: every wait to its end. */
function longestMs(panel: Panel, steps: readonly Step[]): number {
  const bits = steps.reduce((sum, step) => sum + ("data" in step ? 8 * step.data.length : 0), 0);
  const waits = steps.map((step) => (step.k === "delay" ? step.ms : step.k === "busy" ? step.timeoutMs : 0));
  const handshake = Math.max(0, ...steps.map((step) => (step.k === "i80" ? step.timeoutMs : 0)));
  return waits.reduce((sum, ms) => sum + ms, (bits / panel.spiHz) * 1_000 + handshake);
}

describe("the end of the service", () => {
  const unit = readFileSync(join(import.meta.dirname, "../../../scripts/debian/wattframe.service"), "utf8");
  const stopMs = 1_000 * Number(/^TimeoutStopSec=(\d+)$/mu.exec(unit)?.[1]);

  it.each(KINDS)("has time for a %s that is in the middle of a %s refresh, fails, and is tried again", (id, kind) => {
    const panel = panelOf(id);
    const twice = 2 * longestMs(panel, refreshOf(panel, kind)) + longestMs(panel, stepsOf(sleepSteps(panel)));
    expect(twice).toBeLessThan(LONGEST_SHOW_MS);
    expect(LONGEST_SHOW_MS).toBeLessThan(stopMs - 10_000);
  });
});
