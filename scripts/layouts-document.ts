import { fileURLToPath } from "node:url";
import { z } from "zod";
import { LayoutFolder } from "../src/config/layout-file.ts";
import type { Box } from "../src/draw/box.ts";
import { type Size, sizeText } from "../src/draw/size.ts";
import { type Layout, layoutOf, sizesOf, variantOf } from "../src/layout/layout.ts";
import { layoutSchema } from "../src/layout/layout-schema.ts";
import { place } from "../src/layout/place.ts";
import { FACES_FOLDER, LAYOUTS_FOLDER } from "../src/package-folder.ts";
import { BLACK_WHITE } from "../src/raster/palette.ts";
import { encodePng } from "../src/raster/png.ts";
import type { Raster } from "../src/raster/raster.ts";
import { rendererOf, variantFor } from "../src/render/compose.ts";
import type { ScenarioId } from "../src/simulator/scenario.ts";
import { GALLERY_SURFACES } from "../src/web/gallery-surfaces.ts";
import type { Widget } from "../src/widget/widget.ts";
import { WIDGETS } from "../src/widget/widgets.ts";
import { faceView } from "../test/fixtures/views/face-view.ts";
import { scenarioView } from "../test/fixtures/views/scenario-view.ts";
import { placeFile } from "./place-file.ts";

/** A file of the document: its path from `doc/`, and its contents. */
interface DocumentFile {
  readonly file: string;
  readonly contents: string | Uint8Array;
}

/** A picture with the place of every widget in it. */
interface Drawn {
  readonly raster: Raster;
  readonly boxes: readonly { readonly widget: string; readonly box: Box }[];
}

const LANDSCAPE: Size = { width: 800, height: 480 };
const LABEL: Size = { width: 250, height: 122 };
/** Room of a widget that no layout shows. */
const SAMPLE: Size = { width: 368, height: 64 };

/** The page of layouts and widgets with its pictures: made of the schemas and by the drawing code, nothing by hand. */
export async function layoutsDocument(): Promise<DocumentFile[]> {
  const layouts = await new LayoutFolder([LAYOUTS_FOLDER]).all();
  const faces = await new LayoutFolder([FACES_FOLDER]).all();
  const all = [...layouts, ...faces];
  const pictures = await Promise.all(
    all.map(async (layout) =>
      pictureFile(`layout-${layout.name}`, (await drawn(layout, sizesOfLayout(layout)[0], "evening")).raster),
    ),
  );
  const widgets: DocumentFile[] = [];
  for (const { kind } of WIDGETS) widgets.push(pictureFile(`widget-${kind}`, await widgetPicture(kind, all)));
  const text = [
    HEAD,
    ...layouts.map((layout, i) => layoutSection(layout, pictures[i]!.file)),
    FACES_HEAD,
    ...faces.map((face, i) => layoutSection(face, pictures[layouts.length + i]!.file)),
    "## Keys of a layout's file",
    keysTable(),
    "## Widgets",
    ...WIDGETS.map((widget, i) => widgetSection(widget, widgets[i]!.file)),
  ].join("\n\n");
  return [{ file: "layouts.md", contents: `${text}\n` }, ...pictures, ...widgets];
}

const HEAD = `# Layouts and widgets

What ships, and every key and option that a layout's file may have. \`npm run document\` writes this page and its pictures; how to
write a layout of your own is told in [adding-a-layout.md](adding-a-layout.md). The pictures show one simulated evening.

## Shipped layouts`;

const FACES_HEAD = `## Faces

Pictures beside the layouts, in \`layouts/faces\`, which no display is set to show: \`wattframe render --face night\`, \`stopped\` or \`unconfigured\` draws them.`;

/** Sizes of panels and screens that a layout is composed for, the usual one first. */
function sizesOfLayout(layout: Layout): Size[] {
  return [LANDSCAPE, LABEL, ...GALLERY_SURFACES].filter((size) => variantOf(layout, size));
}

async function drawn(layout: Layout, size: Size | undefined, scenario: ScenarioId): Promise<Drawn> {
  const { width, height } = size ?? SAMPLE;
  const renderer = await rendererOf(layout, "light", { width, height, palette: BLACK_WHITE });
  return renderer.draw(faceView(await scenarioView(scenario)));
}

/** A widget as the first layout shows it that has it, before or after the first value; alone where none has it. */
async function widgetPicture(widget: string, layouts: readonly Layout[]): Promise<Raster> {
  for (const layout of layouts)
    for (const size of sizesOfLayout(layout)) {
      const { placed, waiting = [] } = place(variantFor(layout, size.width, size.height));
      const isShown = placed.some((part) => part.widget === widget);
      if (!isShown && !waiting.some((part) => part.widget === widget)) continue;
      const { raster, boxes } = await drawn(layout, size, isShown ? "evening" : "no-data");
      const found = boxes.find((part) => part.widget === widget);
      if (found) return cropped(raster, found.box);
    }
  return (await drawn(alone(widget), SAMPLE, "evening")).raster;
}

