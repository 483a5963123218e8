import { z } from "zod";
import { checkedWiring, HAT_WIRING, HEADER_LABELS, type Wiring } from "../bus/wiring.ts";
import { turnedSize } from "../draw/size.ts";
import { WattframeError } from "../errors.ts";
import { realPath } from "../files/real-path.ts";
import type { ControlledPanel } from "../panel/controllers.ts";
import { type Panel, paletteIdFor } from "../panel/panel.ts";
import { PANELS, panelOf } from "../panel/panels.ts";
import { paletteOf } from "../raster/palette.ts";
import type { Surface } from "../raster/surface.ts";
import { isSideways, TURNS, type Turn } from "../raster/turn.ts";
import type { Claim, OptionFault } from "./display-row.ts";
import { temperatureOption } from "./thermometer.ts";

const ids = PANELS.map(({ id }) => id) as [string, ...string[]];
const line = z.int().min(0).max(1023);
const unwired = z.literal("none");

/** GPIO lines of the panel; those that are left out are as on the vendor's HAT. */
const pins = z
  .strictObject({
    rst: line.default(HAT_WIRING.rst).describe("GPIO line of the pin RST, reset."),
    dc: line.default(HAT_WIRING.dc).describe("GPIO line of the pin DC, data or command."),
    busy: line.default(HAT_WIRING.busy).describe("GPIO line of the pin BUSY."),
    pwr: z
      .union([line, unwired])
      .default(HAT_WIRING.pwr ?? "none")
      .describe("GPIO line of the pin PWR, the panel's supply; none where it is not wired."),
    cs: line
      .optional()
      .describe("GPIO line of the pin CS, where Wattframe has to drive it; the kernel does by default."),
  })
  .refine((lines) => new Set(wiredLines(lines)).size === wiredLines(lines).length, "gives one GPIO line to two pins");

/** Options of `kind: epaper`. */
export const epaperOptions = z.strictObject({
  panel: z.enum(ids).describe("The panel; wattframe panels lists them."),
  rotate: z
    .union(TURNS.map((degrees) => z.literal(degrees)) as [z.ZodLiteral<Turn>, ...z.ZodLiteral<Turn>[]])
    .default(0)
    .describe("Degrees by which the picture is turned clockwise onto the panel."),
  grey: z
    .boolean()
    .default(false)
    .describe("Four greys, where the panel can: prettier, and every picture takes a full refresh."),
  temperatureC: temperatureOption.optional(),
  vcomMv: z
    .int()
    .min(-5000)
    .max(-1)
    .optional()
    .describe("VCOM printed on the cable of an IT8951 panel, in millivolts, such as -1530."),
  spi: z.string().min(1).default(HAT_WIRING.spi).describe("The SPI device."),
  gpioChip: z.string().min(1).optional().describe("Label of the GPIO chip; that of the 40-pin header by default."),
  pins: pins.prefault({}).describe("GPIO lines; those of the HAT by default."),
  clockHz: z
    .int()
    .min(100_000)
    .max(30_000_000)
    .optional()
    .describe("Clock of the SPI bus; the panel's own by default."),
});

/** Options that have passed the schema. */
export type EpaperOptions = z.infer<typeof epaperOptions>;

/**
 * Returns the size and colours of the panel's pictures, as it hangs on the wall.
 * @throws WattframeError `PANEL_REFUSED` for four greys on a panel that has none
 */
export function epaperSurface({ panel: id, rotate, grey }: EpaperOptions): Surface {
  const panel: Panel = panelOf(id);
  if (grey && panel.grey4 === undefined) {
    throw new WattframeError("PANEL_REFUSED", `${id} has no four greys.`, { hint: "Leave out grey: true." });
  }
  const palette = paletteOf(paletteIdFor(panel, grey ? "grey4" : "full"));
  const { width, height } = isSideways(rotate) ? turnedSize(panel) : panel;
  return { width, height, palette };
}

/** Returns the SPI device and the lines of a panel, of which the kernel gives each to one user; devices with a chip select of their own are shared. */
export function epaperClaims({ spi, gpioChip = "", pins }: EpaperOptions): readonly Claim[] {
  const chip = HEADER_LABELS.some((label) => label === gpioChip) ? "" : gpioChip; // no machine has two such headers
  const device = { option: ["spi"], id: realPath(spi), name: spi };
  const lines = Object.entries(pins).filter(([, line]) => typeof line === "number");
  const claims = lines.map(([pin, line]) => {
    return { option: ["pins", pin], id: `${chip} line ${line}`, name: `GPIO ${line} (${pin})` };
  });
  return pins.cs === undefined ? [device, ...claims] : claims;
}

/** Returns the options that this panel does not support. */
export function epaperContradictions({ panel: id, grey, vcomMv }: EpaperOptions): readonly OptionFault[] {
  const panel: ControlledPanel = panelOf(id);
  const faults: OptionFault[] = [];
  if (grey && panel.grey4 === undefined) {
    const message = `${id} cannot show four greys`;
    faults.push({ option: ["grey"], code: "WRONG_VALUE", message, hint: "remove grey: true" });
  }
  if (vcomMv !== undefined && panel.controller !== "it8951") {
    const message = `${id} has no VCOM to set`;
    faults.push({
      option: ["vcomMv"],
      code: "WRONG_VALUE",
      message,
      hint: "remove it; it is for panels with an IT8951",
    });
  }
  return faults;
}

/** Returns the wiring that the options describe. */
export function wiringOf({ spi, gpioChip, pins: { rst, dc, busy, pwr, cs }, clockHz }: EpaperOptions): Wiring {
  return checkedWiring({
    spi,
    rst,
    dc,
    busy,
    ...(gpioChip !== undefined && { gpioChip }),
    ...(pwr !== "none" && { pwr }),
    ...(cs !== undefined && { cs }),
    ...(clockHz !== undefined && { clockHz }),
  });
}

function wiredLines(lines: Readonly<Record<string, number | string | undefined>>): unknown[] {
  return Object.values(lines).filter((value) => typeof value === "number");
}
