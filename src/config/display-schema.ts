import { z } from "zod";
import type { DisplayRow } from "../display/display-row.ts";
import { parseQuietHours } from "../refresh/quiet-hours.ts";
import { DISPLAY_DEFAULTS } from "./defaults.ts";

/** Part of a kind of display that the configuration needs; without a `surface` the size of its pictures is not checked. */
export type DisplayKind = Pick<DisplayRow, "kind" | "options"> &
  Partial<Pick<DisplayRow, "surface" | "claims" | "contradictions" | "probe">>;

const isQuietHours = (text: string): boolean => {
  try {
    return parseQuietHours(text) !== undefined;
  } catch {
    return false; // the message of the schema says what is expected
  }
};

const refresh = z
  .strictObject({
    onTelegram: z.boolean().default(DISPLAY_DEFAULTS.refresh.onTelegram).describe("draw whenever a telegram arrives"),
    schedule: z
      .string()
      .default(DISPLAY_DEFAULTS.refresh.schedule)
      .describe("also draw at these times: second minute hour day month weekday, in the meter's time zone"),
    minIntervalS: z
      .number()
      .min(0)
      .max(86_400)
      .default(DISPLAY_DEFAULTS.refresh.minIntervalS)
      .describe("minimum seconds between two pictures"),
  })
  .describe("when the picture is drawn");

/** Options that every display has, whatever its kind. */
export const commonDisplayOptions = z.strictObject({
  name: z
    .string()
    .regex(/^[\w-]{1,40}$/u, "may contain letters, digits, - and _ only, 40 at most")
    .describe("name of the display, in the log and in addresses"),
  meter: z.string().optional().describe("name of the meter to show; the first by default"),
  layout: z.string().default(DISPLAY_DEFAULTS.layout).describe("name of the layout"),
  theme: z
    .enum(["light", "dark"])
    .default(DISPLAY_DEFAULTS.theme)
    .describe("dark ink on light paper, or the other way round"),
  refresh: refresh.prefault({}),
  quietHours: z
    .string()
    .refine(isQuietHours, "is not a span such as 23:00-06:00")
    .optional()
    .describe("hours in which the display rests with the day that ends, such as 23:00-06:00"),
});

/** One display: what all have, and the options of its kind. */
export function displaySchema(kinds: readonly DisplayKind[]) {
  const options = kinds.map(({ kind, options }) =>
    z.strictObject({
      kind: z.literal(kind).describe("where the picture goes"),
      ...commonDisplayOptions.shape,
      ...options.shape,
    }),
  );
  return z.discriminatedUnion("kind", options as [(typeof options)[number], ...typeof options]).describe("one display");
}
