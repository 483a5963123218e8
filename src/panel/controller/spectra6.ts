import { pack } from "../../raster/pack.ts";
import type { Panel } from "../panel.ts";
import { type Register, send } from "../register.ts";
import { block, command, delay, type Step } from "../step.ts";
import type { Controller } from "./controller.ts";
import { DRF, DSLP, DTM1, POF, PON } from "./uc81xx-commands.ts";
import { type SizedRegister, sized } from "./uc81xx-registers.ts";
import { ready, refreshed, wake } from "./wake.ts";

/** A panel of six inks whose chip is not named by its maker; it speaks much as the UC81xx family does. */
export interface Spectra6Panel extends Panel {
  readonly controller: "spectra6";
  /** Pause after reset. */
  readonly settleMs: number;
  readonly setup: readonly SizedRegister[];
  /** Booster setting sent again before each refresh. */
  readonly boost: Register;
  /** The controller's code of each ink. */
  readonly codes: readonly number[];
}

const SLEEP_CHECK = 0xa5;
const AFTER_RESET_MS = 30; // vendor's drivers, between ready and the first setting

/** The chip of the 7.3" Spectra 6 panel: one plane of four bits, always a full refresh. @source Waveshare's drivers and pimoroni/inky */
export const spectra6: Controller<Spectra6Panel> = {
  id: "spectra6",
  *refresh(panel, { next, from, leave }) {
    if (from !== "idle") {
      yield* wake(panel.settleMs);
      yield ready(panel);
      yield delay(AFTER_RESET_MS);
      yield* send(sized(panel, panel.setup));
      yield command(PON);
      yield ready(panel);
    }
    const { codes } = panel;
    yield block(
      DTM1,
      pack(next, { bits: 4, order: "left-high", codes, padCode: codes[next.palette.roles.paper] ?? 0 }),
    );
    yield command(PON);
    yield ready(panel);
    yield* send([panel.boost]);
    yield command(DRF, 0x00);
    yield refreshed(panel, panel.full);
    yield* leave === "asleep" ? this.sleep(panel) : powerOff(panel);
  },
  *sleep(panel) {
    yield* powerOff(panel);
    yield command(DSLP, SLEEP_CHECK);
  },
};

function* powerOff(panel: Spectra6Panel): Generator<Step, void> {
  yield command(POF, 0x00);
  yield ready(panel);
}
