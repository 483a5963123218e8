import { WattframeError } from "../errors.ts";
import { type Layout, type LayoutVariant, variantOf } from "../layout/layout.ts";
import { FONTS_FOLDER } from "../package-folder.ts";
import type { Surface } from "../raster/surface.ts";
import { createRenderer, type Renderer } from "./renderer.ts";

/** Returns the composition of a layout for one panel size. @throws WattframeError `LAYOUT_UNKNOWN` when the layout has none */
export function variantFor(layout: Layout, width: number, height: number): LayoutVariant {
  const variant = variantOf(layout, { width, height });
  if (variant) return variant;
  const sizes = layout.compositions.map((composition) => composition.sizes).join(", ");
  throw new WattframeError("LAYOUT_UNKNOWN", `the layout "${layout.name}" has no composition for ${width}x${height}`, {
    hint: `It has ${sizes}.`,
  });
}

/** Returns a renderer of a named layout on a surface. */
export async function rendererFor(
  layouts: { load(name: string): Promise<Layout> },
  name: string,
  theme: "light" | "dark",
  surface: Surface,
): Promise<Renderer> {
  return rendererOf(await layouts.load(name), theme, surface);
}

/** Returns a renderer of a layout on a surface. @throws WattframeError `LAYOUT_UNKNOWN` when it is not composed for that size */
export async function rendererOf(
  layout: Layout,
  theme: "light" | "dark",
  { width, height, palette }: Surface,
): Promise<Renderer> {
  return createRenderer({ variant: variantFor(layout, width, height), palette, theme, fontsFolder: FONTS_FOLDER });
}
