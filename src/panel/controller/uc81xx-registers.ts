import type { Size } from "../../draw/size.ts";
import type { Register } from "../register.ts";
import { TRES } from "./uc81xx-commands.ts";

/** A register of a set-up, or `resolution` for the one that follows from the panel's size. */
export type SizedRegister = Register | "resolution";

/** A set-up with the panel's size filled in. */
export function sized({ width, height }: Size, setup: readonly SizedRegister[]): Register[] {
  const highLow = [width, height].flatMap((side) => [side >> 8, side & 0xff]);
  return setup.map((entry) => (entry === "resolution" ? [TRES, ...highLow] : entry));
}
