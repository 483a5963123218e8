import { z } from "zod";
import { drawHourChart, type HoursChart } from "./hours.ts";
import { headingBaseline } from "./measures.ts";
import { type Drawing, widget } from "./widget.ts";

const options = () =>
  z.strictObject({
    heading: z.boolean().default(true).describe("Write what the bars are above them."),
    axis: z.boolean().default(true).describe("Write the energies at the grid lines."),
  });

/** Words of the widget. */
export type RestHoursWords = HoursChart["words"];

/** The day that ends by the hour, as outlines: it is no longer growing. */
export const restHours = widget({
  kind: "rest-hours",
  description: "the day that ends by the hour, as outlines",
  reads: ["rest"],
  options,
  minimum: (type, { heading }) => ({
    width: Math.max(16 * type.smallPx, 220),
    height: Math.ceil((heading ? headingBaseline(type) : 0) + 4.6 * type.smallPx),
  }),
  draw: (drawing: Drawing<"rest", RestHoursWords>, settings) => {
    const { view } = drawing;
    if (view.clockSet) drawHourChart({ ...drawing, view: { ...view, hours: view.rest.hours } }, settings, true);
  },
});
