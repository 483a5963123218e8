import { describe, expect, it } from "vitest";
import { faultsOf, ruledPicture } from "../fixtures/picture-rules.ts";
import { sampledPictures } from "../fixtures/picture-sample.ts";
import { shownVariants } from "../fixtures/shown-variants.ts";
import { STATES, stateView } from "../fixtures/views/states.ts";

const variants = await shownVariants();
const pictures = sampledPictures(variants, STATES, 4, 0);

describe.each(variants)("$name", ({ name }) => {
  it("keeps the rules of pictures in some of the states, languages, palettes and themes", async () => {
    const own = pictures.filter((picture) => picture.shown.name === name);
    const faults: string[] = [];
    for (const { shown, state, language, palette, theme, ...picture } of own)
      faults.push(
        ...faultsOf(await ruledPicture(shown.variant, palette, await stateView(state, language), theme)).map(
          (fault) => `${picture.name}: ${fault}`,
        ),
      );
    expect(faults).toEqual([]);
    expect(own.length).toBe(4);
  }, 240_000); // the first that needs a scenario waits for its simulation
});
