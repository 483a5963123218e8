import { Hono } from "hono";
import { FaultsError } from "../config/fault.ts";
import { errorFacts, httpStatusOf, WattframeError } from "../errors.ts";
import type { Kiosk } from "../kiosk/kiosk.ts";
import type { Log } from "../log.ts";
import type { Access } from "./access.ts";
import type { Asset } from "./assets.ts";
import { respond } from "./conditional.ts";
import { galleryRoutes, type KioskGallery } from "./gallery-routes.ts";
import { findAddress, requireLogin, requireOwnSite, securityHeaders } from "./guards.ts";
import { healthProblems } from "./health.ts";
import { loginRoutes } from "./login-routes.ts";
import { createMetrics } from "./metrics.ts";
import { pictureRoutes } from "./picture-routes.ts";
import type { PreviewEnv } from "./preview-env.ts";
import { type StreamSources, streamRoutes } from "./stream-routes.ts";

/** Everything that the routes read. */
export interface AppParts {
  readonly kiosk: Kiosk;
  readonly access: Access;
  readonly assets: ReadonlyMap<string, Asset>;
  readonly streams: StreamSources;
  readonly gallery: KioskGallery;
  /** Further names that the kiosk answers to. */
  readonly hosts: readonly string[];
  /** Addresses and networks of trusted proxies. */
  readonly trustProxy: readonly string[];
  readonly log: Log;
}

/** HTTP application of a kiosk: the guards, then the routes. */
export function createApp({ kiosk, access, assets, streams, gallery, hosts, trustProxy, log }: AppParts) {
  const monoMs = () => kiosk.now().monoMs;
  const app = new Hono<PreviewEnv>();
  app.use(securityHeaders, findAddress(trustProxy), requireOwnSite(hosts), requireLogin(access, assets.keys(), monoMs));
  for (const [name, asset] of assets) for (const path of pathsOf(name)) app.get(path, (c) => respond(c, asset));
  app.route("/", loginRoutes(access, monoMs));
  app.route("/", pictureRoutes(kiosk));
  app.route("/", streamRoutes(streams, log));
  app.route("/", galleryRoutes(kiosk, gallery));
  app.route("/", monitorRoutes(kiosk, access.hasPassword));
  app.notFound((c) => c.text("There is nothing here.\n", 404));
  app.onError((thrown, c) => {
    if (c.req.raw.signal.aborted) return c.body(null, 400); // nobody reads it: the client has closed the connection
    const { code, ...facts } = errorFacts(thrown);
    const status = httpStatusOf(code);
    if (status === 500) log.error({ path: c.req.path, code, ...facts }, "the page's server failed to answer");
    if (thrown instanceof FaultsError) return c.json({ code, faults: thrown.faults }, status);
    if (thrown instanceof WattframeError) return c.json({ code, message: thrown.message, hint: thrown.hint }, status);
    return c.text("The kiosk has an internal error; see its log.\n", status);
  });
  return app;
}

/** `GET /healthz` and `GET /metrics`, for watchdogs and Prometheus. */
function monitorRoutes(kiosk: Kiosk, isPublic: boolean): Hono<PreviewEnv> {
  const metrics = createMetrics(kiosk);
  const app = new Hono<PreviewEnv>();
  app.get("/healthz", (c) => {
    const problems = healthProblems(kiosk, isPublic);
    return problems.length === 0 ? c.text("ok\n") : c.text(`${problems.join("\n")}\n`, 503);
  });
  app.get("/metrics", async (c) => c.body(await metrics.text(), 200, { "Content-Type": metrics.contentType }));
  return app;
}

function pathsOf(name: string): readonly string[] {
  if (name === "index.html") return ["/"];
  return name === "login.html" ? ["/login"] : [`/${name}`];
}
