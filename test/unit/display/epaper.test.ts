import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { epaper } from "../../../src/display/epaper.ts";
import { WattframeError } from "../../../src/errors.ts";
import type { Raster } from "../../../src/raster/raster.ts";
import { turn } from "../../../src/raster/turn.ts";
import { Wall } from "../../emulator/wall.ts";

const S = 1000;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wattframe-epaper-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function picture(id: string, x: number, y = 40): Raster {
  const { width, height, palette } = epaper.surface({ panel: id });
  const pixels = new Uint8Array(width * height).fill(palette.roles.paper);
  for (let row = y; row < y + 20; row++) pixels.fill(0, row * width + x, row * width + x + 30);
  return { width, height, palette, pixels };
}

const pic = (x: number) => picture("waveshare-7in5-v2", x);
const ink = ({ pixels }: Raster) => Buffer.from(pixels).toString("base64");

describe.each(["waveshare-7in5-v2", "waveshare-4in2-v2", "waveshare-2in13-v4"])("a live %s", (id) => {
  it("shows every picture that it says it shows, asleep or idle in between, by full, fast and partial refreshes", async () => {
    const wall = new Wall(folder, id);
    const display = wall.display();
    for (const [i, waitS] of [0, 70, 35, 30, 31, 90, 200, 30, 30].entries()) {
      await wall.pass(waitS);
      const next = picture(id, 8 * i + 3);
      expect(await display.show(next, wall.now())).toMatchObject({ changed: true });
      expect(ink(wall.glass.seen())).toBe(ink(next));
    }
    expect(wall.glass.refreshes[0]).toBe("full");
    expect(wall.glass.refreshes.filter((kind) => kind === "partial").length).toBeGreaterThanOrEqual(7);
    await wall.pass(120);
    await display.close();
    expect(wall.closed).toBe(1);
  });
});

it("leaves a panel of six inks asleep after each refresh and does not hurry it", async () => {
  const wall = new Wall(folder, "waveshare-7in3-e");
  const display = wall.display();
  const shown = picture(wall.id, 0);
  await display.show(shown, wall.now());
  await wall.pass(60);
  const wait = await display.show(picture(wall.id, 64), wall.now());
  expect(wait).toMatchObject({ changed: false, reason: "too-soon" });
  expect(ink(wall.glass.seen())).toBe(ink(shown));
  expect((wait.notBeforeMonoMs ?? 0) / S).toBe(15 * 60);
});

