/** Fingerprints of the numbers by which a meter names itself, by code: they distinguish meters, and nothing else can be read from them. */
export type MeterIdentity = Readonly<Record<string, string>>;

/** Its equipment numbers (0-0:96.1.x, not its type), its logical device name, the grid company's numbers for it. */
const CODES = /^(?:0-0:96\.1\.[0-6]|0-0:42\.0\.0|1-\d{1,3}:0\.0\.\d{1,3}|kaifa:meter-id)$/;

/** The identity that one object of a telegram carries; empty where it does not name the meter. */
export function identityIn(code: string, text: string | undefined): MeterIdentity {
  return text !== undefined && text !== "" && CODES.test(code) ? { [code]: fingerprint(text) } : {};
}

/** Returns whether a telegram is of another meter than those before: one of its numbers is not what it was. */
export function isOtherMeter(before: MeterIdentity, now: MeterIdentity): boolean {
  return Object.entries(now).some(([code, print]) => before[code] !== undefined && before[code] !== print);
}

/** FNV-1a, 32 bits: equal texts are equal, and nobody gets a text back from it. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, "0");
}
