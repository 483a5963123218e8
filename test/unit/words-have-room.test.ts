import { describe, expect, it } from "vitest";
import { LayoutFolder } from "../../src/config/layout-file.ts";
import { FACES_FOLDER, LAYOUTS_FOLDER } from "../../src/package-folder.ts";
import { variantFor } from "../../src/render/compose.ts";
import type { View } from "../../src/view/view.ts";
import { GALLERY_LOCALES } from "../../src/web/gallery-locales.ts";
import { measured } from "../fixtures/measured-texts.ts";
import { NAMED_VIEWS } from "../fixtures/views/named-views.ts";

const DAY_MS = 86_400_000;
/** Days of every month and every weekday, for one view each: names of months and days are of many lengths. */
const DATES = Array.from({ length: 12 }, (_, i) => Date.UTC(2026, i, 20 + (i % 7), 12));

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

const layouts = new LayoutFolder([LAYOUTS_FOLDER]);
const faces = new LayoutFolder([FACES_FOLDER]);
/** The layouts at the size that most panels have. test/slow measures every other one. */
const USUAL = [
  ...(await layouts.names()).map((name) => ({ name, folder: layouts, size: [800, 480] as const })),
  ...(await faces.names()).map((name) => ({ name, folder: faces, size: [800, 480] as const })),
  { name: "glance", folder: layouts, size: [250, 122] as const },
].filter(({ name, size }) => size[0] === 250 || !["glance", "poster"].includes(name));

describe.each(GALLERY_LOCALES)("in $name", ({ id: locale }) => {
  it.each(USUAL)(
    "every text of $name has room, in every state, month and weekday",
    async ({ name, folder, size: [width, height] }) => {
      const variant = variantFor(await folder.load(name), width, height);
      const found: string[] = [];
      let texts = 0;
      for (const [state, view] of VIEWS) {
        const { faults, count } = measured({ layout: name, variant, view: { ...view, locale } });
        found.push(...faults.map((fault) => `${state}, ${fault}`));
        texts += count;
      }
      expect(found).toEqual([]);
      expect(texts).toBeGreaterThan(VIEWS.length * 4);
    },
  );
});
