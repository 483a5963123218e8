import { type Box, boundsOf } from "../../draw/box.ts";
import type { Panel, RefreshKind } from "../panel.ts";
import { partialPicture } from "../partial-picture.ts";
import type { RefreshJob } from "../refresh-job.ts";
import { type Register, send } from "../register.ts";
import { block, command, type Step } from "../step.ts";
import type { Controller } from "./controller.ts";
import { plane } from "./plane.ts";
import {
  DEEP_SLEEP,
  DRIVER_OUTPUT,
  MASTER_ACTIVATION,
  RAM_X_COUNTER,
  RAM_X_WINDOW,
  RAM_Y_COUNTER,
  RAM_Y_WINDOW,
  SOFTWARE_RESET,
  UPDATE_CONTROL_2,
  WRITE_NEW_RAM,
  WRITE_OLD_RAM,
} from "./ssd16xx-commands.ts";
import { ready, refreshed, wake } from "./wake.ts";

/** Registers of an SSD16xx for one kind of refresh. */
interface Ssd16xxMode {
  /** Sent in order; `gates` sets the number of rows, `window` and `counters` span the whole glass, `wait` waits for ready. */
  readonly setup: readonly (Register | "gates" | "window" | "counters" | "wait")[];
  /** Bit of each ink of the mode's palette in the RAM for new (24) and old (26). */
  readonly newBits: readonly (0 | 1)[];
  readonly oldBits: readonly (0 | 1)[];
  /** Data of display update control 2 (22) that starts the refresh and powers off after it. */
  readonly update: number;
}

/** A panel on an SSD1680, SSD1683 or SSD1677: they differ in how x is counted and in what their OTP holds. */
export interface Ssd16xxPanel extends Panel {
  readonly controller: "ssd16xx";
  /** The chip itself. */
  readonly chip: "SSD1677" | "SSD1680" | "SSD1683";
  /** Pause after reset. */
  readonly settleMs: number;
  /** Unit of x: bytes of 8 pixels, one byte each, or pixels, two bytes each. */
  readonly xUnit: "bytes" | "pixels";
  /** True where rows are counted from the bottom, because the glass is connected upside down. */
  readonly yDown: boolean;
  /** Order of the gates, in the driver output control. */
  readonly gateOrder: number;
  /** Data of deep sleep (10). */
  readonly deepSleep: number;
  readonly modes: { readonly full: Ssd16xxMode } & Partial<Readonly<Record<RefreshKind, Ssd16xxMode>>>;
}

/**
 * The SSD16xx family: RAM for new and old of one bit each, a window with counters for writing, and refreshes that always
 * scan the whole glass, where a pixel that is the same in both RAMs is left alone by a partial waveform.
 * @source command names: Zephyr, drivers/display/ssd16xx_regs.h; sequences: Waveshare's drivers; see each panel
 */
export const ssd16xx: Controller<Ssd16xxPanel> = {
  id: "ssd16xx",
  *refresh(panel, job) {
    const mode = panel.modes[job.kind] ?? panel.modes.full;
    yield* initialise(panel, mode, job);
    if (job.kind === "partial") {
      yield* showBoxes(panel, mode, job);
    } else {
      yield block(WRITE_NEW_RAM, plane(job.next, mode.newBits));
      yield block(WRITE_OLD_RAM, plane(job.next, mode.oldBits));
      yield* display(panel, mode, job.kind);
    }
    if (job.leave === "asleep") yield* this.sleep(panel);
  },
  *sleep(panel) {
    yield command(DEEP_SLEEP, panel.deepSleep);
  },
};

function* initialise(panel: Ssd16xxPanel, mode: Ssd16xxMode, { from }: RefreshJob): Generator<Step, void> {
  if (from === "idle") {
    // What this mode leaves to the reset values may have been changed by another one.
    const own = registersOf(panel, mode).map(([cmd]) => cmd);
    yield* send(registersOf(panel, panel.modes.full).filter(([cmd]) => !own.includes(cmd)));
  } else {
    yield* wake(panel.settleMs);
    yield ready(panel);
    yield command(SOFTWARE_RESET);
    yield ready(panel);
  }
  for (const entry of mode.setup) {
    if (entry === "wait") yield ready(panel);
    else if (entry === "window") yield* window(panel, boundsOf(panel));
    else if (entry === "counters") yield* counters(panel, boundsOf(panel));
    else yield* send(entry === "gates" ? [gates(panel)] : [entry]);
  }
}

function registersOf(panel: Ssd16xxPanel, { setup }: Ssd16xxMode): Register[] {
  return setup.map((entry) => (entry === "gates" ? gates(panel) : entry)).filter((entry) => typeof entry !== "string");
}

/** As many gates as the panel has rows. */
function gates({ height, gateOrder }: Ssd16xxPanel): Register {
  return [DRIVER_OUTPUT, ...lowHigh(height - 1), gateOrder];
}

function* display(panel: Ssd16xxPanel, mode: Ssd16xxMode, kind: RefreshKind): Generator<Step, void> {
  yield command(UPDATE_CONTROL_2, mode.update);
  yield command(MASTER_ACTIVATION);
  yield refreshed(panel, panel[kind] ?? panel.full);
}

/**
 * Old and new of each box, or of everything when the RAM was lost, then one refresh; what stays idle then has the new
 * picture in both RAMs, so that pixels of one box are not driven again by the next refresh of another.
 */
function* showBoxes(panel: Ssd16xxPanel, mode: Ssd16xxMode, job: RefreshJob): Generator<Step, void> {
  const { previous, target, boxes } = partialPicture(job);
  const writes = job.from === "idle" ? boxes : [boundsOf(panel)];
  for (const box of writes) {
    yield* write(panel, WRITE_OLD_RAM, plane(previous, mode.oldBits, box), box);
    yield* write(panel, WRITE_NEW_RAM, plane(target, mode.newBits, box), box);
  }
  yield* display(panel, mode, "partial");
  if (job.leave === "asleep") return;
  for (const box of boxes) {
    yield* write(panel, WRITE_OLD_RAM, plane(target, mode.oldBits, box), box);
    yield* write(panel, WRITE_NEW_RAM, plane(target, mode.newBits, box), box);
  }
}

function* write(panel: Ssd16xxPanel, ram: number, data: Uint8Array, box: Box): Generator<Step, void> {
  yield* window(panel, box);
  yield* counters(panel, box);
  yield block(ram, data);
}

function* window(panel: Ssd16xxPanel, { x, y, width, height }: Box): Generator<Step, void> {
  yield command(RAM_X_WINDOW, ...xOf(panel, x), ...xOf(panel, x + width - 1));
  yield command(RAM_Y_WINDOW, ...yOf(panel, y), ...yOf(panel, y + height - 1));
}

function* counters(panel: Ssd16xxPanel, { x, y }: Box): Generator<Step, void> {
  yield command(RAM_X_COUNTER, ...xOf(panel, x));
  yield command(RAM_Y_COUNTER, ...yOf(panel, y));
}

/** A column as the chip counts it; a pixel stands for the byte that holds it where bytes are counted. */
function xOf({ xUnit }: Ssd16xxPanel, x: number): number[] {
  return xUnit === "bytes" ? [x >> 3] : lowHigh(x);
}

function yOf({ yDown, height }: Ssd16xxPanel, y: number): number[] {
  return lowHigh(yDown ? height - 1 - y : y);
}

function lowHigh(word: number): number[] {
  return [word & 0xff, word >> 8];
}
