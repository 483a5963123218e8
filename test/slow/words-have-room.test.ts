import { describe, expect, it } from "vitest";
import { GALLERY_LOCALES } from "../../src/web/gallery-locales.ts";
import { measured } from "../fixtures/measured-texts.ts";
import { shownVariants } from "../fixtures/shown-variants.ts";
import { STATES, stateView } from "../fixtures/views/states.ts";

describe.each(await shownVariants())("$name", ({ layout, variant }) => {
  it("has room for every text in every state and language", async () => {
    const found = new Set<string>();
    let texts = 0;
    for (const state of STATES)
      for (const { id } of GALLERY_LOCALES) {
        const { faults, count } = measured({ layout, variant, view: await stateView(state, id) });
        for (const fault of faults) found.add(`${id}, ${fault}`);
        texts += count;
      }
    expect([...found]).toEqual([]);
    expect(texts).toBeGreaterThan(STATES.length * GALLERY_LOCALES.length * 3);
  });
});
