import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";

/** What every route of the preview knows beside its request: Node's own request and answer. */
export interface PreviewEnv {
  Bindings: HttpBindings;
}

/** The network address that a request comes from; behind a proxy, the proxy's. */
export function addressOf(c: Context<PreviewEnv>): string {
  return c.env.incoming.socket.remoteAddress ?? "unknown";
}
