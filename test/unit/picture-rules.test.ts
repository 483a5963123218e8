import { expect, it } from "vitest";
import { BLACK_WHITE } from "../../src/raster/palette.ts";
import { faultsOf, RULES } from "../fixtures/picture-rules.ts";
import { type RuledPart, type RuledPicture, ruledDrawing } from "../fixtures/ruled-picture.ts";
import { shownVariants } from "../fixtures/shown-variants.ts";
import type { Drawn, DrawnString } from "../fixtures/spied-pen.ts";
import { NAMED_VIEWS } from "../fixtures/views/named-views.ts";

const { layout, variant } = (await shownVariants()).find(({ name }) => name === "balance 800x480")!;
const draw = await ruledDrawing({ layout, variant, palette: BLACK_WHITE });
const pictureOf = (state: string): RuledPicture => draw(NAMED_VIEWS.find(([name]) => name === state)![1]);
const [calm, stale, overload] = ["exporting", "stale", "overload"].map(pictureOf) as [
  RuledPicture,
  RuledPicture,
  RuledPicture,
];

/** A picture with another list of what one of its widgets drew. */
function redrawn(picture: RuledPicture, kind: string, drawnBy: (part: RuledPart) => readonly Drawn[]): RuledPicture {
  const parts = picture.parts.map((part) => {
    if (part.widget !== kind) return part;
    const drawn = drawnBy(part);
    return { ...part, drawn, texts: drawn.filter((item) => item.kind === "text") };
  });
  return { ...picture, parts };
}

/** A picture in which the texts of a widget are others. */
const reworded = (picture: RuledPicture, kind: string, change: (text: DrawnString) => Drawn): RuledPicture =>
  redrawn(picture, kind, ({ drawn }) => drawn.map((item) => (item.kind === "text" ? change(item) : item)));

/** A picture to which a widget adds something. */
const added = (picture: RuledPicture, kind: string, ...items: readonly Drawn[]): RuledPicture =>
  redrawn(picture, kind, ({ drawn }) => [...drawn, ...items]);

/** A picture with another pixel here and there, of the raster and before it. */
function repainted(picture: RuledPicture, change: (pixels: Uint8Array, words: Uint32Array) => void): RuledPicture {
  const [pixels, words] = [picture.raster.pixels.slice(), picture.words.slice()];
  change(pixels, words);
  return { ...picture, words, raster: { ...picture.raster, pixels } };
}

const box = { x: 100, y: 100, width: 40, height: 20 };
const moved = (text: DrawnString, by: number): DrawnString => ({
  ...text,
  x: text.x + by,
  box: { ...text.box, x: text.box.x + by },
});
const firstText = ({ parts }: RuledPicture, kind: string) => parts.find(({ widget }) => widget === kind)!.texts[0]!;

/** For each rule pictures that break it. */
const BROKEN: Readonly<Record<keyof typeof RULES, readonly RuledPicture[]>> = {
  "size of text": [
    reworded(calm, "strip", (text) => ({ ...text, px: 12 })),
    reworded(calm, "strip", (text) => ({ ...text, px: 20 })),
  ],
  "texts too close": [added(calm, "now", moved(firstText(calm, "now"), firstText(calm, "now").w + 3))],
  "text outside its widget": [reworded(calm, "strip", (text) => moved(text, 700))],
  "text on a pattern": [
    redrawn(calm, "now", ({ drawn, box: whole }) => [{ kind: "mark", box: whole, mark: "grid" }, ...drawn]),
    redrawn(calm, "now", ({ drawn, box: whole }) => [
      { kind: "fill", box: whole, ink: "ink", fill: "hatch" },
      ...drawn,
    ]),
  ],
  "letters unlike": [
    repainted(calm, (pixels) => {
      const strip = calm.parts.find(({ widget }) => widget === "strip")!;
      const unit = strip.texts.find(({ text }) => text === "kWh")!;
      pixels[(unit.y + 3) * 800 + unit.x] = 1 - pixels[(unit.y + 3) * 800 + unit.x]!;
    }),
  ],
  "between pixels": [added(calm, "hours", { kind: "mark", box: { ...box, x: 100.5 }, mark: "track" })],
  "widget over another": [{ ...calm, parts: [...calm.parts, calm.parts[0]!] }],
  "inks of no palette": [repainted(calm, (_, words) => words.fill(0x80_80_80, 0, 1))],
  "ink share": [repainted(calm, (pixels) => pixels.fill(1)), repainted(overload, (pixels) => pixels.fill(0))],
  "ink in the margin": [
    added(calm, "now", { kind: "fill", box: { ...box, x: 12 }, ink: "ink", fill: "solid" }),
    added(calm, "hours", { kind: "mark", box: { ...box, y: 455 }, mark: "track" }),
    reworded(calm, "strip", (text) => moved(text, 8)),
  ],
  "inverted without a reason": [
    reworded(calm, "now", (text) => ({ ...text, style: { ...text.style, ink: "paper" as const } })),
  ],
  alarm: [
    added(calm, "phases", { kind: "fill", box, ink: "alarm", fill: "solid" }),
    redrawn(overload, "phases", ({ drawn }) => drawn.filter((item) => item.kind === "text")),
    redrawn(overload, "phases", () => [{ kind: "fill", box, ink: "alarm", fill: "solid" }]),
  ],
  "old as new": [
    reworded(stale, "now", (text) => ({ ...text, style: { px: text.px, face: "figures" } })),
    added(stale, "phases", { kind: "mark", box, mark: "out" }),
  ],
  clock: [redrawn(calm, "strip", ({ drawn }) => drawn.filter((item) => item.kind !== "text" || item.text !== "14:00"))],
  "small number": [reworded(calm, "now", (text) => ({ ...text, style: { ...text.style, px: 60 } }))],
};

it.each(["exporting", "stale", "overload", "empty", "full"])("no rule finds fault with the picture %s", (state) => {
  expect(faultsOf(pictureOf(state))).toEqual([]);
});

it.each(Object.entries(BROKEN))("the rule of %s finds what breaks it", (name, pictures) => {
  const rule = RULES[name as keyof typeof RULES];
  for (const picture of pictures) expect(rule(picture).length).toBeGreaterThan(0);
  expect(pictures.length).toBeGreaterThan(0);
});
