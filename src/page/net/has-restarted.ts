import type { LiveState } from "../../web/protocol.ts";

/** Whether the kiosk began anew between two of its words: its clock starts from zero, or it is another version. */
export function hasRestarted(
  before: Pick<LiveState, "clock" | "kiosk">,
  now: Pick<LiveState, "clock" | "kiosk">,
): boolean {
  return now.clock.monoMs < before.clock.monoMs || now.kiosk.version !== before.kiosk.version;
}
