/**
 * Fingerprints of the numbers by which a meter names itself, by code, 0 to 65,535. They distinguish a meter from the next one in
 * its place; so many numbers have the same one that no number can be found from it, even by trying all of a maker's.
 */
export type MeterIdentity = Readonly<Record<string, number>>;

/** Its equipment numbers (0-0:96.1.x, not its type), its logical device name, the grid company's numbers for it. */
const CODES = /^(?:0-0:96\.1\.[0-6]|0-0:42\.0\.0|1-\d{1,3}:0\.0\.\d{1,3}|(?:kaifa|iskra):meter-id)$/;
/** Equipment numbers of the meters on its channels; `gas@` before them where a sender numbers the meters of each medium. */
const CHANNEL_CODES = /^(?:([A-Za-z]+)@)?0-([1-4]):96\.1\.[01]$/;

/** The identity that one object of a telegram carries; empty where it names neither the meter nor one on its channels. */
export function identityIn(code: string, text: string | undefined): MeterIdentity {
  return text !== undefined && text !== "" && (CODES.test(code) || CHANNEL_CODES.test(code))
    ? { [code]: fingerprint(text) }
    : {};
}

/**
 * Meters that are others than in the telegrams before, because one of their numbers is not what it was: `meter` for the
 * electricity meter itself, else the channel, with the medium before it where only the meter of that medium is meant.
 */
export function otherMeters(before: MeterIdentity, now: MeterIdentity): ReadonlySet<string> {
  const others = new Set<string>();
  for (const [code, print] of Object.entries(now)) {
    if (before[code] === undefined || before[code] === print) continue;
    const [, medium = "", channel = "meter"] = CHANNEL_CODES.exec(code) ?? [];
    others.add(medium + channel);
  }
  return others;
}

/** FNV-1a of 32 bits, folded to 16. */
function fingerprint(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return (hash >>> 16) ^ (hash & 0xffff);
}
