import { describe, expect, it } from "vitest";
import { LANGUAGES } from "../../src/words/languages.ts";
import { faultsOfAll } from "../fixtures/picture-faults.ts";
import { everyPicture, pairsOf, pairwisePictures } from "../fixtures/picture-sample.ts";
import { shownVariants } from "../fixtures/shown-variants.ts";
import { STATES } from "../fixtures/views/states.ts";

const variants = await shownVariants();
const pictures = pairwisePictures(variants, STATES);

it("has every pair of layout, size, state, language, palette and theme among its pictures", () => {
  const pairs = new Set(pictures.flatMap(pairsOf));
  const wanted = everyPicture(variants, STATES, 0).flatMap((picture) =>
    picture.shown.palettes.flatMap((palette) =>
      LANGUAGES.flatMap(({ language }) =>
        (["light", "dark"] as const).flatMap((theme) => pairsOf({ ...picture, language, palette, theme })),
      ),
    ),
  );
  expect(wanted.filter((pair) => !pairs.has(pair))).toEqual([]);
  expect(pairs.size).toBeGreaterThan(2_000);
});

describe.each(variants)("$name", (shown) => {
  it("keeps the rules of pictures in some of the states, languages, palettes and themes", async () => {
    const own = pictures.filter((picture) => picture.shown === shown);
    expect((await faultsOfAll(own)).faults).toEqual([]);
    expect(own.length).toBeGreaterThanOrEqual(4);
  }, 240_000); // the first that needs a scenario waits for its simulation
});
