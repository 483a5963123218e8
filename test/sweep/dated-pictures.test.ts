import { expect, it } from "vitest";
import { LayoutFolder } from "../../src/config/layout-file.ts";
import { sizeText } from "../../src/draw/size.ts";
import { FACES_FOLDER, FONTS_FOLDER, LAYOUTS_FOLDER } from "../../src/package-folder.ts";
import { BLACK_WHITE } from "../../src/raster/palette.ts";
import { createRenderer } from "../../src/render/renderer.ts";
import { pictureFormat } from "../../src/view/listed-writer.ts";
import type { View } from "../../src/view/view.ts";
import { variantsOf } from "../fixtures/variants-of.ts";
import { faceView } from "../fixtures/views/face-view.ts";
import { NAMED_VIEWS } from "../fixtures/views/named-views.ts";

const [ordinary, night] = await Promise.all(
  [LAYOUTS_FOLDER, FACES_FOLDER].map(async (folder) =>
    (await new LayoutFolder([folder]).all()).flatMap((layout) =>
      variantsOf(layout).map((variant) => ({
        layout: layout.name,
        name: `${layout.name} ${sizeText(variant)}`,
        variant,
      })),
    ),
  ),
);
const FULL = NAMED_VIEWS[0]![1];

/** Tells which of weekday and time no text of a picture says. */
async function missing(
  variant: (typeof ordinary & object)[number]["variant"],
  view: View,
  dayMs: number,
  timeMs: number,
) {
  const renderer = await createRenderer({ variant, palette: BLACK_WHITE, theme: "light", fontsFolder: FONTS_FOLDER });
  const format = pictureFormat(view.locale, view.timeZone);
  const said = renderer.draw(view).boxes.flatMap(({ texts }) => texts.map(({ text }) => text));
  const isSaid = (part: string) => said.some((text) => text.toLocaleLowerCase().includes(part.toLocaleLowerCase()));
  return [
    ...(isSaid(format.weekday(dayMs, "short")) ? [] : ["weekday"]),
    ...([format.clock(timeMs), format.time(timeMs)].some(isSaid) ? [] : ["time"]),
  ];
}

// A picture that a crash or a power cut left behind gives itself away by them.
it.each(ordinary!)("$name says of which weekday and time it is", async ({ variant }) => {
  expect(await missing(variant, FULL, FULL.nowMs, FULL.nowMs)).toEqual([]);
});

it.each(night!.filter(({ layout }) => layout === "night"))(
  "$name says of which weekday and time its values are",
  async ({ variant }) => {
    const view = faceView(FULL);
    const endsMs = view.rest.endsMs ?? view.nowMs;
    expect(await missing(variant, { ...view, rest: { ...view.rest, endsMs } }, view.rest.fromMs, endsMs)).toEqual([]);
  },
);
