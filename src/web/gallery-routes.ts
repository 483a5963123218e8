import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { Hono } from "hono";
import { layoutFromText } from "../config/layout-text.ts";
import { WattframeError } from "../errors.ts";
import type { Kiosk } from "../kiosk/kiosk.ts";
import { layoutsOf } from "../kiosk/kiosk-display.ts";
import { respond } from "./conditional.ts";
import { fileOfFace } from "./gallery-faces.ts";
import { createGallery, type Gallery } from "./gallery-picture.ts";
import type { PreviewEnv } from "./preview-env.ts";
import { ROUTES } from "./protocol.ts";

/** `GET /gallery.json`, `/gallery/picture.png?layout=…` and `/layouts/<name>`: pictures and sources of the layouts. */
export function galleryRoutes(kiosk: Kiosk, gallery: KioskGallery): Hono<PreviewEnv> {
  const app = new Hono<PreviewEnv>();
  app.get(ROUTES.gallery, async (c) => c.json(await gallery.now().catalogue(), 200, { "Cache-Control": "no-store" }));
  app.get(ROUTES.galleryPicture, async (c) => {
    const { layout = "", surface = "", scenario = "", locale = "", theme = "", minute } = c.req.query();
    const query = { layout, surface, scenario, locale, theme, ...(minute !== undefined && { minute: Number(minute) }) };
    const { png } = await gallery.now().picture(query, c.req.raw.signal);
    return respond(c, { bytes: png, type: "image/png", version: createHash("sha256").update(png).digest("hex") });
  });
  app.get(`${ROUTES.layouts}/:name`, async (c) => {
    const name = c.req.param("name");
    const folder = layoutsOf(kiosk.state.config);
    const file = (await folder.names()).includes(name) ? folder.fileOf(name) : fileOfFace(name); // only names that were listed become paths
    if (file === undefined) throw new WattframeError("LAYOUT_UNKNOWN", `there is no layout ${JSON.stringify(name)}`);
    const text = await readFile(file, "utf8");
    const result = layoutFromText(text, file);
    const faults = "faults" in result ? result.faults.map((fault) => ({ ...fault, file: basename(file) })) : [];
    return c.json({ name, file: basename(file), text, faults }, 200, { "Cache-Control": "no-store" });
  });
  return app;
}

/** Gallery of the layouts that the kiosk uses now: another folder of layouts is another gallery. */
export class KioskGallery {
  readonly #kiosk: Kiosk;
  #made: { readonly folder: string | undefined; readonly gallery: Gallery } | undefined;

  constructor(kiosk: Kiosk) {
    this.#kiosk = kiosk;
  }

  /** Gallery of the folder that the configuration names now. */
  now(): Gallery {
    const { config } = this.#kiosk.state;
    if (this.#made === undefined || this.#made.folder !== config.layouts)
      this.#made = { folder: config.layouts, gallery: createGallery({ layouts: layoutsOf(config) }) };
    return this.#made.gallery;
  }

  /** Drops what was drawn from the layout files as they were. */
  layoutsChanged(): void {
    this.#made?.gallery.layoutsChanged();
  }
}
