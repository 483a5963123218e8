import { QUANTITY, type Quantity } from "../../meter/quantity.ts";

/** A quantity in words: `Active power import L1` of `activePowerImportL1W`. */
export function quantityText(quantity: Quantity): string {
  const unit = QUANTITY.get(quantity)?.unit ?? "";
  const ending = `${unit.charAt(0).toUpperCase()}${unit.slice(1)}`;
  const words = quantity.slice(0, quantity.length - ending.length).replaceAll(/([A-Z])/g, " $1");
  const text = words.toLowerCase().replaceAll(/\b[lt]\d\b/g, (name) => name.toUpperCase());
  return text.charAt(0).toUpperCase() + text.slice(1);
}
