import type { PreviewConfig } from "../config/config.ts";
import { WattframeError } from "../errors.ts";
import { isLoopbackHost, placeOf } from "../source/listener.ts";

/**
 * Refuses to show the page to everybody on the network.
 * @throws WattframeError `PREVIEW_REFUSED` where it has no password and other machines could reach it
 */
export function refuseOpenDoors({ listen, password }: Pick<PreviewConfig, "listen" | "password">): void {
  if (password !== undefined || isLoopbackHost(listen.host)) return;
  throw new WattframeError(
    "PREVIEW_REFUSED",
    `the preview would show the house to everybody on the network at ${placeOf(listen)}, for it has no password`,
    { hint: "Add passwordFile to preview, or listen at 127.0.0.1." },
  );
}
