import type { Quantity } from "./quantity.ts";
import type { UnitName } from "./unit.ts";

/** A number whose unit is only known from the name that it was published under. */
export interface AssumedUnit {
  /** Topic below the meter's prefix. */
  readonly topic: string;
  /** Name that the configuration's mapping would use. */
  readonly name: string;
  readonly unit: UnitName;
  /** True where the number is net power. */
  readonly signed?: true;
  /** The number as published. */
  readonly text: string;
}

/** The values of one reading whose unit is only assumed. */
export type AssumedUnits = { readonly [Q in Quantity]?: AssumedUnit };
