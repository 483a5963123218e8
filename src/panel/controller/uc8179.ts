import type { Box } from "../../draw/box.ts";
import type { Panel, RefreshKind } from "../panel.ts";
import { partialPicture } from "../partial-picture.ts";
import type { RefreshJob } from "../refresh-job.ts";
import { type Register, send } from "../register.ts";
import { block, command, delay, type Step } from "../step.ts";
import type { Controller } from "./controller.ts";
import { plane } from "./plane.ts";
import { CCSET, CDI, DRF, DSLP, DTM1, DTM2, POF, PON, PTIN, PTL, PTOUT } from "./uc81xx-commands.ts";
import { type SizedRegister, sized } from "./uc81xx-registers.ts";
import { ready, refreshed, wake } from "./wake.ts";

/** Registers of a UC8179 for one kind of refresh. */
interface Uc8179Mode {
  /** Sent before and after power on. */
  readonly beforePower: readonly SizedRegister[];
  readonly afterPower: readonly SizedRegister[];
  /** Bit of each ink of the mode's palette in the old plane and in the new one; their meaning follows CDI and PSR. */
  readonly oldBits: readonly (0 | 1)[];
  readonly newBits: readonly (0 | 1)[];
}

/** A panel on a UC8179. */
export interface Uc8179Panel extends Panel {
  readonly controller: "uc8179";
  /** Pause after reset. */
  readonly settleMs: number;
  readonly modes: { readonly full: Uc8179Mode } & Partial<Readonly<Record<RefreshKind, Uc8179Mode>>>;
}

const SLEEP_CHECK = 0xa5; // datasheet: any other data leaves the controller awake
const BORDER_FLOATING = 0xf7; // the border keeps its colour while the supply goes; vendor's drivers before power off
const BUSY_FALLS_MS = 100; // BUSY falls a little after the command; vendor's drivers wait so long before they look

/**
 * The UC8179 and its predecessor GD7965: two planes of one bit, windows for partial refreshes, waveforms in its OTP.
 * @source command names: Zephyr, drivers/display/uc81xx_regs.h; sequences: Waveshare's drivers; see each panel
 */
export const uc8179: Controller<Uc8179Panel> = {
  id: "uc8179",
  *refresh(panel, job) {
    const mode = panel.modes[job.kind] ?? panel.modes.full;
    yield* initialise(panel, mode, job);
    if (job.kind === "partial") {
      yield* showBoxes(panel, mode, job);
    } else {
      yield block(DTM1, plane(job.next, mode.oldBits));
      yield block(DTM2, plane(job.next, mode.newBits));
      yield* display(panel, job.kind);
    }
    yield* job.leave === "asleep" ? this.sleep(panel) : rest(panel, job);
  },
  *sleep(panel) {
    yield command(CDI, BORDER_FLOATING);
    yield* powerOff(panel);
    yield command(DSLP, SLEEP_CHECK);
  },
};

function* powerOff(panel: Uc8179Panel): Generator<Step, void> {
  yield command(POF);
  yield ready(panel);
}

function* initialise(panel: Uc8179Panel, mode: Uc8179Mode, { from }: RefreshJob): Generator<Step, void> {
  if (from === "idle") {
    // What this mode leaves to the reset values may have been changed by another one.
    const own = registersOf(panel, mode).map(([cmd]) => cmd);
    yield* send(registersOf(panel, panel.modes.full).filter(([cmd]) => !own.includes(cmd)));
    if (!own.includes(CCSET)) yield command(CCSET, 0x00); // the thermometer decides again, after a mode that forced a temperature
  } else {
    yield* wake(panel.settleMs);
  }
  yield* send(sized(panel, mode.beforePower));
  yield command(PON);
  yield delay(BUSY_FALLS_MS);
  yield ready(panel);
  yield* send(sized(panel, mode.afterPower));
}

function registersOf(panel: Uc8179Panel, { beforePower, afterPower }: Uc8179Mode): Register[] {
  return sized(panel, [...beforePower, ...afterPower]);
}

function* display(panel: Uc8179Panel, kind: RefreshKind): Generator<Step, void> {
  yield command(DRF);
  yield delay(BUSY_FALLS_MS);
  yield refreshed(panel, panel[kind] ?? panel.full);
}

/** Both planes of each box, then one refresh of the window around them. Without a window the planes are sent whole, for RAM that was lost. */
function* showBoxes(panel: Uc8179Panel, mode: Uc8179Mode, job: RefreshJob): Generator<Step, void> {
  const { previous, target, boxes, hull } = partialPicture(job);
  if (job.from !== "idle") {
    yield block(DTM1, plane(previous, mode.oldBits));
    yield block(DTM2, plane(target, mode.newBits));
    yield command(PTIN);
  } else {
    yield command(PTIN);
    for (const box of boxes) {
      yield window(box);
      yield block(DTM1, plane(previous, mode.oldBits, box));
      yield block(DTM2, plane(target, mode.newBits, box));
    }
  }
  if (job.from !== "idle" || boxes.length > 1) yield window(hull);
  yield* display(panel, "partial");
  yield command(PTOUT);
}

/** The window of a partial refresh, ends included, scanned inside and outside. */
function window({ x, y, width, height }: Box): Step {
  const words = [x, x + width - 1, y, y + height - 1].flatMap((edge) => [edge >> 8, edge & 0xff]);
  return command(PTL, ...words, 0x01);
}

/**
 * Power off. What stays idle has its picture in both planes as a partial refresh reads them, so that the next one may
 * write its boxes alone.
 */
function* rest(panel: Uc8179Panel, { kind, next }: RefreshJob): Generator<Step, void> {
  const { partial } = panel.modes;
  if (partial !== undefined && (kind === "full" || kind === "fast")) {
    const mode = panel.modes[kind] ?? panel.modes.full;
    if (!sameBits(mode.oldBits, partial.oldBits)) yield block(DTM1, plane(next, partial.oldBits));
    if (!sameBits(mode.newBits, partial.newBits)) yield block(DTM2, plane(next, partial.newBits));
  }
  yield* powerOff(panel);
}

function sameBits(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((bit, i) => bit === b[i]);
}
