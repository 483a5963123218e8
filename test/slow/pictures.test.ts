import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { faultsOfAll } from "../fixtures/picture-faults.ts";
import { everyPicture } from "../fixtures/picture-sample.ts";
import { shownVariants } from "../fixtures/shown-variants.ts";
import { STATES } from "../fixtures/views/states.ts";

/** Other languages and themes with each commit; the same ones for the same commit. */
const commit = execFileSync("git", ["rev-parse", "HEAD"], { encoding: "utf8" }).trim();
const seed = Number.parseInt(commit.slice(0, 6), 16);

const variants = await shownVariants();
const pictures = everyPicture(variants, STATES, seed);

describe.each(variants)("$name", (shown) => {
  it("keeps the rules of pictures in every state, with few sizes of text", async () => {
    const own = pictures.filter((picture) => picture.shown === shown);
    const { faults, sizes, most } = await faultsOfAll(own);
    expect(faults, `seed ${seed}`).toEqual([]);
    expect(own.map(({ state }) => state)).toEqual(STATES);
    // A picture has six sizes of text at most, all states of a layout together as many as the list of the usual panel.
    expect(most).toBeLessThanOrEqual(6);
    expect(sizes.size, [...sizes].join(", ")).toBeLessThanOrEqual(9);
  });
});
