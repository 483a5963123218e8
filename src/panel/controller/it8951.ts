import { type Box, boundsOf } from "../../draw/box.ts";
import { WattframeError } from "../../errors.ts";
import { pack } from "../../raster/pack.ts";
import { holdsOnly, type Raster } from "../../raster/raster.ts";
import type { Panel } from "../panel.ts";
import { partialPicture } from "../partial-picture.ts";
import type { RefreshJob } from "../refresh-job.ts";
import { delay, type Steps } from "../step.ts";
import type { Controller } from "./controller.ts";
import { type Exchange, It8951Port, words } from "./it8951-port.ts";

/** A panel of sixteen greys behind an IT8951, which keeps the picture and drives the glass by itself. */
export interface It8951Panel extends Panel {
  readonly controller: "it8951";
  /** Time that reset is held, and pause after it. */
  readonly resetLowMs: number;
  readonly settleMs: number;
}

/** Commands. @source IT8951 programming guide by way of the vendor's driver */
const SYS_RUN = 0x0001;
const STANDBY = 0x0002;
const SLEEP = 0x0003;
const LD_IMG_AREA = 0x0021;
const LD_IMG_END = 0x0022;
const DPY_AREA = 0x0034;
const DPY_BUF_AREA = 0x0037;
const VCOM = 0x0039;
const GET_DEV_INFO = 0x0302;

/** Registers. @source as the commands */
const I80CPCR = 0x0004;
const LISAR = 0x0208;
const UP1SR_HIGH = 0x113a;
const LUTAFSR = 0x1224;
const BGVR = 0x1250;

/** Waveforms. @source the vendor's driver, for panels of this size */
const INIT = 0;
const DU = 1;
const GC16 = 2;
const A2 = 6;

const FOUR_BITS = 0x0020; // little-endian words, 4 bits a pixel, not turned
const EIGHT_BITS = 0x0030; // the same with 8 bits, of which one carries eight pixels for A2
const ONE_BIT = 0x0004; // bit 18 of UP1SR: the memory is read as one bit a pixel
const BLACK_AND_WHITE = 0x00f0; // grey of a clear bit in the high byte, of a set one in the low byte
const POLL_MS = 20;
const LEVELS = Array.from({ length: 16 }, (_, level) => level);
const BLACK_OR_WHITE = [0, 15]; // levels that one bit can hold

/**
 * The IT8951: 16-bit words both ways, greys of four bits, several waveforms: GC16 for greys, DU and A2 for what is black
 * and white alone. It compares with what it showed before by itself, and forgets that in a reset.
 * @source Waveshare's IT8951 driver; background and foreground of one bit: ITE's sample code
 */
export const it8951: Controller<It8951Panel> = {
  id: "it8951",
  *refresh(panel, job) {
    const port = new It8951Port(panel);
    const address = yield* initialise(port, panel, job);
    if (job.from === "reset") yield* display(port, boundsOf(panel), INIT);
    yield* idle(port, panel);
    if (job.kind === "partial" && job.from !== "reset") {
      const { previous, target, boxes } = partialPicture(job);
      for (const box of boxes) yield* showBox(port, panel, { previous, target, box, address });
    } else {
      const target = job.kind === "partial" ? partialPicture(job).target : job.next;
      yield* load(port, target, { box: boundsOf(panel), address });
      yield* display(port, boundsOf(panel), GC16);
    }
    yield* idle(port, panel);
    yield port.command(job.leave === "asleep" ? SLEEP : STANDBY);
  },
  *sleep(panel) {
    const port = new It8951Port(panel);
    yield port.command(SYS_RUN); // in standby it listens to nothing else
    yield port.command(SLEEP);
  },
};

/** Wakes the controller and gives the address of its picture. */
function* initialise(port: It8951Port, panel: It8951Panel, { from, vcomMv }: RefreshJob): Exchange<number> {
  if (from === "reset") yield* hardReset(panel);
  yield port.command(SYS_RUN);
  yield port.command(GET_DEV_INFO);
  const info = yield* port.read(
    20,
    words(panel.width, panel.height, 0x36e0, 0x0012, ...Array.from({ length: 16 }, () => 0)),
  );
  const [width = 0, height = 0, low = 0, high = 0] = info;
  if (width !== panel.width || height !== panel.height) {
    throw new WattframeError(
      "PANEL_REFUSED",
      `${panel.id}: its controller says that the panel is ${width}×${height}.`,
      {
        hint: "Check the panel in the configuration, and that MISO is connected where it answers 0×0 or 65535×65535.",
      },
    );
  }
  yield* port.writeRegister(I80CPCR, 0x0001);
  if (vcomMv !== undefined) yield* setVcom(port, -vcomMv);
  return high * 0x10000 + low;
}

