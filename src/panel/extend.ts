/**
 * A panel's data derived from another panel's: everything as there, but for what differs. What follows from the size is
 * computed by the controller, so a panel of another size names its size alone.
 */
export function extend<const Base extends object, const Difference extends Partial<Record<keyof Base, unknown>>>(
  base: Base,
  difference: Difference,
): Omit<Base, keyof Difference> & Difference {
  return { ...base, ...difference };
}
