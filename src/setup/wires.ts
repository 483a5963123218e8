import { HAT_WIRING, PINS } from "../bus/wiring.ts";

/** Wires of a panel as a configuration names them; what is left out is as on the vendor's HAT. */
export interface Wires {
  /** The SPI device. */
  readonly spi?: string;
  /** Label of the GPIO chip. */
  readonly gpioChip?: string;
  readonly pins?: Pins;
}

/** GPIO lines by the names of the pins. */
export type Pins = Readonly<Record<string, number | "none">>;

/** The lines of a text such as `rst=17,dc=25,pwr=none`; undefined where it is none. Which pins there are, the check of the configuration says. */
export function pinsIn(text: string): Pins | undefined {
  const lines = text.split(",").map((part) => /^\s*([a-z]+)\s*=\s*(\d+|none)\s*$/u.exec(part));
  const known = lines.flatMap((line) => (line?.[1] && line[2] ? [[line[1], lineIn(line[2])] as const] : []));
  const pins = Object.fromEntries(known);
  return Object.keys(pins).length === lines.length ? pins : undefined;
}

function lineIn(text: string): number | "none" {
  return text === "none" ? text : Number(text);
}

/** The wires among the options of a display that has passed its check, so far as they differ from the HAT's. */
export function wiresOf({ spi, gpioChip, pins }: Readonly<Record<string, unknown>>): Wires {
  const lines = (pins ?? {}) as Pins;
  const others = PINS.flatMap((pin) => {
    const line = lines[pin];
    return line === undefined || line === HAT_WIRING[pin] ? [] : [[pin, line] as const];
  });
  return {
    ...(typeof spi === "string" && spi !== HAT_WIRING.spi && { spi }),
    ...(typeof gpioChip === "string" && { gpioChip }),
    ...(others.length > 0 && { pins: Object.fromEntries(others) }),
  };
}
