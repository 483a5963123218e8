import { phaseCountOf } from "../meter/phases.ts";
import type { Quantity } from "../meter/quantity.ts";
import type { UnitName } from "../meter/unit.ts";
import type { WireMapping } from "../meter/wire/wire-format.ts";
import { yamlOf } from "./yaml-document.ts";

/** A meter as it is to be configured. */
interface MeterToWrite {
  readonly prefix: string;
  /** Its own source as it is written, instead of the prefix. */
  readonly source?: Readonly<Record<string, unknown>>;
  readonly format?: string;
  readonly mapping?: Readonly<Record<string, WireMapping>>;
  /** Quantities that it has, which tell its phases. */
  readonly quantities: readonly Quantity[];
  /** Sensors of which a person has to say what they are. */
  readonly proposed?: readonly {
    readonly name: string;
    readonly label: string;
    readonly unit: UnitName;
    readonly quantities: readonly Quantity[];
  }[];
}

/**
 * One entry of `meters:` in YAML, as it can be written below that key; what a person has to decide follows as comments.
 * @param name of the meter, at most 40 characters
 */
export function meterLines(
  name: string,
  { prefix, source, format, mapping, quantities, proposed = [] }: MeterToWrite,
): string {
  const phases = phaseCountOf(quantities);
  const entry = {
    name,
    ...(source === undefined ? { prefix } : { source }),
    ...(format !== undefined && { format }),
    ...(phases !== undefined && { phases }),
    ...(mapping !== undefined && Object.keys(mapping).length > 0 && { mapping }),
  };
  const isOpen = mapping === undefined || Object.keys(mapping).length === 0;
  const head = proposed.length > 0 && isOpen ? ["  # mapping:"] : [];
  return [yamlOf([entry]), ...head, ...proposed.flatMap(proposedLines)].join("\n");
}

/** Lines below `mapping:` that say nothing until their marks are taken away. */
function proposedLines({ name, label, unit, quantities }: NonNullable<MeterToWrite["proposed"]>[number]): string[] {
  const [quantity, ...others] = quantities;
  const choice = others.length === 0 ? "" : `, or ${others.join(", ")}`;
  const lines = yamlOf({ [name]: { quantity, unit } }).split("\n");
  return [`    # "${label}" may be ${quantity}${choice}:`, ...lines.map((line) => `    # ${line}`)];
}