describe("a live panel", () => {
  it("waits where the policy says so, and tells when to ask again", async () => {
    const wall = new Wall(folder);
    const display = wall.display();
    const counters = { lesserSinceFull: 0, lastFullMs: wall.now().wallMs };
    await display.show(pic(0), wall.now());
    const beganMs = 0;
    await wall.pass(10);
    expect(await display.show(pic(8), wall.now())).toEqual({
      changed: false,
      reason: "too-soon",
      waitsFor: "partial",
      notBeforeMonoMs: beganMs + 30 * S,
      counters,
    });
    expect(await display.show(pic(0), wall.now())).toEqual({ changed: false, reason: "unchanged", counters });
    wall.quiet = { fromMs: wall.now().wallMs, untilMs: wall.now().wallMs + 3600 * S };
    expect(await display.show(pic(8), wall.now())).toMatchObject({ reason: "quiet-hours" });
  });

  it("refuses every picture while its limits and quiet hours do, unless an alarm begins", async () => {
    const wall = new Wall(folder);
    const display = wall.display();
    expect(await display.refusal?.(wall.now())).toBeUndefined();
    const counters = { lesserSinceFull: 0, lastFullMs: wall.now().wallMs };
    await display.show(pic(0), wall.now());
    await wall.pass(10);
    const soon = { changed: false, reason: "too-soon", waitsFor: "partial", notBeforeMonoMs: 30 * S, counters };
    expect(await display.refusal?.(wall.now())).toEqual(soon);
    expect(await display.refusal?.(wall.now(), "alarm")).toBeUndefined();
    await wall.pass(20);
    expect(await display.refusal?.(wall.now())).toBeUndefined();
    wall.quiet = { fromMs: wall.now().wallMs, untilMs: wall.now().wallMs + 3600 * S };
    const quiet = { reason: "quiet-hours", notBeforeMonoMs: wall.now().monoMs + 3600 * S };
    expect(await display.refusal?.(wall.now())).toMatchObject(quiet);
    expect(await display.refusal?.(wall.now(), "rest")).toBeUndefined();
    expect(ink(wall.glass.seen())).toBe(ink(pic(0)));
  });

  it("refuses pictures after a restart by what was kept, and all while it is too cold", async () => {
    const wall = new Wall(folder);
    const first = wall.display();
    await first.show(pic(0), wall.now());
    await first.close();
    expect(await wall.display().refusal?.(wall.now())).toMatchObject({ reason: "too-soon", notBeforeMonoMs: 30 * S });
    await wall.pass(60);
    expect(await wall.display().refusal?.(wall.now())).toBeUndefined();
    const cold = await wall.display({ temperatureC: -20 }).refusal?.(wall.now());
    expect(cold).toMatchObject({ changed: false, reason: "too-cold" });
    expect(cold).not.toHaveProperty("notBeforeMonoMs");
  });

  it("takes up after a restart where it was, without a flash and within its limits", async () => {
    const wall = new Wall(folder);
    const first = wall.display();
    const counters = { lesserSinceFull: 0, lastFullMs: wall.now().wallMs };
    await first.show(pic(0), wall.now());
    await first.close();
    const second = wall.display();
    expect(await second.show(pic(0), wall.now())).toEqual({ changed: false, reason: "unchanged", counters });
    expect(await second.show(pic(8), wall.now())).toMatchObject({ changed: false, reason: "too-soon" });
    await wall.pass(60);
    expect(await second.show(pic(8), wall.now())).toMatchObject({
      counters: { ...counters, lesserSinceFull: 1 },
    });
    expect(wall.glass.refreshes).toEqual(["full", "partial"]);
    expect(ink(wall.glass.seen())).toBe(ink(pic(8)));
    expect(readdirSync(folder).sort()).toEqual(["hall.glass.png", "hall.state.json"]);
  });

  it.each([
    ["the picture is lost", () => rmSync(join(folder, "hall.glass.png"))],
    ["the picture is damaged", () => writeFileSync(join(folder, "hall.glass.png"), "x")],
  ])("refreshes fully after a restart when %s, as soon as that is allowed", async (_name, damage) => {
    const wall = new Wall(folder);
    const first = wall.display();
    await first.show(pic(0), wall.now());
    damage();
    const second = wall.display();
    expect(await second.show(pic(0), wall.now())).toMatchObject({ changed: false, reason: "too-soon" });
    await wall.pass(200);
    expect(await second.show(pic(0), wall.now())).toMatchObject({ changed: true, reason: "unknown-glass" });
  });

  it("is a first start when its state is damaged", async () => {
    writeFileSync(join(folder, "hall.state.json"), "{");
    const wall = new Wall(folder);
    expect(await wall.display().show(pic(0), wall.now())).toMatchObject({ reason: "first-start" });
  });

  it("reads what was kept with its first picture, not before", async () => {
    const wall = new Wall(folder);
    const first = wall.display();
    const second = wall.display();
    await first.show(pic(0), wall.now());
    await first.close();
    await wall.pass(60);
    expect(await second.show(pic(8), wall.now())).toMatchObject({ counters: { lesserSinceFull: 1 } });
    expect(ink(wall.glass.seen())).toBe(ink(pic(8)));
  });

  it("that is called otherwise is still the same panel", async () => {
    const wall = new Wall(folder);
    const first = wall.display();
    await first.show(pic(0), wall.now());
    await first.close();
    const second = wall.display({}, "kitchen");
    expect(await second.show(pic(8), wall.now())).toMatchObject({ reason: "too-soon" });
    await wall.pass(60);
    await second.show(pic(8), wall.now());
    await second.close();
    expect(readdirSync(folder).sort()).toEqual(["kitchen.glass.png", "kitchen.state.json"]);
    await wall.pass(60);
    const third = wall.display(); // and back
    expect(await third.show(pic(16), wall.now())).toMatchObject({ counters: { lesserSinceFull: 2 } });
    expect(ink(wall.glass.seen())).toBe(ink(pic(16)));
  });

  it("knows nothing of another panel that had its name", async () => {
    const [wall, other] = [new Wall(folder), new Wall(folder)];
    await other.display({ spi: "/dev/spidev0.1" }).show(pic(0), other.now());
    const display = wall.display();
    expect(await display.show(pic(0), wall.now())).toMatchObject({ changed: true, reason: "first-start" });
    await wall.pass(60);
    await display.show(pic(8), wall.now());
    expect(ink(wall.glass.seen())).toBe(ink(pic(8)));
  });

  it("whose state cannot be kept says so once, with the folder and what to do, and goes on", async () => {
    writeFileSync(join(folder, "file"), "");
    const state = join(folder, "file", "state");
    const wall = new Wall(state);
    const display = wall.display();
    for (const x of [0, 8, 16]) {
      expect(await display.show(pic(x), wall.now())).toMatchObject({ changed: true });
      await wall.pass(60);
    }
    expect(ink(wall.glass.seen())).toBe(ink(pic(16)));
    expect(wall.said).toHaveLength(1);
    expect(wall.said[0]).toContain("cannot be kept");
    expect(wall.said[0]).toContain(state);
    expect(wall.said[0]).toContain("WATTFRAME_STATE");
  });

  it("keeps its intervals when the wall clock is set", async () => {
    const wall = new Wall(folder);
    const display = wall.display();
    await display.show(pic(0), wall.now());
    await wall.pass(10);
    wall.wallOffsetMs += 3 * 24 * 3600 * S;
    expect(await display.show(pic(8), wall.now())).toMatchObject({ reason: "too-soon", notBeforeMonoMs: 30 * S });
    wall.wallOffsetMs -= 30 * 24 * 3600 * S;
    await wall.pass(30);
    expect(await display.show(pic(8), wall.now())).toMatchObject({ changed: true });
  });

  it("in the cold, as its sensor's file says, is refreshed fully alone", async () => {
    const file = join(folder, "temp1_input");
    writeFileSync(file, "21000\n");
    const wall = new Wall(folder);
    const display = wall.display({ temperatureC: { file } });
    await display.show(pic(0), wall.now());
    await wall.pass(60);
    await display.show(pic(8), wall.now());
    writeFileSync(file, "4000\n");
    await wall.pass(60);
    expect(await display.show(pic(16), wall.now())).toMatchObject({ reason: "too-soon" });
    await wall.pass(120);
    await display.show(pic(16), wall.now());
    expect(wall.glass.refreshes).toEqual(["full", "partial", "full"]);
    writeFileSync(file, "-5000\n");
    expect(await display.show(pic(24), wall.now())).toMatchObject({ reason: "too-cold" });
  });

  it("that hangs upside down gets its pictures turned", async () => {
    const wall = new Wall(folder);
    const display = wall.display({ rotate: 180 });
    await display.show(pic(16), wall.now());
    expect(ink(wall.glass.seen())).toBe(ink(turn(pic(16), 180)));
    expect(epaper.surface({ panel: wall.id, rotate: 90 })).toMatchObject({ width: 480, height: 800 });
  });

  it("shows four greys by a full refresh each", async () => {
    const wall = new Wall(folder);
    const display = wall.display({ grey: true });
    const { width, height, palette } = epaper.surface({ panel: wall.id, grey: true });
    const grey = { width, height, palette, pixels: Uint8Array.from({ length: width * height }, (_, i) => i % 4) };
    await display.show(grey, wall.now());
    expect(wall.glass.seen().palette.id).toBe("grey-4");
    expect(ink(wall.glass.seen())).toBe(ink(grey));
    await wall.pass(60);
    expect(await display.show(wall.glass.seen(), wall.now())).toMatchObject({ reason: "unchanged" });
    expect(() => epaper.surface({ panel: "waveshare-7in3-e", grey: true })).toThrowError(
      expect.objectContaining({ code: "PANEL_REFUSED" }),
    );
  });
});

