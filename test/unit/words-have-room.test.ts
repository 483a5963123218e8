import { describe, expect, it } from "vitest";
import { LayoutFolder } from "../../src/config/layout-file.ts";
import { type Placed, place } from "../../src/layout/place.ts";
import { FACES_FOLDER, FONTS_FOLDER, LAYOUTS_FOLDER } from "../../src/package-folder.ts";
import { loadCanvas } from "../../src/render/canvas.ts";
import { variantFor } from "../../src/render/compose.ts";
import { shownParts } from "../../src/render/renderer.ts";
import { formatFor } from "../../src/view/format.ts";
import type { View } from "../../src/view/view.ts";
import { GALLERY_LOCALES } from "../../src/web/gallery-locales.ts";
import type { TypeScale } from "../../src/widget/widget.ts";
import { wordsFor } from "../../src/words/languages.ts";
import { type MeasuredText, MeasuringPen } from "../fixtures/measuring-pen.ts";
import { NAMED_VIEWS } from "../fixtures/views/named-views.ts";

const pen = new MeasuringPen(await loadCanvas(FONTS_FOLDER));
const DAY_MS = 86_400_000;
/** Days of every month and every weekday, for one view each: names of months and days are of many lengths. */
const DATES = Array.from({ length: 12 }, (_, i) => Date.UTC(2026, i, 20 + (i % 7), 12));

/** What one widget writes of a view in a locale. */
function written({ box, draw }: Placed, view: View, locale: string, type: TypeScale) {
  pen.begin(box);
  const shown = { ...view, locale };
  draw(pen, box, { view: shown, words: wordsFor(locale), format: formatFor(locale, view.timeZone), type });
  return pen.taken();
}

const dated = (view: View, atMs: number): View => ({
  ...view,
  nowMs: atMs,
  rest: {
    ...view.rest,
    fromMs: atMs,
    week: view.rest.week.map((day, i) => ({ ...day, atMs: atMs + (i - 6) * DAY_MS })),
  },
});
const full = NAMED_VIEWS[0]![1];
const VIEWS = [...NAMED_VIEWS, ...DATES.map((atMs, i) => [`month ${i + 1}`, dated(full, atMs)] as const)];

/** Sentences of a block that begin at x, and are wider than it is. */
const tooWide = (texts: readonly MeasuredText[], x: number, most: number) =>
  texts
    .filter((each) => each.px === 22 && Math.abs(each.x - x) <= 1 && each.width > most)
    .map(({ text, width }) => `${text}: ${width}`);

describe.each(GALLERY_LOCALES)("in $name", ({ id: locale }) => {
  it.each([
    ["balance", LAYOUTS_FOLDER],
    ["night", FACES_FOLDER],
    ["stopped", FACES_FOLDER],
  ])("every text of %s has room at 800×480, in every state, month and weekday", async (name, folder) => {
    const variant = variantFor(await new LayoutFolder([folder]).load(name), 800, 480);
    const placement = place(variant);
    const found: string[] = [];
    let texts = 0;
    for (const [state, view] of VIEWS) {
      const parts = shownParts(placement, view);
      const isWaiting = parts === placement.waiting;
      for (const part of parts) {
        const result = written(part, view, locale, variant.type);
        texts += result.texts.length;
        if (!part.mayShorten) found.push(...result.long.map((text) => `${state}, ${part.widget}: ${text}`));
        if (isWaiting || name !== "balance") continue;
        found.push(...tooWide(result.texts, 24, 344), ...tooWide(result.texts, 408, 368));
      }
    }
    expect([...new Set(found)]).toEqual([]);
    expect(texts).toBeGreaterThan(VIEWS.length * 8);
  });
});
