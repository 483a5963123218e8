import { type Context, Hono } from "hono";
import { streamSSE } from "hono/streaming";
import { errorFacts } from "../errors.ts";
import type { Kiosk } from "../kiosk/kiosk.ts";
import type { Log } from "../log.ts";
import { type Feed, follow, type Watch } from "./event-stream.ts";
import { liveFeed } from "./live-feed.ts";
import type { PreviewEnv } from "./preview-env.ts";
import { type LiveState, ROUTES } from "./protocol.ts";
import { valuesFeed } from "./values-feed.ts";

/** Sources of the event streams. */
export interface StreamSources {
  readonly kiosk: Kiosk;
  /** Returns the state of the kiosk now. */
  readonly liveState: () => LiveState;
  /** Calls back whenever the kiosk or its files may have changed; returns a function that ends this. */
  readonly watch: Watch;
}

/** `GET /events/live` and `GET /events/values?meter=<name>`: server-sent events, the whole first and then what changed. */
export function streamRoutes({ kiosk, liveState, watch }: StreamSources, log: Log): Hono<PreviewEnv> {
  const open = (c: Context<PreviewEnv>, feed: Feed) => {
    if (c.req.method === "HEAD") return c.body(null, 200, { "Content-Type": "text/event-stream" }); // nobody would read it
    c.header("X-Accel-Buffering", "no"); // a proxy must not buffer it
    return streamSSE(c, async (stream) => {
      try {
        const end = await follow(stream, feed, c.get("stillAllowed"));
        if (end === "stuck") c.env.outgoing.destroy(); // unread bytes would keep the connection open
      } catch (thrown) {
        log.error(errorFacts(thrown), "an event stream failed");
      }
    });
  };
  const app = new Hono<PreviewEnv>();
  app.get(ROUTES.live, (c) => open(c, liveFeed(liveState, watch)));
  app.get(ROUTES.values, (c) => {
    const { meters } = kiosk.state;
    const name = c.req.query("meter") ?? meters[0]?.config.name;
    if (!meters.some(({ config }) => config.name === name)) return c.text("There is no such meter.\n", 404);
    return open(c, valuesFeed(kiosk, watch, name ?? ""));
  });
  return app;
}
