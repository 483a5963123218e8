/** A whole number with its thousands apart. */
export function wholeNumber(value: number): string {
  return new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 }).format(value).replaceAll(",", "\u202F");
}