/** A layout with nothing but one widget. */
function alone(widget: string): Layout {
  const type = { small: 18, body: 22, figure: 36 };
  const options = WIDGETS.find(({ kind }) => kind === widget)?.options.parse({});
  const root = { widget, options };
  return layoutOf(widget, layoutSchema.parse({ description: widget, sizes: { [sizeText(SAMPLE)]: { type, root } } }));
}

function cropped({ palette, pixels, width }: Raster, box: Box): Raster {
  const part = new Uint8Array(box.width * box.height);
  for (let row = 0; row < box.height; row++) {
    const from = (box.y + row) * width + box.x;
    part.set(pixels.subarray(from, from + box.width), row * box.width);
  }
  return { width: box.width, height: box.height, palette, pixels: part };
}

function pictureFile(name: string, raster: Raster): DocumentFile {
  return { file: `pictures/${name}.png`, contents: encodePng(raster) };
}

function layoutSection(layout: Layout, picture: string): string {
  const { name, description, compositions } = layout;
  const composed = compositions.map(({ sizes }) => `\`${sizes}\``).join(", ");
  const panels = sizesOf(layout, GALLERY_SURFACES).join(", ");
  return `### ${name}\n\n${sentence(description)}\n\n![${name}: ${description}](${picture})\n\nComposed for ${composed}. Sizes of panels and screens among them: ${panels}.`;
}

function widgetSection({ kind, description, options }: Widget, picture: string): string {
  const rows = Object.entries(propertiesOf(options)).map(
    ([name, schema]) => `| \`${name}\` | ${valuesOf(schema)} | ${defaultOf(schema)} | ${schema.description ?? ""} |`,
  );
  const table = ["| option | values | default | meaning |", "| --- | --- | --- | --- |", ...rows].join("\n");
  const told = rows.length > 0 ? table : "It has no options.";
  return `### \`${kind}\`\n\n${sentence(description)}\n\n![${kind}](${picture})\n\n${told}`;
}

interface Property {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly anyOf?: readonly Property[];
  readonly properties?: Readonly<Record<string, Property>>;
  readonly additionalProperties?: Property;
  readonly definitions?: Readonly<Record<string, Property>>;
  readonly default?: unknown;
  readonly description?: string;
}

function propertiesOf(schema: z.ZodType): Readonly<Record<string, Property>> {
  return (z.toJSONSchema(schema, { io: "input", target: "draft-7" }) as Property).properties ?? {};
}

/** The keys of compositions and of parts, in the order of the schema. */
function keysTable(): string {
  const schema = z.toJSONSchema(layoutSchema, { io: "input", target: "draft-7" }) as Property;
  const composition = schema.properties?.["sizes"]?.additionalProperties?.properties ?? {};
  const part = Object.values(schema.definitions ?? {})[0]?.properties ?? {};
  const row =
    (place: string) =>
    ([name, key]: readonly [string, Property]) =>
      `| ${place} | \`${name}\` | ${valuesOf(key)} | ${defaultOf(key)} | ${key.description ?? ""} |`;
  return [
    "| of | key | values | default | meaning |",
    "| --- | --- | --- | --- | --- |",
    ...Object.entries(schema.properties ?? {}).map(row("the file")),
    ...Object.entries(composition).map(row("a composition")),
    ...Object.entries(composition["type"]?.properties ?? {}).map(row("`type`")),
    ...Object.entries(part).map(row("a part")),
  ].join("\n");
}

/** What a key may hold, in words. */
function valuesOf(schema: Property): string {
  if (schema.anyOf) return schema.anyOf.map(valuesOf).join(" or ");
  const listed = schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);
  if (listed) return listed.map((value) => `\`${String(value)}\``).join(", ");
  if (schema.minimum !== undefined && schema.maximum !== undefined) return `${schema.minimum} to ${schema.maximum}`;
  if (schema.type === "array") return "a list of parts";
  if (schema.type === "string") return "text";
  if (schema.type === "boolean") return "`true`, `false`";
  if (schema.properties)
    return Object.entries(schema.properties)
      .map(([key, of]) => `\`${key}\`: ${valuesOf(of)}`)
      .join(", ");
  return schema.type === "object" ? "keys of their own" : "a part";
}

function defaultOf({ default: value }: Property): string {
  if (value === undefined) return "–";
  return `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const doc = new URL("../doc/", import.meta.url);
  for (const { file, contents } of await layoutsDocument())
    await placeFile(fileURLToPath(new URL(file, doc)), contents);
}
