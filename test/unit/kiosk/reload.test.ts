import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { BrokerConfig, Config } from "../../../src/config/config.ts";
import { Secret } from "../../../src/config/secret.ts";
import type { Kiosk } from "../../../src/kiosk/kiosk.ts";
import { config, display, World } from "./kiosk-under-test.ts";

let world: World;
let kiosk: Kiosk;
let done: string[];

const EMBEDDED = (password: string): BrokerConfig => ({
  kind: "embedded",
  listen: { mqtt: [{ host: "127.0.0.1", port: 1 }], ws: [] },
  users: [{ name: "reader", password: new Secret(password), publish: ["#"], subscribe: [] }],
  limits: { clients: 5, payloadBytes: 65_536, messagesPerS: 200 },
});

const painters = () => kiosk.state.displays.map(({ painter }) => painter);
const isDrawn = (...names: string[]) =>
  expect.poll(() => names.every((name) => done.includes(`show ${name}`))).toBe(true);

beforeEach(async () => {
  world = new World();
  ({ done } = world);
  kiosk = await world.start(config(["hall", "attic"]));
  await isDrawn("hall", "attic");
  done.length = 0;
});
afterEach(() => kiosk.stop());

describe("a reload", () => {
  it("leaves displays that stay alone, closes those that are gone, and then uses new ones", async () => {
    const [hall] = painters();
    await kiosk.reload(config([display("hall", { layout: "balance", theme: "dark" }), "cellar"]));
    await isDrawn("cellar");
    expect(done).toEqual(["close attic", "show cellar"]);
    expect(painters().map(({ name }) => name)).toEqual(["hall", "cellar"]);
    expect(painters()[0]).toBe(hall);
    expect(kiosk.state.displays[0]?.config.theme).toBe("dark");
  });

  it("closes a display before another one of the same hardware draws, however long that takes", async () => {
    let finish: () => void = () => undefined;
    world.slow.set("hall", new Promise((resolve) => (finish = resolve)));
    const options = { path: "other.png", size: "800x480", palette: "black-white" };
    const reloading = kiosk.reload(config([display("hall", { options }), "attic"]));
    await expect.poll(() => kiosk.state.displays[0]?.config.options).toBe(options);
    world.events?.state({ kind: "lost", since: kiosk.now() }); // the others go on meanwhile
    const before = world.shows.get("attic") ?? 0;
    await expect.poll(() => world.shows.get("attic")).toBeGreaterThan(before);
    expect(done).toEqual([]);
    finish();
    await reloading;
    await isDrawn("hall");
    expect(done).toEqual(["close hall", "show hall"]);
  });

  it("makes new displays where the quiet hours and the full refresh of the day are in another time zone", async () => {
    const quietHours = { fromMinute: 60, toMinute: 120 };
    const quiet = (timeZone: string) =>
      config([display("hall", { quietHours }), "attic"], {
        meters: [{ name: "house", prefix: "p1", mainFuseA: 25, phases: 3, timeZone, wire: {} }],
      });
    await kiosk.reload(quiet("Europe/Helsinki"));
    const [hall, attic] = painters();
    await kiosk.reload(quiet("Europe/Helsinki"));
    expect(painters()).toEqual([hall, attic]);
    await kiosk.reload(quiet("Asia/Tokyo"));
    expect([painters()[0] === hall, painters()[1] === attic]).toEqual([false, false]);
  });

  it("keeps the source that it has, and opens another for another name, prefix or password", async () => {
    await kiosk.reload(config(["hall", "attic"], { locale: "fi" }));
    expect(done).toEqual([]);
    await kiosk.reload(config(["hall", "attic"], { name: "other" }));
    expect(done.splice(0)).toEqual(["close source remote test", "open source remote other"]);
    await kiosk.reload(config(["hall", "attic"], { broker: EMBEDDED("one") }));
    expect(done.splice(0)).toEqual(["close source remote other", "open source embedded test"]);
    await kiosk.reload(config(["hall", "attic"], { broker: EMBEDDED("one") }));
    expect(done.splice(0)).toEqual([]);
    await kiosk.reload(config(["hall", "attic"], { broker: EMBEDDED("two") }));
    expect(done.splice(0)).toEqual(["close source embedded test", "open source embedded test"]);
  });

  it("takes displays that do not work, and leaves the others at work", async () => {
    world.broken.add("shed");
    world.broken.add("attic"); // cannot even be closed
    await kiosk.reload(config(["hall", "cellar", "shed", "loft"]));
    await isDrawn("cellar", "loft");
    const faults = () => kiosk.state.displays.map(({ painter }) => painter.state.fault?.message);
    await expect.poll(faults).toEqual([undefined, undefined, "shed is broken", undefined]);
  });

  it("that comes while another is under way is done after it", async () => {
    await Promise.all([kiosk.reload(config(["hall", "cellar"])), kiosk.reload(config(["hall", "loft"]))]);
    expect(painters().map(({ name }) => name)).toEqual(["hall", "loft"]);
    expect(done.filter((entry) => entry.startsWith("close"))).toEqual(["close attic", "close cellar"]);
  });

  it("under way is finished before the kiosk ends, which then closes everything; after that there is none", async () => {
    let finish: () => void = () => undefined;
    world.slow.set("attic", new Promise((resolve) => (finish = resolve)));
    const reloading = kiosk.reload(config(["hall", "cellar"]));
    await expect.poll(() => kiosk.state.displays[1]?.config.name).toBe("cellar");
    const stopping = kiosk.stop();
    finish();
    await Promise.all([reloading, stopping, kiosk.reload(config(["shed"]))]);
    const closed = done.filter((entry) => entry.startsWith("close"));
    expect(closed).toEqual(["close attic", "close source remote test", "close hall", "close cellar"]);
    expect(painters().map(({ name }) => name)).toEqual(["hall", "cellar"]);
  });

  it("that has changed nothing yet when the kiosk is asked to end changes nothing more", async () => {
    await Promise.all([kiosk.reload(config(["hall", "cellar"], { name: "other" })), kiosk.stop()]);
    expect(done).toEqual(["close source remote test", "close hall", "close attic"]);
  });
});

describe("a reload that fails", () => {
  const failsWith = async (next: Config, code: string) => {
    const before = { ...kiosk.state, painters: painters() };
    await expect(kiosk.reload(next)).rejects.toMatchObject({ code });
    expect(kiosk.state.config).toBe(before.config);
    expect(kiosk.state.meters).toBe(before.meters);
    expect(painters()).toEqual(before.painters);
  };

  it("because of a layout changes nothing", async () => {
    await failsWith(config(["cellar", display("hall", { layout: "nothing" })]), "LAYOUT_UNKNOWN");
    const size = { path: "hall.png", size: "123x456", palette: "black-white" };
    await failsWith(config([display("hall", { options: size })]), "LAYOUT_UNKNOWN");
    expect(done).toEqual([]);
  });

  it("because of the source opens the old source again and touches no display", async () => {
    world.broken.add("source remote other");
    await failsWith(config(["hall", "cellar"], { name: "other" }), "BUS_IO");
    expect(done).toEqual(["close source remote test", "open source remote test"]);
    done.length = 0;
    await kiosk.reload(config(["hall"]));
    expect(done).toEqual(["close attic"]);
  });
});
