import { resolve } from "node:path";
import type { DisplayConfig } from "../config/config.ts";
import { DISPLAY_DEFAULTS } from "../config/defaults.ts";
import { LayoutFolder } from "../config/layout-file.ts";
import { displayRowOf } from "../display/displays.ts";
import { LAYOUTS_FOLDER } from "../package-folder.ts";
import { PANELS } from "../panel/panels.ts";
import { layoutFor } from "../setup/proposals.ts";

/** Name of the display; the same as in the configuration that set-up writes, so that its panel is known by then. */
const NAME = "hallway";

/**
 * The display that a person names before there is a configuration, its options as set-up would write them: a panel by its
 * id, a framebuffer by its device, or a picture file. Undefined where it is none of them.
 */
export async function firstDisplay(named: string): Promise<DisplayConfig | undefined> {
  const found = await kindOf(named);
  const row = found && displayRowOf(found.kind);
  if (!found || !row) return undefined;
  const { layout, theme, refresh } = DISPLAY_DEFAULTS;
  return { name: NAME, kind: found.kind, meter: "", layout, theme, refresh, options: row.options.parse(found.options) };
}

async function kindOf(named: string): Promise<Pick<DisplayConfig, "kind" | "options"> | undefined> {
  const panel = PANELS.find(({ id }) => id === named);
  if (panel) {
    const { rotate = 0 } = layoutFor(panel, await new LayoutFolder([LAYOUTS_FOLDER]).all()) ?? {};
    return { kind: "epaper", options: { panel: named, rotate } };
  }
  if (named.endsWith(".png"))
    return { kind: "png-file", options: { path: resolve(named), size: "800x480", palette: "black-white" } };
  return named.startsWith("/dev/") ? { kind: "framebuffer", options: { device: named } } : undefined;
}
