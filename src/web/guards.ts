import type { MiddlewareHandler } from "hono";
import { getCookie } from "hono/cookie";
import { secureHeaders } from "hono/secure-headers";
import { AttemptLimit } from "../source/attempt-limit.ts";
import type { Access } from "./access.ts";
import { clientAddress } from "./client-address.ts";
import { whenceFault } from "./host-rule.ts";
import { displayNameIn } from "./picture-routes.ts";
import type { PreviewEnv } from "./preview-env.ts";
import { ROUTES } from "./protocol.ts";

type Guard = MiddlewareHandler<PreviewEnv>;

/** Name of the cookie that holds a session. */
export const SESSION_COOKIE = "wattframe-session";

/** Requests that one address may make in ten seconds: a page full of thumbnails is some hundreds. */
const RATE = { points: 1_000, duration: 10 };
const MAX_URL = 2_048;

/** Headers that keep the page to itself: nothing from elsewhere, nothing inline, in nobody's frame. */
export const lockedDown: Guard = async (c, next) => {
  await lock(c, next);
  if (c.get("isShared")) c.header("Cross-Origin-Resource-Policy", "cross-origin");
};

const lock = secureHeaders({
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

/** Finds out who asks, for the guards that follow. @param proxies addresses and networks of proxies that are believed */
export function addressFound(proxies: readonly string[]): Guard {
  const find = clientAddress(proxies);
  return (c, next) => {
    c.set("address", find(c.env.incoming.socket, c.req.header("x-forwarded-for")));
    return next();
  };
}

/** Turns away who asks too much at once, and addresses that are too long. */
export function ratesBounded(): Guard {
  const limit = new AttemptLimit(RATE);
  return async (c, next) => {
    if (c.req.url.length > MAX_URL) return c.text("The address is too long.\n", 414);
    const { waitMs } = await limit.attempt(c.get("address"));
    if (waitMs === undefined) return next();
    c.header("Retry-After", String(Math.ceil(waitMs / 1_000)));
    return c.text("Too many requests at once.\n", 429);
  };
}

/** Answers to names that are ours only, and to no other site's page. @param hosts further names */
export function ownNamesOnly(hosts: readonly string[]): Guard {
  return async (c, next) => {
    const fault = whenceFault({ host: c.req.header("host"), origin: c.req.header("origin") }, hosts);
    return fault === undefined ? next() : c.text(`${fault}\n`, 403);
  };
}

/** What anybody may see: whether the kiosk is well, and what the login page is made of. @param assets names of the page's files */
export function passwordAsked(access: Access, assets: Iterable<string>, monoMs: () => number): Guard {
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
    const password = basicPassword(c.req.header("authorization"));
    const guess = password === undefined ? undefined : await access.guess(password, c.get("address"));
    if (guess?.kind === "right") return next();
    if (guess?.kind === "slow") {
      c.header("Retry-After", String(guess.afterS));
      return c.text("Too many wrong passwords; wait a little.\n", 429);
    }
    const isPerson = c.req.method === "GET" && (c.req.header("accept") ?? "").includes("text/html");
    return isPerson ? c.redirect(ROUTES.login, 303) : c.text("A password is needed.\n", 401);
  };
}

/** The password of Basic authentication, whatever the name beside it. @source RFC 7617, 2 */
function basicPassword(header: string | undefined): string | undefined {
  const [, encoded] = /^Basic ([\w+/=-]{1,1024})$/iu.exec(header ?? "") ?? [];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, "base64").toString("utf8");
  return text.includes(":") ? text.slice(text.indexOf(":") + 1) : undefined;
}
