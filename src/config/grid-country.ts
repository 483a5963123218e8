/** Countries whose one time zone names them. */
const OF_ZONE: ReadonlyMap<string, string> = new Map([
  ["Europe/Oslo", "NO"],
  ["Europe/Stockholm", "SE"],
  ["Europe/Copenhagen", "DK"],
]);

/** The country of a meter's grid as it is written, else by the meter's time zone; empty where neither says it. */
export function gridCountry(written: string | undefined, timeZone: string): { readonly country?: string } {
  const country = written ?? OF_ZONE.get(timeZone);
  return country === undefined ? {} : { country };
}
