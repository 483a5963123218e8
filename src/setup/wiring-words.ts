import { HAT_WIRING } from "../bus/wiring.ts";
import type { Panel } from "../panel/panel.ts";
import type { Wires } from "./wires.ts";

/** One wire: pin of the 40-pin header where the line has one, what that pin is, and the name of the signal on the board. */
interface Wire {
  readonly pin: number | undefined;
  readonly is: string;
  readonly board: string;
}

/**
 * Pins of the GPIO lines on the 40-pin header, by their numbers.
 * @source Raspberry Pi documentation, "GPIO and the 40-pin header"
 */
const PIN_OF = [
  27, 28, 3, 5, 7, 29, 31, 26, 24, 21, 19, 23, 32, 33, 8, 10, 36, 11, 12, 35, 38, 40, 15, 16, 18, 22, 37, 13,
] as readonly number[];

/** Wires of SPI and the supply, of a board without and with a controller of its own, which answers. */
const E_PAPER: readonly Wire[] = [
  { pin: 17, is: "3.3 V", board: "VCC" },
  { pin: 20, is: "GND", board: "GND" },
  { pin: 19, is: "GPIO10", board: "DIN" },
  { pin: 23, is: "GPIO11", board: "CLK" },
];
const IT8951: readonly Wire[] = [
  { pin: 2, is: "5 V", board: "5V" },
  { pin: 6, is: "GND", board: "GND" },
  { pin: 19, is: "GPIO10", board: "MOSI" },
  { pin: 21, is: "GPIO9", board: "MISO" },
  { pin: 23, is: "GPIO11", board: "SCK" },
];
/** Line of the chip select that the kernel moves. */
const CE0 = 8;
/** Names on the board of the pins that have lines. */
const E_PAPER_PINS = { cs: "CS", dc: "DC", rst: "RST", busy: "BUSY", pwr: "PWR (newer boards only)" };
const IT8951_PINS = { cs: "CS", rst: "RST", busy: "HRDY" };

/** How a panel is wired, a line each: on the header of a Raspberry Pi from pin to pin, on other devices by the lines that it needs. */
export function wiringWords({ name, controller }: Panel, { spi, gpioChip, pins = {} }: Wires): readonly string[] {
  const [supplied, names] = controller === "it8951" ? [IT8951, IT8951_PINS] : [E_PAPER, E_PAPER_PINS];
  if (spi !== undefined || gpioChip !== undefined) {
    const lines = linesOf(names, { ...HAT_WIRING, ...pins });
    const chip = gpioChip === undefined ? "" : ` of ${gpioChip}`;
    return [
      `${name}: on ${spi ?? HAT_WIRING.spi}, and on the GPIO lines${chip}:`,
      ...lines.map(({ line, board }) => `    line ${String(line).padEnd(4)}  to  ${board}`),
    ];
  }
  const lines = linesOf(names, { cs: CE0, ...HAT_WIRING, ...pins });
  return [
    `${name}: its board plugs onto the header of the Raspberry Pi. With single wires, pin by pin:`,
    ...[...supplied, ...lines.map(onHeader)].map(wireText),
  ];
}

/** A line of a GPIO chip, and the name of its signal on the board. */
interface Line {
  readonly line: number;
  readonly board: string;
}

function linesOf(names: Readonly<Record<string, string>>, wired: Readonly<Record<string, unknown>>): readonly Line[] {
  return Object.entries(names).flatMap(([pin, board]) => {
    const line = wired[pin];
    return typeof line === "number" ? [{ line, board }] : [];
  });
}

function onHeader({ line, board }: Line): Wire {
  return { pin: PIN_OF[line], is: `GPIO${line}`, board };
}

function wireText({ pin, is, board }: Wire): string {
  return `    pin ${String(pin ?? "?").padEnd(2)}  ${is.padEnd(6)}  to  ${board}`;
}