function* hardReset({ settleMs, resetLowMs }: It8951Panel): Steps {
  yield { k: "pwr", v: 1 };
  yield { k: "rst", v: 1 };
  yield delay(settleMs);
  yield { k: "rst", v: 0 };
  yield delay(resetLowMs);
  yield { k: "rst", v: 1 };
  yield delay(settleMs);
}

/** The controller stores VCOM, so it is written only where it differs. */
function* setVcom(port: It8951Port, millivolts: number): Exchange<void> {
  yield port.command(VCOM);
  yield port.write(words(0));
  const [stored] = yield* port.read(1, words(millivolts));
  if (stored === millivolts) return;
  yield port.command(VCOM);
  yield port.write(words(1));
  yield port.write(words(millivolts));
}

/** Waits until no part of the glass is driven any more. @throws WattframeError `BUSY_TIMEOUT` */
function* idle(port: It8951Port, panel: It8951Panel): Exchange<void> {
  for (let waitedMs = 0; (yield* port.readRegister(LUTAFSR)) !== 0; waitedMs += POLL_MS) {
    if (waitedMs >= panel.full.deadlineMs) {
      throw new WattframeError(
        "BUSY_TIMEOUT",
        `${panel.id} still drives its glass after ${panel.full.deadlineMs} ms.`,
        {
          hint: "Check the panel's cable and supply.",
        },
      );
    }
    yield delay(POLL_MS);
  }
}

interface BoxChange {
  readonly previous: Raster;
  readonly target: Raster;
  readonly box: Box;
  readonly address: number;
}

/** One box by the gentlest waveform that can: A2 from black and white to the same, DU to black and white, else GC16. */
function* showBox(port: It8951Port, panel: It8951Panel, { previous, target, box, address }: BoxChange): Exchange<void> {
  yield* idle(port, panel);
  if (!holdsOnly(target, box, BLACK_OR_WHITE)) {
    yield* load(port, target, { box, address });
    yield* display(port, box, GC16);
  } else if (!holdsOnly(previous, box, BLACK_OR_WHITE)) {
    yield* load(port, target, { box, address });
    yield* display(port, box, DU);
  } else {
    yield* showOneBit(port, panel, { target, box, address });
  }
}

function* load(port: It8951Port, raster: Raster, { box, address }: { box: Box; address: number }): Steps {
  const bytes = pack(raster, { bits: 4, order: "left-low-words", codes: LEVELS, padCode: 15 }, box);
  yield* port.loadArea(LD_IMG_AREA, {
    address,
    lisar: LISAR,
    args: [FOUR_BITS, box.x, box.y, box.width, box.height],
    bytes,
  });
  yield port.command(LD_IMG_END);
}

function* display(port: It8951Port, { x, y, width, height }: Box, waveform: number): Steps {
  yield port.command(DPY_AREA);
  yield* port.writeWords(x, y, width, height, waveform);
}

/** Black and white as one bit a pixel, eight of them in the place of one: a quarter of the bytes, and the quickest waveform. */
function* showOneBit(
  port: It8951Port,
  panel: It8951Panel,
  { target, box, address }: Omit<BoxChange, "previous">,
): Exchange<void> {
  const { x, y, width, height } = box;
  const codes = LEVELS.map((level) => (level === 15 ? 1 : 0));
  const bytes = pack(target, { bits: 1, order: "left-low-words", codes, padCode: 1 }, box);
  yield* port.loadArea(LD_IMG_AREA, { address, lisar: LISAR, args: [EIGHT_BITS, x / 8, y, width / 8, height], bytes });
  yield port.command(LD_IMG_END);
  const mode = yield* port.readRegister(UP1SR_HIGH);
  yield* port.writeRegister(UP1SR_HIGH, mode | ONE_BIT);
  yield* port.writeRegister(BGVR, BLACK_AND_WHITE);
  yield port.command(DPY_BUF_AREA);
  yield* port.writeWords(x, y, width, height, A2, address & 0xffff, address >>> 16);
  yield* idle(port, panel);
  yield* port.writeRegister(UP1SR_HIGH, (yield* port.readRegister(UP1SR_HIGH)) & ~ONE_BIT);
}
