/**
 * A panel's data derived from another panel's or from a family's base: everything as there, but for what differs or is added.
 * What follows from the size is computed by the controller, so a panel of another size names its size alone.
 */
export function extend<const Base extends object, const Difference extends object>(
  base: Base,
  difference: Difference,
): Omit<Base, keyof Difference> & Difference {
  return { ...base, ...difference };
}
