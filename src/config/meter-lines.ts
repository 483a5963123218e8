import { phaseCountOf } from "../meter/phases.ts";
import type { Quantity } from "../meter/quantity.ts";
import type { WireMapping } from "../meter/wire/wire-format.ts";
import { yamlOf } from "./yaml-document.ts";

/** A meter as it is to be configured. */
interface MeterToWrite {
  readonly prefix: string;
  readonly format?: string;
  readonly mapping?: Readonly<Record<string, WireMapping>>;
  /** Quantities that it has, which tell its phases. */
  readonly quantities: readonly Quantity[];
}

/**
 * One entry of `meters:` in YAML, as it can be written below that key.
 * @param name of the meter, at most 40 characters
 */
export function meterLines(name: string, { prefix, format, mapping, quantities }: MeterToWrite): string {
  const phases = phaseCountOf(quantities);
  const entry = {
    name,
    prefix,
    ...(format !== undefined && { format }),
    ...(phases !== undefined && { phases }),
    ...(mapping !== undefined && { mapping }),
  };
  return yamlOf([entry]);
}
