import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { faultsOf, ruledPicture } from "../fixtures/picture-rules.ts";
import { sampledPictures } from "../fixtures/picture-sample.ts";
import { shownVariants } from "../fixtures/shown-variants.ts";
import { STATES, stateView } from "../fixtures/views/states.ts";

/** Another sample of languages, palettes and themes with each commit; the same one for the same commit. */
const commit = execFileSync("git", ["rev-parse", "HEAD"], { encoding: "utf8" }).trim();
const seed = Number.parseInt(commit.slice(0, 6), 16);

const variants = await shownVariants();
const pictures = sampledPictures(variants, STATES, STATES.length, seed);

describe.each(variants)("$name", ({ name, variant }) => {
  it("keeps the rules of pictures in every state, with at most six sizes of text at other sizes than 800×480", async () => {
    const own = pictures.filter((picture) => picture.shown.name === name);
    const faults: string[] = [];
    const sizes = new Set<number>();
    for (const { palette, theme, state, language, name: what } of own) {
      const picture = await ruledPicture(variant, palette, await stateView(state, language), theme);
      faults.push(...faultsOf(picture).map((fault) => `${what}: ${fault}`));
      for (const { texts } of picture.parts) for (const { px } of texts) sizes.add(px);
    }
    expect(faults, `seed ${seed}`).toEqual([]);
    expect(own.map(({ state }) => state).toSorted()).toEqual(STATES.toSorted());
    expect(sizes.size, [...sizes].join(", ")).toBeLessThanOrEqual(variant.width === 800 ? 9 : 6);
  });
});
