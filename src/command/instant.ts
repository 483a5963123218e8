import { WattframeError } from "../errors.ts";
import { isoInstantMs } from "../meter/iso-instant.ts";
import { epochOfLocal } from "../meter/local-time.ts";

const WITH_ZONE = /(?:Z|[+-]\d{2}:?\d{2})$/;

/**
 * Returns the instant that a person wrote: with its zone (`2026-01-15T18:00:00Z`, `…+02:00`), or as the clock on the wall shows
 * it in `timeZone` (`2026-01-15T20:00`, `2026-01-15`).
 * @returns milliseconds since 1970 UTC
 * @throws WattframeError `USAGE` when it is neither
 */
export function instantMs(text: string, timeZone: string): number {
  if (!WITH_ZONE.test(text.slice(10))) return epochOfLocal(text, timeZone);
  const ms = isoInstantMs(text);
  if (ms !== undefined) return ms;
  throw new WattframeError("USAGE", `"${text}" is not an instant`, {
    hint: "Write it as 2026-01-15T18:00:00Z, or without the Z for local time.",
  });
}
