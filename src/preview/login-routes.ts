import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { type Access, SESSION_S } from "./access.ts";
import { SESSION_COOKIE } from "./guards.ts";
import { addressOf, type PreviewEnv } from "./preview-env.ts";
import { ROUTES } from "./protocol.ts";

const FORM_BYTES = 4_096;

/** `POST /login` with the field `password`, and `POST /logout`: forms that work without any script. */
export function loginRoutes(access: Access, monoMs: () => number): Hono<PreviewEnv> {
  const app = new Hono<PreviewEnv>();
  const maxSize = { maxSize: FORM_BYTES, onError: (c: Context) => c.text("A password is shorter than that.\n", 413) };
  app.post(ROUTES.login, bodyLimit(maxSize), async (c) => {
    const form = await c.req.parseBody().catch(() => undefined);
    if (form === undefined) return c.text("This is not the form of the login page.\n", 400);
    const { password } = form;
    const guess = await access.guess(typeof password === "string" ? password : "", addressOf(c));
    if (guess.kind !== "right") return c.redirect(`${ROUTES.login}?${guess.kind}`, 303);
    const cookie = { path: "/", httpOnly: true, sameSite: "Lax", maxAge: SESSION_S } as const;
    setCookie(c, SESSION_COOKIE, access.begin(monoMs()), cookie);
    return c.redirect("/", 303);
  });
  app.post(ROUTES.logout, (c) => {
    access.end(getCookie(c, SESSION_COOKIE));
    deleteCookie(c, SESSION_COOKIE, { path: "/" });
    return c.redirect(access.hasPassword ? ROUTES.login : "/", 303);
  });
  return app;
}
