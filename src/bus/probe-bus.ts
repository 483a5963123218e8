import { WattframeError } from "../errors.ts";
import { openError } from "./bus-error.ts";
import { consumerOf, findGpioChip, HELD_HINT, OWN_CONSUMER } from "./gpio-lines.ts";
import type { Kernel } from "./kernel.ts";
import { PINS, type Wiring } from "./wiring.ts";

/**
 * Looks whether an SPI device is there and may be used. It is opened and closed; nothing is sent or set.
 * @throws WattframeError `BUS_UNAVAILABLE` that says what to enable or install
 */
export function probeSpi(kernel: Kernel, { spi }: Pick<Wiring, "spi">): void {
  try {
    kernel.close(kernel.open(spi));
  } catch (cause) {
    throw openError(spi, cause);
  }
}

/**
 * Looks whether a panel's GPIO lines are there and held by no other program. Lines that Wattframe itself holds count as free:
 * a running kiosk has the panel open, and two kiosks are kept apart by their lock. No line is requested.
 * @throws WattframeError `BUS_UNAVAILABLE` that names the chip that is missing, or the lines and who holds them
 */
export function probeGpio(kernel: Kernel, wiring: Wiring): void {
  const path = findGpioChip(kernel, wiring.gpioChip);
  const chip = kernel.open(path);
  try {
    const held = PINS.flatMap((pin) => {
      const offset = wiring[pin];
      const consumer = offset === undefined ? undefined : consumerOf(kernel, chip, offset);
      return consumer === undefined || consumer === OWN_CONSUMER
        ? []
        : [`GPIO ${offset} (${pin}) is held by ${consumer}`];
    });
    if (held.length > 0) throw new WattframeError("BUS_UNAVAILABLE", `${held.join("; ")}.`, { hint: HELD_HINT });
  } finally {
    kernel.close(chip);
  }
}
