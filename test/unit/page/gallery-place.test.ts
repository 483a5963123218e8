import fc from "fast-check";
import { expect, it } from "vitest";
import { FACETS } from "../../../src/page/gallery/facets.ts";
import { galleryHash, galleryPlace } from "../../../src/page/gallery/gallery-place.ts";
import { tabOf } from "../../../src/page/tabs.ts";

it("writes what was chosen, and nothing else", () => {
  expect(galleryHash({ kind: "wall", chosen: {} })).toBe("#gallery");
  expect(galleryHash({ kind: "wall", chosen: { scenario: "evening", theme: "all" } })).toBe(
    "#gallery?scenario=evening&theme=all",
  );
  expect(galleryHash({ kind: "picture", chosen: { layout: "balance" }, minute: 1210 })).toBe(
    "#gallery/picture?layout=balance&minute=1210",
  );
});

it("finds every place again by its hash", () => {
  const chosen = fc.record(
    Object.fromEntries(FACETS.map((facet) => [facet, fc.string({ minLength: 1, unit: "grapheme" })])),
    {
      requiredKeys: [],
    },
  );
  const minute = fc.integer({ min: 0, max: 1439 });
  const place = fc.record(
    { kind: fc.constantFrom("wall" as const, "picture" as const), chosen, minute },
    {
      requiredKeys: ["kind", "chosen"],
    },
  );
  fc.assert(
    fc.property(place, (at) => {
      expect(galleryPlace(galleryHash(at))).toEqual({ ...at, chosen: { ...at.chosen } });
      expect(tabOf(galleryHash(at))).toBe("gallery");
    }),
  );
});

it("takes what is wrong in a hash for absent", () => {
  for (const hash of [
    "",
    "#",
    "#live",
    "#gallery?minute=1440&layout=&x=1",
    "#gallery?minute=-5",
    "#gallery/elsewhere",
  ]) {
    expect(galleryPlace(hash)).toEqual({ kind: "wall", chosen: {} });
  }
});

it("shows the first tab for a hash that names none", () => {
  expect(["", "#", "#nothing", "#constructor", "#values"].map((hash) => tabOf(hash))).toEqual([
    "live",
    "live",
    "live",
    "live",
    "values",
  ]);
});
