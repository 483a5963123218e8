import type { Quantity, Values } from "../quantity.ts";

/**
 * Signed net power as the two directions: positive is import, negative is export, the other one 0.
 * Either direction's quantity may be named; a quantity without direction is returned as it is.
 */
export function splitNetPower(quantity: Quantity, net: number): Values {
  const imported = quantity.replace("Export", "Import") as Quantity;
  const exported = quantity.replace("Import", "Export") as Quantity;
  if (imported === exported) return { [quantity]: net };
  return { [imported]: Math.max(net, 0), [exported]: Math.max(-net, 0) };
}
