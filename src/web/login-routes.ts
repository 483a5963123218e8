import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { type Access, SESSION_S } from "./access.ts";
import { SESSION_COOKIE } from "./guards.ts";
import type { PreviewEnv } from "./preview-env.ts";
import { ROUTES } from "./protocol.ts";

const FORM = /^application\/x-www-form-urlencoded(;|$)/iu;
const FORM_BYTES = 4_096;

/** `POST /login` with the field `password`, and `POST /logout`: forms that work without scripts. */
export function loginRoutes(access: Access, monoMs: () => number): Hono<PreviewEnv> {
  const app = new Hono<PreviewEnv>();
  const isShort = bodyLimit({
    maxSize: FORM_BYTES,
    onError: (c) => c.text(`The form is longer than ${FORM_BYTES} bytes.\n`, 413),
  });
  app.post(ROUTES.login, isShort, async (c) => {
    if (!FORM.test(c.req.header("content-type") ?? "")) return c.text("Send the form of the login page.\n", 400);
    const guess = await access.guess(new URLSearchParams(await c.req.text()).get("password") ?? "", c.get("address"));
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
