import { describe, expect, it } from "vitest";
import { HouseReader } from "./house-reader.ts";
import { kioskScene } from "./kiosk-scene.ts";
import { Film } from "./picture-reading.ts";
import { SwallowingProxy } from "./swallowing-proxy.ts";

const scene = kioskScene("both");

describe("a reader", () => {
  it("that was there before the kiosk has left kept values: they are old until it sends again", async () => {
    await scene.reader.begin(scene.broker.url);
    scene.reader.pause();
    await scene.reader.tell(true);
    await scene.reader.end();
    const kiosk = scene.site.start({ env: scene.time.env });
    await scene.site.shows("1100 W, old");
    const film = new Film(scene.site.picture);
    await scene.time.move(600);
    scene.reader = new HouseReader(2_200);
    await scene.reader.begin(scene.broker.url);
    await scene.site.shows("2200 W");
    expect(await film.end()).toEqual(["1100 W, old", "2200 W"]);
    expect(await kiosk.end("SIGTERM")).toBe(0);
  });

  it("that is cut off is old at once by its last will, and true again when it is back", async () => {
    const ofReader = await SwallowingProxy.to(scene.broker.port);
    const kiosk = scene.site.start({ env: scene.time.env });
    await scene.reader.begin(`mqtt://127.0.0.1:${ofReader.port}`);
    await scene.site.shows("1100 W");
    const film = new Film(scene.site.picture);
    ofReader.swallowNew("both ways", 0);
    ofReader.cut();
    await scene.site.shows("1100 W, old");
    scene.reader.powerW = 2_200;
    ofReader.heal();
    ofReader.cut();
    await scene.site.shows("2200 W");
    expect(await film.end()).toEqual(["1100 W", "1100 W, old", "2200 W"]);
    expect(await kiosk.end("SIGTERM")).toBe(0);
    await scene.reader.end();
    await ofReader.stop();
  });
});
