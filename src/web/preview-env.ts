import type { HttpBindings } from "@hono/node-server";

/** What every route of the preview knows beside its request: Node's own request and answer, and who asks. */
export interface PreviewEnv {
  Bindings: HttpBindings;
  Variables: {
    /** The network address of who asks, as far as it is known: behind a proxy that is not trusted, the proxy's. */
    address: string;
    /** Whether the one who asks may still see what was allowed at first; absent where nothing can end that. */
    stillAllowed?: () => boolean;
    /** Whether pages of other sites may show the answer. */
    isShared?: boolean;
  };
}
