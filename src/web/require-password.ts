import type { PreviewConfig } from "../config/config.ts";
import { WattframeError } from "../errors.ts";
import { exposedAddress, placeOf } from "../source/listener.ts";

/**
 * Rejects a configuration that would serve the page to the network without a password.
 * @throws WattframeError `PREVIEW_REFUSED` where it has no password and other machines could reach it
 */
export function requirePassword({ listen, password }: Pick<PreviewConfig, "listen" | "password">): void {
  if (password !== undefined || exposedAddress([listen]) === undefined) return;
  throw new WattframeError(
    "PREVIEW_REFUSED",
    `the page at ${placeOf(listen)} could be seen by everybody on the network, because it has no password`,
    { hint: "Add passwordFile to preview, or listen at 127.0.0.1." },
  );
}
