import type { Quantity } from "../meter/quantity.ts";
import type { Unit } from "../meter/unit.ts";

/** What one value of one message is, whatever the time: the part of a row that is found once a message. */
export interface RowFacts {
  /** Where in the payload it stands; empty where the payload is the value. Not yet printable. */
  readonly path: string;
  /** A number as a plain decimal, or a text, not yet printable. */
  readonly value: string;
  readonly isNumber: boolean;
  readonly quantity?: Quantity;
  readonly unit?: Unit;
  /** OBIS groups C.D.E of the quantity, or the whole code that came. */
  readonly obis?: string;
  readonly mappingKey?: string;
  /** Present on a value of a telegram whose checksum does not fit. */
  readonly check?: "wrong";
}
