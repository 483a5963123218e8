import { describe, expect, it } from "vitest";
import { hullOf } from "../../src/draw/box.ts";
import { place } from "../../src/layout/place.ts";
import type { View } from "../../src/view/view.ts";
import { RecordingPen } from "../fixtures/recording-pen.ts";
import { shownVariants } from "../fixtures/shown-variants.ts";
import { sceneOf } from "../fixtures/strict-drawing.ts";
import { NAMED_VIEWS } from "../fixtures/views/named-views.ts";

const variants = (await shownVariants()).map((shown) => ({
  ...shown,
  now: place(shown.variant).placed.find(({ widget }) => widget === "now"),
}));

/** A number that is the same in all states: its digits move nothing. */
const SHOWN = { valueW: 3_800, unit: "kW", hundredsW: 3_800 } as const;

/** A state with that number, whichever way it flows and however old it is. */
function withNumber({ power, ...view }: View): View {
  return { ...view, power: { ...power, shown: { ...SHOWN, valueW: Math.sign(power.netW ?? 1) * SHOWN.valueW } } };
}

describe.each(variants.filter(({ now }) => now !== undefined))("$name", ({ variant, now }) => {
  const pictures = NAMED_VIEWS.filter(([, { power }]) => power.shown).map(([name, view]) => {
    const pen = new RecordingPen();
    now!.draw(pen, now!.box, sceneOf(withNumber(view), variant.type));
    const texts = pen.drawn.filter((item) => item.kind === "text");
    const number = texts.find(({ text }) => text === "3.8");
    const unit = texts.find(({ text }) => text === "kW");
    // A plate is as wide as its text; the icon is all else that is filled.
    const isStale = view.power.state !== "fresh";
    const icon = isStale ? [] : pen.fills("solid", "ink");
    return { name, number, unit, icon: icon.length > 0 ? hullOf(icon) : undefined };
  });

  it("has its unit at one place in all states, the number the same", () => {
    const places = pictures.map(({ number, unit }) => [number?.x, number?.y, unit?.x, unit?.y, unit?.style.px].join());
    expect(pictures.length).toBeGreaterThan(5);
    expect([...new Set(places)]).toHaveLength(1);
    expect(places[0]).toMatch(/^\d+,\d+,\d+,\d+,\d+$/u);
  });

  it("has the house with its arrow at one place and of one size in all states that show it", () => {
    const icons = pictures.flatMap(({ icon }) => (icon ? [icon] : []));
    expect(new Set(icons.map(({ y, height }) => `${y} ${height}`)).size).toBeLessThanOrEqual(1);
    // Into the house the arrow reaches further to the left than the house itself out of it.
    const [least, most] = [Math.min(...icons.map(({ x }) => x)), Math.max(...icons.map(({ x }) => x))];
    if (icons.length > 0) expect(most - least).toBeLessThanOrEqual(1);
  });
});

it("looks at pictures that have the house, and at some that have no room for it", () => {
  expect(variants.filter(({ now }) => now !== undefined).length).toBeGreaterThan(20);
});
