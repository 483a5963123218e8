import type { HttpBindings } from "@hono/node-server";

/** Context of every route: Node's own request and response, and facts about the client. */
export interface PreviewEnv {
  Bindings: HttpBindings;
  Variables: {
    /** Network address of the client; behind a proxy that is not trusted, the proxy's. */
    address: string;
    /** Tells whether the session still holds; absent where access cannot end. */
    stillAllowed?: () => boolean;
    /** Set where pages of other sites may show the response. */
    isShared?: boolean;
  };
}
