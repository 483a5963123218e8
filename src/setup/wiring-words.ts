import { HAT_WIRING } from "../bus/wiring.ts";
import type { Panel } from "../panel/panel.ts";

/** One wire: pin of the 40-pin header, what that pin is, and the name of the signal on the board. */
interface Wire {
  readonly pin: number;
  readonly is: string;
  readonly board: string;
}

/** Pins of the lines of {@link HAT_WIRING}. @source Raspberry Pi documentation, "GPIO and the 40-pin header" */
const PIN_OF: Readonly<Record<number, number>> = { 17: 11, 18: 12, 24: 18, 25: 22 };

const { rst, dc, busy, pwr = 18 } = HAT_WIRING;

const E_PAPER: readonly Wire[] = [
  { pin: 17, is: "3.3 V", board: "VCC" },
  { pin: 20, is: "GND", board: "GND" },
  { pin: 19, is: "GPIO10", board: "DIN" },
  { pin: 23, is: "GPIO11", board: "CLK" },
  { pin: 24, is: "GPIO8", board: "CS" },
  line(dc, "DC"),
  line(rst, "RST"),
  line(busy, "BUSY"),
  line(pwr, "PWR (newer boards only)"),
];

/** A board with a controller of its own has no DC, and answers. */
const IT8951: readonly Wire[] = [
  { pin: 2, is: "5 V", board: "5V" },
  { pin: 6, is: "GND", board: "GND" },
  { pin: 19, is: "GPIO10", board: "MOSI" },
  { pin: 21, is: "GPIO9", board: "MISO" },
  { pin: 23, is: "GPIO11", board: "SCK" },
  { pin: 24, is: "GPIO8", board: "CS" },
  line(rst, "RST"),
  line(busy, "HRDY"),
];

function line(gpio: number, board: string): Wire {
  return { pin: PIN_OF[gpio] ?? 0, is: `GPIO${gpio}`, board };
}

/** How a panel is wired to the header of a Raspberry Pi, a line each. */
export function wiringWords({ name, controller }: Panel): readonly string[] {
  const wires = controller === "it8951" ? IT8951 : E_PAPER;
  return [
    `${name}: its board plugs onto the header of the Raspberry Pi. With single wires, pin by pin:`,
    ...wires.map(({ pin, is, board }) => `    pin ${String(pin).padEnd(2)}  ${is.padEnd(6)}  to  ${board}`),
  ];
}
