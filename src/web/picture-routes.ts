import { Hono } from "hono";
import type { Kiosk } from "../kiosk/kiosk.ts";
import { wallTimeOf } from "../meter/wall-time.ts";
import { respond } from "./conditional.ts";
import type { PreviewEnv } from "./preview-env.ts";
import { ROUTES } from "./protocol.ts";
import { shownPicture } from "./shown-picture.ts";

/** Name of the display whose picture a path asks for; absent for other paths. */
export function displayNameIn(path: string): string | undefined {
  const [, encoded] = new RegExp(`^${ROUTES.displays}/([^/]+)\\.png$`, "u").exec(path) ?? [];
  try {
    return encoded === undefined ? undefined : decodeURIComponent(encoded);
  } catch {
    return undefined; // a % that encodes nothing
  }
}

/** `GET /displays/<name>.png`: picture that a display shows now, byte for byte the file that a png-file display would hold. */
export function pictureRoutes(kiosk: Kiosk): Hono<PreviewEnv> {
  return new Hono<PreviewEnv>().get(`${ROUTES.displays}/:file`, (c) => {
    const name = displayNameIn(c.req.path);
    const line = kiosk.state.displays.find(({ config }) => config.name === name);
    if (!line) {
      const names = kiosk.state.displays.map(({ config }) => `${config.name}.png`).join(", ");
      return c.text(`There is no such display; use one of: ${names}\n`, 404);
    }
    const { glass } = line.painter.shows;
    if (!glass) {
      c.header("Retry-After", "5");
      return c.text("This display shows nothing yet.\n", 503);
    }
    const { png, version } = shownPicture(glass.raster);
    // The same at each request: a time computed from now would vary by a millisecond.
    const modifiedMs = glass.at.clockSet ? glass.at.wallMs : wallTimeOf(glass.at, kiosk.now());
    return respond(c, { bytes: png, type: "image/png", version, ...(modifiedMs !== undefined && { modifiedMs }) });
  });
}
