import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Config, DisplayConfig } from "../../../src/config/config.ts";
import type { Display } from "../../../src/display/display.ts";
import { framebuffer, framebufferDisplay } from "../../../src/display/framebuffer.ts";
import type { Kiosk } from "../../../src/kiosk/kiosk.ts";
import { configuredDisplay } from "../../../src/kiosk/kiosk-display.ts";
import { Wall } from "../../emulator/wall.ts";
import { config, display, World } from "./kiosk-under-test.ts";

let folder: string;
let world: World;
let kiosk: Kiosk | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wattframe-hand-over-"));
  world = new World();
});
afterEach(async () => {
  await kiosk?.stop();
  kiosk = undefined;
  rmSync(folder, { recursive: true });
});

const line = (index = 0) => kiosk!.state.displays[index]!;
const fault = () => line().painter.state.fault;
describe("an e-paper panel whose display is another after a reload", () => {
  const panel = (own: Partial<DisplayConfig> = {}) =>
    display("hall", { kind: "epaper", options: { panel: "waveshare-7in5-v2" }, ...own });
  /** The display on the emulated wall, by the wall's own clock. */
  const onWall = (wall: Wall, name: string, panelIsReady: () => Promise<void>): Display => {
    const inner = wall.display({}, name);
    return {
      show: async (raster) => {
        await panelIsReady();
        return inner.show(raster, wall.now());
      },
      close: () => inner.close(),
    };
  };

  it.each([
    ["the same name", "hall"],
    ["another name", "kitchen"],
  ])("shows every picture, and counts every refresh, under %s", async (_name, name) => {
    const wall = new Wall(folder);
    let isSlow = false;
    let finish: () => void = () => undefined;
    const readiness = [new Promise<void>((resolve) => (finish = resolve))]; // of the first display's panel
    kiosk = await world.start(config([panel()]), {
      displayFactory: (one) => {
        const turn = readiness.shift() ?? Promise.resolve();
        return {
          ...configuredDisplay(one),
          create: () => onWall(wall, one.name, () => (isSlow ? turn : Promise.resolve())),
        };
      },
    });
    await expect.poll(() => wall.glass.refreshes).toEqual(["full"]);
    await wall.pass(60);
    // While the new configuration is being taken, the old display draws once more, slowly.
    isSlow = true;
    const next: Config = config([panel({ name, quietHours: { fromMinute: 0, toMinute: 1 } })], { name: "other" });
    const reloading = kiosk.reload(next);
    world.events?.state({ kind: "connected", since: kiosk.now() });
    await expect.poll(() => line().config).toBe(next.displays[0]);
    await new Promise((resolve) => setImmediate(resolve)); // what would begin too early has begun by now
    finish();
    await reloading;
    await expect.poll(() => line().painter.state.result?.reason).toBeDefined();
    await wall.pass(60);
    world.events?.state({ kind: "lost", since: kiosk.now() });
    await expect.poll(() => wall.glass.refreshes.length).toBeGreaterThanOrEqual(3);
    await expect.poll(() => line().painter.shows.counts["shown"]).toBeGreaterThanOrEqual(1);
    await kiosk.stop(); // the picture under way is finished
    const { raster, result } = line().painter.state;
    expect(result?.changed).toBe(true);
    expect(Buffer.from(wall.glass.seen().pixels).equals(raster!.pixels)).toBe(true);
    expect(result?.counters?.["lesserSinceFull"]).toBe(wall.glass.refreshes.length - 1);
  });
});

describe("a framebuffer", () => {
  const sysfs = () => join(folder, "fb0");
  const bind = () => readFileSync(join(folder, "vt/vtcon1/bind"), "utf8").trim();
  const connect = () => {
    mkdirSync(sysfs(), { recursive: true });
    for (const [name, value] of [
      ["virtual_size", "800,480"],
      ["bits_per_pixel", "16"],
      ["stride", "1600"],
    ] as const)
      writeFileSync(join(sysfs(), name), `${value}\n`);
    writeFileSync(join(folder, "fb"), "");
  };
  const screen = (own: Partial<DisplayConfig> = {}) =>
    display("hall", { kind: "framebuffer", options: { device: join(folder, "fb"), sysfs: sysfs() }, ...own });
  const start = async (first: Config) => {
    const paths = { vtConsoles: join(folder, "vt"), terminal: join(folder, "tty") };
    const options = framebuffer.options.parse.bind(framebuffer.options);
    kiosk = await world.start(first, {
      displayFactory: (one) => ({
        ...configuredDisplay(one),
        create: (around) =>
          framebufferDisplay(options(one.options) as Parameters<typeof framebufferDisplay>[0], around, paths),
      }),
    });
  };
  beforeEach(() => {
    mkdirSync(join(folder, "vt/vtcon1"), { recursive: true });
    writeFileSync(join(folder, "vt/vtcon1/name"), "(M) frame buffer device\n");
    writeFileSync(join(folder, "vt/vtcon1/bind"), "1\n");
  });

  it("keeps its text console off through a reload, and has it back when the kiosk ends", async () => {
    connect();
    await start(config([screen()]));
    await expect.poll(bind).toBe("0");
    const before = line().painter;
    await kiosk!.reload(config([screen({ quietHours: { fromMinute: 0, toMinute: 1 } })]));
    expect(line().painter).not.toBe(before);
    expect(bind()).toBe("0");
    await expect.poll(() => line().painter.state.drawnAt).toBeDefined();
    expect(bind()).toBe("0");
    await kiosk!.stop();
    expect(bind()).toBe("1");
  });

  it("has its console back when a reload leaves it out", async () => {
    connect();
    await start(config([screen()]));
    await expect.poll(bind).toBe("0");
    await kiosk!.reload(config([screen({ options: { ...screen().options, console: "keep" } })]));
    expect(bind()).toBe("1");
  });

  it("that is not there when the kiosk starts has a fault with what to do; the kiosk runs, and draws when it is there", async () => {
    await start(config([screen()]));
    await expect
      .poll(fault)
      .toMatchObject({ code: "BUS_UNAVAILABLE", hint: expect.stringContaining("doc/hardware.md") });
    expect(line().surface).toMatchObject({ width: 800, height: 480 });
    connect();
    await kiosk!.reload(config([screen()])); // which tries at once
    await expect.poll(() => line().painter.state.drawnAt).toBeDefined();
    expect(fault()).toBeUndefined();
  });

  it("that comes back as another one is drawn on at its own size", async () => {
    connect();
    await start(config([screen()]));
    await expect.poll(() => line().painter.state.drawnAt).toBeDefined();
    for (const [name, value] of [
      ["virtual_size", "480,800"],
      ["stride", "960"],
    ] as const)
      writeFileSync(join(sysfs(), name), value);
    world.events?.state({ kind: "lost", since: kiosk!.now() });
    await expect.poll(() => line().painter.state.raster).toMatchObject({ width: 480, height: 800 });
    expect(line().surface).toMatchObject({ width: 480, height: 800 });
    expect(fault()).toBeUndefined();
  });

  it("that does not fit the layout is an error at the start, when it is there", async () => {
    connect();
    writeFileSync(join(sysfs(), "virtual_size"), "123,45\n");
    await expect(start(config([screen()]))).rejects.toMatchObject({ code: "LAYOUT_UNKNOWN" });
  });
});
