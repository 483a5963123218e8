import { z } from "zod";
import type { Widget } from "../widget/widget.ts";
import { WIDGETS } from "../widget/widgets.ts";
import { isOrdered, parseSizeRange, RANGE_PATTERN } from "./size-range.ts";
import type { WrittenNode } from "./written-layout.ts";

/** A length along the parent's axis: pixels, or a share of what is left such as `2fr`. */
const size = z
  .union([
    z.int().min(1).max(10_000),
    z
      .templateLiteral([z.number(), "fr"])
      .refine((share) => Number.parseFloat(share) > 0, "is not a positive share such as 2fr"),
  ])
  .default("1fr")
  .describe("Pixels, or a share of what is left such as 2fr.");

const gap = z.int().min(0).max(400).default(0).describe("Pixels between the parts.");

const kinds = WIDGETS.map((widget) => widget.kind) as [string, ...string[]];

/** The kinds of parts for editors: each by the key that makes it one, each widget with the options that it has. */
const ALTERNATIVES = [
  ...["row", "column", "space", "line"].map((key) => ({ required: [key] })),
  ...WIDGETS.map(({ kind, options, requiredOptions: required }: Widget) => {
    const { $schema: _, ...schema } = z.toJSONSchema(options, { io: "input", target: "draft-7" });
    return {
      properties: { widget: { const: kind }, options: required ? { ...schema, required } : schema },
      required: required ? ["widget", "options"] : ["widget"],
    };
  }),
];

const node: z.ZodType<WrittenNode> = z.lazy(() =>
  z
    .strictObject({
      row: z.array(node).min(1).optional().describe("Parts side by side, left to right."),
      column: z.array(node).min(1).optional().describe("Parts one under the other."),
      widget: z.enum(kinds).optional().describe("Kind of the widget that is drawn here."),
      options: z.record(z.string(), z.unknown()).optional().describe("The widget's options."),
      space: z.literal(true).optional().describe("Nothing is drawn here."),
      line: z.literal(true).optional().describe("A solid line fills this part."),
      size,
      gap,
      shorten: z
        .boolean()
        .default(false)
        .describe("A text of this widget may be replaced by a shorter one, or left out, where it has no room."),
      withoutClock: node.optional().describe("Part that is shown in place of this widget while the clock is not set."),
    })
    .superRefine(checkNode)
    .overwrite(withSettledOptions)
    .meta({ oneOf: ALTERNATIVES }),
);

/** Error map that leaves zod's own messages empty: `explain-issue.ts` puts the issues of a whole file into words. */
const ZOD_SILENT = { error: () => "" } as const;

function checkNode(written: WrittenNode, context: z.RefinementCtx): void {
  const given = (["row", "column", "widget", "space", "line"] as const).filter((key) => written[key] !== undefined);
  if (given.length !== 1) {
    const found = given.length === 0 ? "none is given" : `${given.join(" and ")} are given`;
    const message = `needs one of row, column, widget, space or line; ${found}`;
    context.addIssue({ code: "custom", message });
  }
  if (written.options !== undefined && written.widget === undefined)
    context.addIssue({ code: "custom", path: ["options"], message: "needs a widget beside it" });
  if (written.withoutClock !== undefined && written.widget === undefined)
    context.addIssue({ code: "custom", path: ["withoutClock"], message: "needs a widget beside it" });
  const widget: Widget | undefined = WIDGETS.find((row) => row.kind === written.widget);
  const result = widget?.options.safeParse(written.options ?? {}, ZOD_SILENT);
  const known = Object.keys(widget?.options.shape ?? {});
  for (const option of widget?.requiredOptions ?? [])
    if (written.options?.[option] === undefined)
      context.addIssue({
        code: "custom",
        path: ["widget"],
        message: `needs the option ${option}`,
        params: requiredHint(option),
      });
  for (const issue of result?.error?.issues ?? [])
    context.addIssue({ ...issue, path: ["options", ...issue.path], ...(issue.path.length === 0 ? { known } : {}) });
}

/** Fills in the defaults of a widget's options, so that whoever draws it needs no schema; what is wrong is reported by `checkNode`. */
function withSettledOptions(written: WrittenNode): WrittenNode {
  const widget: Widget | undefined = WIDGETS.find((row) => row.kind === written.widget);
  const settled = widget?.options.safeParse(written.options ?? {}, ZOD_SILENT);
  return settled?.success ? { ...written, options: settled.data } : written;
}

function requiredHint(option: string) {
  return { hint: `write options: { ${option}: … } beside it` };
}

const type = z
  .strictObject({
    small: z.int().min(11).max(200).describe("Labels of axes, pixels."),
    body: z.int().min(11).max(200).describe("Words, pixels."),
    figure: z.int().min(11).max(400).describe("Numbers in rows, pixels."),
    giant: z.int().min(11).max(600).optional().describe("The one number, pixels; four times the figures by default."),
  })
  .describe("The few sizes of text.");

const variant = z.strictObject({
  margin: z.int().min(0).max(400).default(0).describe("Pixels left free on every side."),
  type,
  root: node.describe("Content of the panel."),
  waiting: node.optional().describe("Content of the panel until the first value comes; the root by default."),
});

const sizeRange = z
  .string()
  .regex(RANGE_PATTERN, "is neither a size such as 800x480 nor a range of sizes such as 640-799x480")
  .refine((key) => !RANGE_PATTERN.test(key) || isOrdered(parseSizeRange(key)), "is a range that ends before it begins");

/** A layout file as it is written. */
export const layoutSchema = z
  .strictObject({
    description: z.string().min(1).describe("One line for the list of layouts."),
    sizes: z
      .record(sizeRange, variant)
      .refine((sizes) => Object.keys(sizes).length > 0, "has to hold at least one size")
      .describe(
        "One composition per panel size, such as 800x480, or per range of sizes, such as 640-799x480; one size comes before a range.",
      ),
  })
  .describe("a layout; doc/adding-a-layout.md shows one");
