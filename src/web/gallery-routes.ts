import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { Hono } from "hono";
import { layoutFromText } from "../config/layout-file.ts";
import { WattframeError } from "../errors.ts";
import { layoutsOf } from "../kiosk/display-line.ts";
import type { Kiosk } from "../kiosk/kiosk.ts";
import { answer } from "./conditional.ts";
import { createGallery, type Gallery } from "./gallery-picture.ts";
import type { PreviewEnv } from "./preview-env.ts";
import { ROUTES } from "./protocol.ts";

/** What the gallery's routes are made of. */
export interface GalleryRouteParts {
  readonly kiosk: Kiosk;
  /** Calls back whenever the files were read again. */
  readonly onReload: (listener: () => void) => void;
}

/** `GET /gallery.json`, `/gallery/picture.png?layout=…` and `/layouts/<name>`: what the layouts look like, and how they are written. */
export function galleryRoutes({ kiosk, onReload }: GalleryRouteParts): Hono<PreviewEnv> {
  const gallery = galleryNow(kiosk, onReload);
  const app = new Hono<PreviewEnv>();
  app.get(ROUTES.gallery, async (c) => c.json(await gallery().catalogue(), 200, { "Cache-Control": "no-store" }));
  app.get(ROUTES.galleryPicture, async (c) => {
    const { layout = "", surface = "", scenario = "", locale = "", theme = "", minute } = c.req.query();
    const query = { layout, surface, scenario, locale, theme, ...(minute !== undefined && { minute: Number(minute) }) };
    const { png } = await gallery().picture(query, c.req.raw.signal);
    return answer(c, { bytes: png, type: "image/png", version: createHash("sha256").update(png).digest("hex") });
  });
  app.get(`${ROUTES.layouts}/:name`, async (c) => {
    const name = c.req.param("name");
    const folder = layoutsOf(kiosk.state.config);
    const file = (await folder.names()).includes(name) ? folder.fileOf(name) : undefined; // only names that were listed become paths
    if (file === undefined) throw new WattframeError("LAYOUT_UNKNOWN", `there is no layout ${JSON.stringify(name)}`);
    const text = await readFile(file, "utf8");
    const result = layoutFromText(text, file);
    const faults = "faults" in result ? result.faults.map((fault) => ({ ...fault, file: basename(file) })) : [];
    return c.json({ name, file: basename(file), text, faults }, 200, { "Cache-Control": "no-store" });
  });
  return app;
}

/** The gallery of the layouts that the kiosk uses now; another folder of layouts is another gallery. */
function galleryNow(kiosk: Kiosk, onReload: GalleryRouteParts["onReload"]): () => Gallery {
  let made: { readonly folder: string | undefined; readonly gallery: Gallery } | undefined;
  onReload(() => made?.gallery.layoutsChanged());
  return () => {
    const { config } = kiosk.state;
    if (made === undefined || made.folder !== config.layouts)
      made = { folder: config.layouts, gallery: createGallery({ layouts: layoutsOf(config) }) };
    return made.gallery;
  };
}