describe("a live panel in trouble", () => {
  it("does not blame the wires for a defect of the program", async () => {
    const wall = new Wall(folder);
    const display = wall.display();
    const defect = new TypeError("steps is not iterable");
    wall.fault = defect;
    await expect(display.show(pic(0), wall.now())).rejects.toBe(defect);
    wall.fault = undefined;
    expect(await display.show(pic(0), wall.now())).toMatchObject({ changed: true });
  });

  it("does not count a refresh that never began, and works once the wires are there", async () => {
    const wall = new Wall(folder);
    wall.fault = new WattframeError("BUS_UNAVAILABLE", "no /dev/spidev0.0");
    const display = wall.display();
    await expect(display.show(pic(0), wall.now())).rejects.toBe(wall.fault);
    expect(readdirSync(folder)).toEqual([]);
    wall.fault = undefined;
    expect(await display.show(pic(0), wall.now())).toMatchObject({ changed: true, reason: "first-start" });
  });

  it("whose BUSY never ends is reported, left alone, and tried again from a reset", async () => {
    const wall = new Wall(folder);
    const display = wall.display();
    await display.show(pic(0), wall.now());
    await wall.pass(60);
    wall.glass.stuckAt = 0;
    await expect(display.show(pic(8), wall.now())).rejects.toMatchObject({ code: "BUSY_TIMEOUT" });
    expect(wall.said.length).toBeGreaterThan(0);
    expect(wall.closed).toBe(1);
    wall.glass.stuckAt = undefined;
    expect(JSON.parse(readFileSync(join(folder, "hall.state.json"), "utf8"))).toHaveProperty("lastFullMs");
    await wall.pass(200);
    expect(await display.show(pic(8), wall.now())).toMatchObject({ changed: true, reason: "unknown-glass" });
    expect(ink(wall.glass.seen())).toBe(ink(pic(8)));
    expect(wall.opened).toBe(2);
  });

  it("does not know what it shows after a refresh that was cut short", async () => {
    const wall = new Wall(folder);
    const cut = wall.display();
    await cut.show(pic(0), wall.now());
    await wall.pass(60);
    wall.glass.stuckAt = 0;
    await expect(cut.show(pic(8), wall.now())).rejects.toMatchObject({ code: "BUSY_TIMEOUT" });
    wall.glass.stuckAt = undefined;
    await wall.pass(200);
    const next = wall.display(); // the process was killed
    expect(await next.show(pic(0), wall.now())).toMatchObject({ changed: true, reason: "unknown-glass" });
    expect(ink(wall.glass.seen())).toBe(ink(pic(0)));
  });

  it("whose BUSY never begins is suspected in the log of not being connected", async () => {
    const wall = new Wall(folder);
    const display = wall.display();
    wall.isConnected = false;
    await expect(display.show(pic(0), wall.now())).resolves.toMatchObject({ changed: true });
    expect(wall.said.join()).toContain("perhaps it is not connected");
  });

  it("is closed twice without harm, also when it was never shown anything", async () => {
    const display = new Wall(folder).display();
    await display.close();
    await expect(display.close()).resolves.toBeUndefined();
  });
});
