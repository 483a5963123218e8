import type { MiddlewareHandler } from "hono";
import { getCookie } from "hono/cookie";
import { secureHeaders } from "hono/secure-headers";
import { auth } from "hono/utils/basic-auth";
import type { Access } from "./access.ts";
import { clientAddress } from "./client-address.ts";
import { displayNameIn } from "./picture-routes.ts";
import type { PreviewEnv } from "./preview-env.ts";
import { ROUTES } from "./protocol.ts";
import { originRejection } from "./request-origin.ts";

type Guard = MiddlewareHandler<PreviewEnv>;

/** Name of the cookie that holds a session. */
export const SESSION_COOKIE = "wattframe-session";

/** Sets headers that isolate the page: nothing from other hosts, nothing inline, no framing. */
export const securityHeaders: Guard = async (c, next) => {
  await ownSiteOnly(c, next);
  if (c.get("isShared")) c.header("Cross-Origin-Resource-Policy", "cross-origin");
};

const ownSiteOnly = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", "blob:", "data:"],
    connectSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
  xFrameOptions: "DENY",
  referrerPolicy: "same-origin", // with none at all, browsers send our own forms with the origin "null"
  strictTransportSecurity: false, // plain HTTP on a home's network; whoever puts TLS before it says so there
});

/** Finds the client's address for the guards that follow. @param proxies addresses and networks of trusted proxies */
export function findAddress(proxies: readonly string[]): Guard {
  const find = clientAddress(proxies);
  return (c, next) => {
    c.set("address", find(c.env.incoming.socket, c.req.header("x-forwarded-for")));
    return next();
  };
}

/** Rejects requests to names that are not the kiosk's, and requests of other sites' pages. @param hosts further names of the kiosk */
export function requireOwnSite(hosts: readonly string[]): Guard {
  return async (c, next) => {
    const rejection = originRejection({ host: c.req.header("host"), origin: c.req.header("origin") }, hosts);
    return rejection === undefined ? next() : c.text(`${rejection}\n`, 403);
  };
}

/**
 * Requires a session, a display's token or the password, except for the health check and the files of the page.
 * @param assets names of the page's files
 */
export function requireLogin(access: Access, assets: Iterable<string>, monoMs: () => number): Guard {
  const open = new Set([
    "/healthz",
    ROUTES.login,
    ...[...assets].filter((name) => name !== "index.html").map((name) => `/${name}`),
  ]);
  return async (c, next) => {
    if (!access.hasPassword || open.has(c.req.path)) return next();
    const session = getCookie(c, SESSION_COOKIE);
    const stillAllowed = () => access.knows(session, monoMs());
    if (stillAllowed()) {
      c.set("stillAllowed", stillAllowed);
      return next();
    }
    const display = displayNameIn(c.req.path);
    if (display !== undefined && access.opens(display, c.req.query("token"))) {
      c.set("isShared", true); // whoever has the token may show it in a page of theirs
      return next();
    }
    const credentials = auth(c.req.raw);
    const guess = credentials && (await access.guess(credentials.password, c.get("address")));
    if (guess?.kind === "right") return next();
    if (guess?.kind === "slow") {
      c.header("Retry-After", String(guess.afterS));
      return c.text("Too many wrong passwords; wait a little.\n", 429);
    }
    const isPerson = c.req.method === "GET" && (c.req.header("accept") ?? "").includes("text/html");
    return isPerson ? c.redirect(ROUTES.login, 303) : c.text("A password is needed.\n", 401);
  };
}
