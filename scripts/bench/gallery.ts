import { LayoutFolder } from "../../src/config/layout-file.ts";
import { LAYOUTS_FOLDER } from "../../src/package-folder.ts";
import { createGallery } from "../../src/web/gallery-picture.ts";
import { type Bench, cpuMs, inTurn } from "./comparison.ts";
import { House, Pictures } from "./house.ts";

const PICTURES = 20;

/** One picture of the gallery at another minute of a day that it has simulated, against a warm picture of a kiosk. */
export const gallery: Bench = {
  rows: [{ name: "gallery", bound: 2, what: "CPU of a picture of the gallery at another minute / a warm picture" }],
  measure: async () => {
    const [house, pictures] = [new House(), await Pictures.of("balance", 800, 480)];
    const shown = createGallery({ layouts: new LayoutFolder([LAYOUTS_FOLDER]) });
    const { surfaces } = await shown.catalogue();
    const surface = surfaces.find(
      ({ width, height, palette }) => width === 800 && height === 480 && palette.id === "black-white",
    );
    const query = { layout: "balance", surface: surface?.id ?? "", scenario: "day", locale: "en-GB", theme: "light" };
    let minute = 300;
    const ours = () =>
      cpuMs(async () => {
        for (let picture = 0; picture < PICTURES; picture++)
          await shown.picture({ ...query, minute: minute++ }, new AbortController().signal);
      });
    const other = () => cpuMs(() => Array.from({ length: PICTURES }, () => pictures.png(house.next())));
    return [await inTurn(ours, other, 7, `ms for ${PICTURES}`)];
  },
};
