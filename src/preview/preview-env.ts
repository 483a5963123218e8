import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";

/** What every route of the preview knows beside its request: Node's own request and answer, and who asks. */
export interface PreviewEnv {
  Bindings: HttpBindings;
  Variables: {
    /** Whether the one who asks may still see what was allowed at first; absent where nothing can end that. */
    stillAllowed?: () => boolean;
    /** Whether pages of other sites may show the answer. */
    isShared?: boolean;
  };
}

/** The network address that a request comes from; behind a proxy, the proxy's. */
export function addressOf(c: Context<PreviewEnv>): string {
  return c.env.incoming.socket.remoteAddress ?? "unknown";
}
