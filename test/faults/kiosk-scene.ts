import { afterEach, beforeEach } from "vitest";
import { type Mosquitto, startMosquitto } from "../e2e/mosquitto.ts";
import { FakeTime } from "./fake-time.ts";
import { HouseReader } from "./house-reader.ts";
import { KioskSite } from "./kiosk-site.ts";

/** What a test finds: a place for a kiosk, configured for the broker, and a reader that has not begun. */
export interface KioskScene {
  site: KioskSite;
  /** A test may put another one in its place. */
  broker: Mosquitto;
  reader: HouseReader;
}

/** The same with clocks that can be moved. */
export interface KioskSceneInTime extends KioskScene {
  time: FakeTime;
}

/**
 * Makes a scene before each test of a file and removes it afterwards; the object that it returns has the parts of the current one.
 * @param clocks which of the kiosk's clocks can be moved, see {@link FakeTime}
 */
export function kioskScene(): KioskScene;
export function kioskScene(clocks: "both" | "wall"): KioskSceneInTime;
export function kioskScene(clocks?: "both" | "wall"): KioskScene {
  const scene = {} as KioskScene & Partial<KioskSceneInTime>;
  beforeEach(async () => {
    scene.site = new KioskSite();
    if (clocks) scene.time = new FakeTime(scene.site.folder, clocks);
    scene.broker = await startMosquitto();
    scene.reader = new HouseReader(1_100);
    scene.site.configure({ broker: `url: "${scene.broker.url}"` });
  });
  afterEach(async () => {
    await scene.reader.end();
    await scene.broker.stop();
    await scene.site.clear();
  });
  return scene;
}
