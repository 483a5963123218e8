import { type Context, Hono } from "hono";
import { streamSSE } from "hono/streaming";
import { errorFacts } from "../errors.ts";
import { Tally } from "../source/tally.ts";
import { type Feed, follow } from "./event-stream.ts";
import { liveFeed } from "./live-feed.ts";
import type { PreviewEnv } from "./preview-env.ts";
import { ROUTES } from "./protocol.ts";
import type { StreamParts } from "./stream-parts.ts";
import { valuesFeed } from "./values-feed.ts";

/** Streams at a time: of everybody, and of one address. */
const MAX_STREAMS = 32;
const MAX_OF_ONE = 12;

/** `GET /events/live` and `GET /events/values?meter=<name>`: server-sent events, the whole first and then what changed. */
export function streamRoutes(parts: StreamParts): Hono<PreviewEnv> {
  const readers = new Tally();
  const open = (c: Context<PreviewEnv>, feed: Feed) => {
    if (c.req.method === "HEAD") return c.body(null, 200, { "Content-Type": "text/event-stream" }); // nobody would read it
    const from = c.get("address");
    if (readers.total >= MAX_STREAMS || readers.of(from) >= MAX_OF_ONE) {
      c.header("Retry-After", "10");
      return c.text("Too many pages are open.\n", 503);
    }
    readers.add(from);
    c.header("X-Accel-Buffering", "no"); // a proxy that waits for the end would wait for ever
    return streamSSE(c, async (stream) => {
      try {
        const end = await follow(stream, feed, c.get("stillAllowed"));
        if (end === "stuck") c.env.outgoing.destroy(); // what is not taken would hold the connection for ever
      } catch (thrown) {
        parts.log.error(errorFacts(thrown), "an event stream broke off");
      } finally {
        readers.remove(from);
      }
    });
  };
  const app = new Hono<PreviewEnv>();
  app.get(ROUTES.live, (c) => open(c, liveFeed(parts)));
  app.get(ROUTES.values, (c) => {
    const { meters } = parts.kiosk.state;
    const name = c.req.query("meter") ?? meters[0]?.config.name;
    if (!meters.some(({ config }) => config.name === name)) return c.text("There is no such meter.\n", 404);
    return open(c, valuesFeed(parts, name ?? ""));
  });
  return app;
}
