import type { Box } from "../../draw/box.ts";
import { boundsOf } from "../../raster/pack.ts";
import type { Panel, RefreshKind } from "../panel.ts";
import { partialPicture } from "../partial-picture.ts";
import type { RefreshJob } from "../refresh-job.ts";
import { type Register, send } from "../register.ts";
import { block, command, type Step } from "../step.ts";
import type { Controller } from "./controller.ts";
import { plane } from "./plane.ts";
import { ready, refreshed, wake } from "./wake.ts";

/** One way of refreshing, as an SSD16xx is told it. */
interface Ssd16xxMode {
  /** Sent in order; `wait` waits for ready, `window` and `counters` set them to the whole glass. */
  readonly setup: readonly (Register | "wait" | "window" | "counters")[];
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
  /** What x is counted in: bytes of 8 pixels, one byte each, or pixels, two bytes each. */
  readonly xUnit: "bytes" | "pixels";
  /** Whether rows are counted from the bottom, because the glass is connected upside down. */
  readonly yDown: boolean;
  /** Data of deep sleep (10). */
  readonly deepSleep: number;
  readonly modes: { readonly full: Ssd16xxMode } & Partial<Readonly<Record<RefreshKind, Ssd16xxMode>>>;
}

const DEEP_SLEEP = 0x10;
const SWRESET = 0x12;
const ACTIVATE = 0x20;
const UPDATE_CONTROL_2 = 0x22;
const RAM_NEW = 0x24;
const RAM_OLD = 0x26;
const WINDOW_X = 0x44;
const WINDOW_Y = 0x45;
const COUNTER_X = 0x4e;
const COUNTER_Y = 0x4f;

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
      yield block(RAM_NEW, plane(job.next, mode.newBits));
      yield block(RAM_OLD, plane(job.next, mode.oldBits));
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
    const own = registersOf(mode).map(([cmd]) => cmd);
    yield* send(registersOf(panel.modes.full).filter(([cmd]) => !own.includes(cmd)));
  } else {
    yield* wake(panel.settleMs);
    yield ready(panel);
    yield command(SWRESET);
    yield ready(panel);
  }
  for (const entry of mode.setup) {
    if (entry === "wait") yield ready(panel);
    else if (entry === "window") yield* window(panel, boundsOf(panel));
    else if (entry === "counters") yield* counters(panel, boundsOf(panel));
    else yield* send([entry]);
  }
}

function registersOf({ setup }: Ssd16xxMode): Register[] {
  return setup.filter((entry) => typeof entry !== "string");
}

function* display(panel: Ssd16xxPanel, mode: Ssd16xxMode, kind: RefreshKind): Generator<Step, void> {
  yield command(UPDATE_CONTROL_2, mode.update);
  yield command(ACTIVATE);
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
    yield* write(panel, RAM_OLD, plane(previous, mode.oldBits, box), box);
    yield* write(panel, RAM_NEW, plane(target, mode.newBits, box), box);
  }
  yield* display(panel, mode, "partial");
  if (job.leave === "asleep") return;
  for (const box of boxes) {
    yield* write(panel, RAM_OLD, plane(target, mode.oldBits, box), box);
    yield* write(panel, RAM_NEW, plane(target, mode.newBits, box), box);
  }
}

function* write(panel: Ssd16xxPanel, ram: number, data: Uint8Array, box: Box): Generator<Step, void> {
  yield* window(panel, box);
  yield* counters(panel, box);
  yield block(ram, data);
}

function* window(panel: Ssd16xxPanel, { x, y, width, height }: Box): Generator<Step, void> {
  yield command(WINDOW_X, ...xOf(panel, x), ...xOf(panel, x + width - 1));
  yield command(WINDOW_Y, ...yOf(panel, y), ...yOf(panel, y + height - 1));
}

function* counters(panel: Ssd16xxPanel, { x, y }: Box): Generator<Step, void> {
  yield command(COUNTER_X, ...xOf(panel, x));
  yield command(COUNTER_Y, ...yOf(panel, y));
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
