import { nativeKernel } from "../bus/native.ts";
import { openSpiBus } from "../bus/open-bus.ts";
import { runRecovering } from "../bus/recover.ts";
import { checkedWiring, HAT_WIRING, type Wiring, withPins } from "../bus/wiring.ts";
import type { ControlledPanel } from "../panel/controllers.ts";
import type { RefreshJob } from "../panel/refresh-job.ts";
import { refreshSteps, sleepSteps } from "../panel/refresh-steps.ts";
import type { CommandContext } from "./context.ts";

/** Options that say where a panel is connected. */
export interface WiringOptions {
  readonly spi?: string;
  readonly gpioChip?: string;
  readonly pins?: string;
}

/** One refresh of a panel on its wires. */
export interface PanelRefresh {
  readonly panel: ControlledPanel;
  readonly job: RefreshJob;
  readonly wiring: Wiring;
}

/**
 * Runs one refresh on a real panel, resetting it once when it fails, and releases the wires.
 * @param begins called when the wires are open, before the panel is touched
 * @throws WattframeError `BUS_UNAVAILABLE`, `BUS_IO`, `BUSY_TIMEOUT`
 */
export async function runOnPanel(
  { panel, job, wiring }: PanelRefresh,
  context: CommandContext,
  begins: () => Promise<void>,
): Promise<void> {
  const bus = openSpiBus(await nativeKernel(), wiring, panel.spiHz);
  try {
    await begins();
    const work = {
      first: () => refreshSteps(panel, job),
      again: () => refreshSteps(panel, { ...job, from: "reset" }),
      sleep: () => sleepSteps(panel),
    };
    await runRecovering(bus, work, { warn: (_facts, message) => context.notify(message) });
  } finally {
    bus.close();
  }
}

/** The wiring that the options describe; the HAT's for options left out. @throws WattframeError `USAGE` */
export function wiringOf({ spi, gpioChip, pins }: WiringOptions): Wiring {
  const base = checkedWiring({
    ...HAT_WIRING,
    ...(spi !== undefined && { spi }),
    ...(gpioChip !== undefined && { gpioChip }),
  });
  return pins === undefined ? base : withPins(base, pins);
}
