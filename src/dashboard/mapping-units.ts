import type { Unit } from "../meter/quantity.ts";

/** In which units a topic may publish what is kept in a base unit; the configuration's `mapping` takes the same. */
export const MAPPING_UNITS = {
  W: ["W", "kW", "MW"],
  var: ["var", "kvar"],
  Wh: ["Wh", "kWh", "MWh"],
  varh: ["varh", "kvarh"],
  A: ["mA", "A"],
  V: ["mV", "V"],
  Hz: ["mHz", "Hz"],
} as const satisfies Record<Unit, readonly string[]>;

/** One of {@link MAPPING_UNITS}. */
export type MappingUnit = (typeof MAPPING_UNITS)[Unit][number];
