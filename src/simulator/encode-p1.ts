import { PHASES, type Phase } from "../meter/phases.ts";
import { QUANTITY, type Quantity, type Values } from "../meter/quantity.ts";
import { TARIFFS } from "../meter/tariffs.ts";
import { BASE_UNITS, UNITS, type Unit } from "../meter/unit.ts";
import { crc16Arc } from "../meter/wire/crc.ts";
import type { SubMeterObject } from "./sub-meter-objects.ts";

/** Order in which a maker lists the phases' powers. */
export type P1Order = "aidon" | "sagemcom";

/** Form of an ASCII telegram. */
export interface P1Options {
  /** The meter's own local time, `YYYY-MM-DDTHH:MM:SS`. */
  readonly meterClock: string;
  /** Default `aidon`: import and export of each phase together; `sagemcom` lists all imports first. */
  readonly order?: P1Order;
  /** Objects of the meters on its channels, behind its own. */
  readonly others?: readonly SubMeterObject[];
  /** Text after `/`; the default is a three-phase Aidon's. */
  readonly ident?: string;
}

const COUNTERS: readonly Quantity[] = [
  "activeEnergyImportWh",
  "activeEnergyExportWh",
  "reactiveEnergyImportVarh",
  "reactiveEnergyExportVarh",
  ...TARIFFS.activeEnergyImportWh,
  ...TARIFFS.activeEnergyExportWh,
];
const TOTALS: readonly Quantity[] = [
  "activePowerImportW",
  "activePowerExportW",
  "reactivePowerImportVar",
  "reactivePowerExportVar",
];
const DIRECTIONS = ["Import", "Export"] as const;

/** Quantities line by line. @source Aidon RJ12 HAN interface v1.7A; Sagemcom T211 as read in public telegrams */
const LINES: Readonly<Record<P1Order, readonly Quantity[]>> = {
  aidon: lines(PHASES.flatMap((phase) => DIRECTIONS.map((direction) => [direction, phase] as const))),
  sagemcom: lines(DIRECTIONS.flatMap((direction) => PHASES.map((phase) => [direction, phase] as const))),
};

function lines(phases: readonly (readonly ["Import" | "Export", Phase])[]): readonly Quantity[] {
  return [
    ...COUNTERS,
    ...TOTALS,
    ...phases.map(([direction, phase]) => `activePower${direction}${phase}W` as const),
    ...phases.map(([direction, phase]) => `reactivePower${direction}${phase}Var` as const),
    ...PHASES.map((phase) => `voltage${phase}V` as const),
    ...PHASES.map((phase) => `current${phase}A` as const),
    "frequencyHz",
  ];
}

/** Width before the point and digits after it. @source Aidon RJ12 HAN interface v1.7A */
const DIGITS: Readonly<Record<Unit, readonly [number, number]>> = {
  Wh: [8, 3],
  varh: [8, 3],
  W: [4, 3],
  var: [4, 3],
  V: [3, 1],
  A: [3, 1],
  Hz: [2, 2],
  m3: [5, 3],
};

/**
 * One ASCII telegram (EFS2), checksum and last line end included. Values that are absent give no line; they are written
 * with the decimals of the standard: W, var, Wh and varh whole, A and V in tenths.
 * @source Swedish Branschrekommendation v2.0; DSMR 5.0.2 section 6.2
 */
export function encodeP1(
  values: Values,
  { meterClock, order = "aidon", others = [], ident = "ADN9 6534" }: P1Options,
): Uint8Array {
  const clock = `0-0:1.0.0(${meterClock.slice(2).replaceAll(/\D/g, "")}W)`;
  const objects = LINES[order].flatMap((quantity) => {
    const value = values[quantity];
    return value === undefined ? [] : [line(quantity, value)];
  });
  const beside = others.map(({ code, groups }) => `${code}${groups.map((group) => `(${group})`).join("")}`);
  const text = [`/${ident}`, "", clock, ...objects, ...beside, "!"].join("\r\n");
  const bytes = Buffer.from(text, "latin1");
  const crc = crc16Arc(bytes).toString(16).toUpperCase().padStart(4, "0");
  return Buffer.concat([bytes, Buffer.from(`${crc}\r\n`, "latin1")]);
}

function line(quantity: Quantity, value: number): string {
  const row = QUANTITY.get(quantity);
  if (row === undefined) return "";
  const [width, decimals] = DIGITS[row.unit];
  const { exponent } = UNITS[BASE_UNITS[row.unit].decimals];
  const unit = `${exponent === 3 ? "k" : ""}${BASE_UNITS[row.unit].spelling}`;
  const [whole = "", fraction = ""] = (Math.abs(value) / 10 ** exponent).toFixed(decimals).split(".");
  return `1-0:${row.obis}(${value < 0 ? "-" : ""}${whole.padStart(width, "0")}.${fraction}*${unit})`;
}
