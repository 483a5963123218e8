import type { MeterConfig } from "../config/config.ts";
import { METER_DEFAULTS } from "../config/defaults.ts";
import { SIMULATED_TIME_ZONE } from "./simulate.ts";

/** Meter of pictures that have no configuration: the simulated house's own. */
export const SIMULATED_METER: MeterConfig = {
  name: METER_DEFAULTS.name,
  prefix: METER_DEFAULTS.prefix,
  mainFuseA: METER_DEFAULTS.mainFuseA,
  phases: METER_DEFAULTS.phases,
  timeZone: SIMULATED_TIME_ZONE,
  wire: {},
};

/** Where the simulated house's kiosk listens, as the first picture tells it. */
export const SIMULATED_PLACE = {
  address: "mqtt://192.168.1.10",
  topics: [`${METER_DEFAULTS.prefix}/#`],
  page: "http://wattframe.local:8080",
} as const;
