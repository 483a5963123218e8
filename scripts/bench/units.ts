import { type Bench, cpuMs, inTurn } from "./comparison.ts";
import { House, Pictures } from "./house.ts";

const TELEGRAMS = 20;

/** Pictures of one telegram on several displays of one size, which share a renderer as a kiosk's do. */
async function displays(count: number): Promise<(house: House) => void> {
  const { renderer } = await Pictures.of("balance", 800, 480);
  const all = Array.from({ length: count }, () => new Pictures(renderer));
  return (house) => {
    for (const pictures of all) pictures.png(house);
  };
}

/** One more display, and one more meter with a display of its own, against the first. */
export const units: Bench = {
  rows: [
    { name: "displays", bound: 1.1, what: "CPU of a telegram on the 2nd to 8th display, each / on the first" },
    {
      name: "meters",
      bound: 1.1,
      what: "CPU of a telegram of the 2nd to 100th meter with its picture, each / of the first",
    },
  ],
  measure: async () => {
    const [house, one, eight] = [new House(), await displays(1), await displays(8)];
    const times = (draw: (house: House) => void) =>
      cpuMs(() => {
        for (let telegram = 0; telegram < TELEGRAMS; telegram++) draw(house.next());
      });
    const first = () => times(one);
    const more = async () => ((await times(eight)) - (await times(one))) / 7;
    const { renderer } = await Pictures.of("balance", 800, 480);
    const [meter, ...meters] = Array.from({ length: 100 }, () => {
      const [own, pictures] = [new House(1), new Pictures(renderer)];
      return () => pictures.png(own.next());
    });
    const firstMeter = () => cpuMs(() => Array.from({ length: 99 }, () => meter?.()));
    const moreMeters = () => cpuMs(() => meters.map((each) => each()));
    return [await inTurn(more, first, 7, `ms for ${TELEGRAMS}`), await inTurn(moreMeters, firstMeter, 7, "ms for 99")];
  },
};
