import { WattframeError } from "../errors.ts";

/** Wires of a panel. GPIO offsets are lines of one GPIO chip (BCM numbers on a Raspberry Pi). */
export interface Wiring {
  /** The kernel's SPI device: its bus, and the chip select that it lowers. */
  readonly spi: string;
  /** Label of the GPIO chip; absent: the first of {@link HEADER_LABELS} that this machine has. */
  readonly gpioChip?: string;
  readonly rst: number;
  readonly dc: number;
  readonly busy: number;
  /** Line that switches the panel's supply; absent where it is not wired. */
  readonly pwr?: number;
  /** Chip select driven by hand; absent: the kernel's own. */
  readonly cs?: number;
  /** Clock in Hz; absent: what the panel's data says, else {@link DEFAULT_CLOCK_HZ}. */
  readonly clockHz?: number;
}

/** The lines of the vendor's HAT with its nine-pin cable. @source Waveshare e-Paper Driver HAT, pin table; epdconfig.py */
export const HAT_WIRING: Wiring = { spi: "/dev/spidev0.0", rst: 17, dc: 25, busy: 24, pwr: 18 };

/** The wires as a key: a panel on the same wires is the same panel. */
export function deviceOf({ spi, gpioChip, rst, dc, busy, pwr, cs }: Wiring): string {
  return JSON.stringify({ spi, gpioChip, rst, dc, busy, pwr, cs });
}

/** Clock that every panel takes. @source vendor's Python drivers and GxEPD2: 4 MHz */
export const DEFAULT_CLOCK_HZ = 4_000_000;

/**
 * Labels of the chip behind the 40-pin header, newest board first: Raspberry Pi 5, 4, and 3 and earlier. Numbers of chips
 * moved between kernels, labels did not.
 * @source raspberrypi/linux#6144
 */
export const HEADER_LABELS = ["pinctrl-rp1", "pinctrl-bcm2711", "pinctrl-bcm2835"] as const;

/** Names of the lines of a panel. */
export const PINS = ["rst", "dc", "busy", "pwr", "cs"] as const;

/**
 * The wiring that a text such as `rst=17,dc=25,busy=24,pwr=none` changes in another; `none` leaves a line unconnected.
 * @throws WattframeError `USAGE` when a name or number is unknown, or two names share a line
 */
export function withPins(base: Wiring, text: string): Wiring {
  const pins = new Map<string, number>(PINS.flatMap((pin) => (base[pin] === undefined ? [] : [[pin, base[pin]]])));
  for (const part of text.split(",")) {
    const [, pin, line] = /^\s*(\w+)\s*=\s*(\d{1,4}|none)\s*$/.exec(part) ?? [];
    if (pin === undefined || line === undefined || !PINS.some((known) => known === pin)) {
      throw refused(`"${part.trim()}" is not a pin`);
    }
    if (line === "none") pins.delete(pin);
    else pins.set(pin, Number(line));
  }
  const { spi, gpioChip, clockHz } = base;
  const rest = { spi, ...(gpioChip !== undefined && { gpioChip }), ...(clockHz !== undefined && { clockHz }) };
  return checkedWiring({ ...rest, ...Object.fromEntries(pins) });
}

/**
 * A wiring that can work: the needed lines are there and none has two jobs.
 * @throws WattframeError `USAGE` otherwise
 */
export function checkedWiring(wiring: Partial<Wiring>): Wiring {
  const { spi, rst, dc, busy } = wiring;
  if (spi === undefined || rst === undefined || dc === undefined || busy === undefined) {
    throw refused("the lines rst, dc and busy cannot be left out");
  }
  const used = new Map<number, string>();
  for (const pin of PINS) {
    const line = wiring[pin];
    if (line === undefined) continue;
    const other = used.get(line);
    if (other !== undefined) throw refused(`GPIO ${line} is given to both ${other} and ${pin}`);
    used.set(line, pin);
  }
  return { ...wiring, spi, rst, dc, busy };
}

function refused(why: string): WattframeError {
  return new WattframeError("USAGE", `The panel's pins cannot be used: ${why}.`, {
    hint: "Give pins as name=line, separated by commas; names are rst, dc, busy, pwr and cs, lines are GPIO numbers.",
  });
}
