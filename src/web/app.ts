import { Hono } from "hono";
import { FaultsError } from "../config/fault.ts";
import { errorFacts, WattframeError } from "../errors.ts";
import type { Log } from "../log.ts";
import type { Access } from "./access.ts";
import type { Asset } from "./assets.ts";
import { answer } from "./conditional.ts";
import { type GalleryRouteParts, galleryRoutes } from "./gallery-routes.ts";
import { addressFound, lockedDown, ownNamesOnly, passwordAsked, ratesBounded } from "./guards.ts";
import { healthProblems } from "./health.ts";
import { httpStatusOf } from "./http-status.ts";
import { loginRoutes } from "./login-routes.ts";
import { createMetrics } from "./metrics.ts";
import { pictureRoutes } from "./picture-routes.ts";
import type { PreviewEnv } from "./preview-env.ts";
import type { StreamParts } from "./stream-parts.ts";
import { streamRoutes } from "./stream-routes.ts";

/** What the app is made of. */
export interface AppParts extends StreamParts, GalleryRouteParts {
  readonly access: Access;
  readonly hosts: readonly string[];
  readonly trustProxy: readonly string[];
  readonly assets: ReadonlyMap<string, Asset>;
  readonly log: Log;
}

/** Everything that the preview answers over HTTP. */
export function createApp(parts: AppParts): Hono<PreviewEnv> {
  const { kiosk, access, assets, hosts, trustProxy, log } = parts;
  const monoMs = () => kiosk.now().monoMs;
  const metrics = createMetrics(kiosk);
  const app = new Hono<PreviewEnv>();
  app.use(
    lockedDown,
    addressFound(trustProxy),
    ratesBounded(),
    ownNamesOnly(hosts),
    passwordAsked(access, assets.keys(), monoMs),
  );
  for (const [name, asset] of assets) for (const path of pathsOf(name)) app.get(path, (c) => answer(c, asset));
  app.route("/", loginRoutes(access, monoMs));
  app.route("/", pictureRoutes(kiosk));
  app.route("/", streamRoutes(parts));
  app.route("/", galleryRoutes(parts));
  app.get("/healthz", (c) => {
    const problems = healthProblems(kiosk, access.hasPassword);
    return problems.length === 0 ? c.text("ok\n") : c.text(`${problems.join("\n")}\n`, 503);
  });
  app.get("/metrics", async (c) => c.body(await metrics.text(), 200, { "Content-Type": metrics.contentType }));
  app.notFound((c) => c.text("There is nothing here.\n", 404));
  app.onError((thrown, c) => {
    if (c.req.raw.signal.aborted) return c.body(null, 400); // nobody hears it: the page asks for other pictures now
    const { code, ...facts } = errorFacts(thrown);
    const status = httpStatusOf(code);
    if (status === 500) log.error({ path: c.req.path, code, ...facts }, "the preview could not answer");
    if (thrown instanceof FaultsError) return c.json({ code, faults: thrown.faults }, status);
    if (thrown instanceof WattframeError) return c.json({ code, message: thrown.message, hint: thrown.hint }, status);
    return c.text("This is a fault of the kiosk; its log says more.\n", status);
  });
  return app;
}

function pathsOf(name: string): readonly string[] {
  if (name === "index.html") return ["/"];
  return name === "login.html" ? ["/login"] : [`/${name}`];
}
