import { expect, it } from "vitest";
import { facetsOf } from "../../../src/page/gallery/facets.ts";
import { neighbours } from "../../../src/page/gallery/gallery-place.ts";
import { galleryPictures, hangLayouts, pictureAddress } from "../../../src/page/gallery/pictures.ts";
import { BLACK_WHITE, SPECTRA_6 } from "../../../src/raster/palette.ts";

const fault = {
  file: "layouts/balance.yaml",
  line: 3,
  column: 1,
  path: "",
  code: "SYNTAX",
  message: "m",
  hint: "h",
} as const;
const catalogue = {
  layouts: [
    { name: "balance", description: "all of it", sizes: ["800x480", "480x800"] },
    { name: "glance", description: "the number", sizes: ["250x122"] },
  ],
  surfaces: [
    { id: "large", label: "Large", width: 800, height: 480, palette: BLACK_WHITE },
    { id: "colour", label: "Colour", width: 800, height: 480, palette: SPECTRA_6 },
    { id: "label", label: "Label", width: 250, height: 122, palette: BLACK_WHITE },
    { id: "poster", label: "Poster", width: 1872, height: 1404, palette: BLACK_WHITE },
  ],
  withoutComposition: [{ id: "poster", label: "Poster" }],
  scenarios: [
    { id: "day", description: "a day", happens: "this", minute: 1210 },
    { id: "night", description: "a night", happens: "that", minute: 180 },
  ],
  locales: [
    { id: "en-GB", name: "English" },
    { id: "fi-FI", name: "suomi" },
  ],
  themes: ["light", "dark"],
} as const;
const layouts = hangLayouts(catalogue.layouts, 4, []);
const names = (chosen: Record<string, string>, locale = "fi-FI") =>
  galleryPictures(catalogue, layouts, facetsOf(chosen, catalogue, locale)).map(
    (picture) => `${picture.layout} ${picture.surface.id} ${picture.scenario.id} ${picture.locale.id} ${picture.theme}`,
  );

it("begins with every composition of the first scenario, in the kiosk's language and light", () => {
  expect(names({})).toEqual([
    "balance large day fi-FI light",
    "balance colour day fi-FI light",
    "glance label day fi-FI light",
  ]);
});

it("takes the nearest language where the kiosk's own is not among them", () => {
  expect(names({ surface: "label" }, "en-US")).toEqual(["glance label day en-GB light"]);
  expect(names({ surface: "label" }, "ja-JP")).toEqual(["glance label day en-GB light"]);
});

it("multiplies by what is open, and is empty for what there is not", () => {
  expect(names({ scenario: "all", locale: "all", theme: "all" })).toHaveLength(3 * 2 * 2 * 2);
  expect(names({ surface: "poster" })).toEqual([]);
  expect(names({ layout: "nothing" })).toEqual([]);
});

it("keeps a layout that got faults as it hung before, at its own revision", () => {
  const [broken, glance] = hangLayouts([{ name: "balance", faults: [fault] }, catalogue.layouts[1]], 5, layouts);
  expect(broken).toEqual({ ...catalogue.layouts[0], revision: 4, faults: [fault] });
  expect(glance).toMatchObject({ revision: 5, faults: [] });
  const [picture] = galleryPictures(catalogue, [broken!], facetsOf({}, catalogue, "fi-FI"));
  expect(pictureAddress(picture!, 1210)).toBe(
    "/gallery/picture.png?layout=balance&surface=large&scenario=day&locale=fi-FI&theme=light&minute=1210&v=4",
  );
});

it("hangs nothing of a layout that never was without faults, and forgets faults that were mended", () => {
  const [broken] = hangLayouts([{ name: "balance", faults: [fault] }], 1, []);
  expect(broken).toMatchObject({ sizes: [], faults: [fault] });
  const [mended] = hangLayouts([catalogue.layouts[0]], 2, [broken!]);
  expect(mended).toEqual({ ...catalogue.layouts[0], revision: 2, faults: [] });
});

it("hangs pictures of one shape beside each other, in the layout's own order of sizes", () => {
  const turned = { id: "turned", label: "Turned", width: 480, height: 800, palette: BLACK_WHITE };
  const mixed = { ...catalogue, surfaces: [turned, ...catalogue.surfaces] };
  const pictures = galleryPictures(mixed, layouts, facetsOf({ layout: "balance" }, mixed, "fi-FI"));
  expect(pictures.map(({ surface }) => surface.id)).toEqual(["large", "colour", "turned"]);
});

it("knows the pictures beside one, none beyond the ends, and none beside a picture that does not hang", () => {
  const addresses = ["#a", "#b", "#c"];
  expect(neighbours(addresses, "#b")).toEqual({ before: "#a", after: "#c" });
  expect(neighbours(addresses, "#a")).toEqual({ before: undefined, after: "#b" });
  expect(neighbours(addresses, "#d")).toEqual({ before: undefined, after: undefined });
  expect(neighbours(addresses, undefined)).toEqual({ before: undefined, after: undefined });
});
