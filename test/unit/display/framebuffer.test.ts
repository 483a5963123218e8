import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { framebuffer, framebufferDisplay } from "../../../src/display/framebuffer.ts";
import { SILENT } from "../../../src/log.ts";
import { BLACK_WHITE } from "../../../src/raster/palette.ts";
import { blankRaster, type Raster } from "../../../src/raster/raster.ts";
import type { RefreshTimes } from "../../../src/refresh/refresh-times.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wattframe-fb-"));
  screen(8, 4, 16, 20);
  writeFileSync(join(folder, "fb"), "");
});
afterEach(() => rmSync(folder, { recursive: true }));

function screen(width: number, height: number, bits: number, stride: number): void {
  writeFileSync(join(folder, "virtual_size"), `${width},${height}\n`);
  writeFileSync(join(folder, "bits_per_pixel"), `${bits}\n`);
  writeFileSync(join(folder, "stride"), `${stride}\n`);
}

const now = { wallMs: 1_000_000, monoMs: 5000, clockSet: true };
const options = () =>
  ({ device: join(folder, "fb"), sysfs: folder, scale: "none", palette: "grey-16", console: "keep" }) as const;
const open = (quietUntilMs: () => number | undefined = () => undefined) =>
  framebufferDisplay(options(), { log: SILENT, refreshTimes: () => timesUntil(quietUntilMs()) });
const timesUntil = (untilMs: number | undefined): RefreshTimes =>
  untilMs === undefined ? { dailyMs: 0 } : { dailyMs: 0, quiet: { fromMs: 0, untilMs } };
const white = blankRaster(8, 4, BLACK_WHITE);
const withDot = (x: number, y: number): Raster => {
  const pixels = Uint8Array.from(white.pixels);
  pixels[y * 8 + x] = 0;
  return { ...white, pixels };
};

describe("a framebuffer", () => {
  it("is written whole at first, then only in the rows that differ", async () => {
    const display = open();
    expect(await display.show(white, now)).toMatchObject({
      changed: true,
      facts: { rowsWritten: [[0, 4]], bytes: 80 },
    });
    expect(await display.show(white, now)).toEqual({ changed: false, reason: "unchanged" });
    expect(await display.show(withDot(3, 2), now)).toMatchObject({ facts: { rowsWritten: [[2, 3]], bytes: 20 } });
    const bytes = readFileSync(join(folder, "fb"));
    expect(bytes.length).toBe(80);
    expect(bytes.readUInt16LE(2 * 20 + 3 * 2)).toBe(0);
    expect(bytes.readUInt16LE(2 * 20 + 4 * 2)).toBe(0xffff);
  });

  it("that was resized is an error when the picture no longer fits, and written whole when it fits again", async () => {
    const display = open();
    await display.show(white, now);
    screen(4, 4, 16, 8);
    await expect(display.show(white, now)).rejects.toMatchObject({ code: "FRAME_SIZE" });
    screen(10, 4, 32, 40);
    expect(await display.show(white, now)).toMatchObject({ facts: { rowsWritten: [[0, 4]], bytes: 160 } });
  });

  it("that is gone is an error each time, and written whole when it is back", async () => {
    const display = open();
    await display.show(white, now);
    rmSync(join(folder, "virtual_size"));
    await expect(display.show(withDot(0, 0), now)).rejects.toMatchObject({ code: "BUS_UNAVAILABLE" });
    screen(8, 4, 16, 20);
    expect(await display.show(withDot(0, 0), now)).toMatchObject({ changed: true });
  });

  it.each([
    ["a depth that nobody knows", () => screen(8, 4, 8, 8)],
    ["a stride shorter than a row", () => screen(8, 4, 32, 20)],
    ["a size that is none", () => writeFileSync(join(folder, "virtual_size"), "wide")],
  ])("with %s is refused", async (_name, damage) => {
    damage();
    const display = open();
    await expect(display.show(white, now)).rejects.toMatchObject({ code: "BUS_UNAVAILABLE" });
  });

  it("is dark in quiet hours where the driver can, and lit before the display is left", async () => {
    writeFileSync(join(folder, "blank"), "");
    let untilMs: number | undefined = now.wallMs + 60_000;
    const display = open(() => untilMs);
    expect(await display.show(white, now)).toEqual({ changed: false, reason: "quiet-hours", notBeforeMonoMs: 65_000 });
    expect(readFileSync(join(folder, "blank"), "utf8")).toBe("4");
    untilMs = undefined;
    await display.show(white, now);
    expect(readFileSync(join(folder, "blank"), "utf8")).toBe("0");
    untilMs = now.wallMs + 1;
    await display.show(white, now);
    await display.close();
    expect(readFileSync(join(folder, "blank"), "utf8")).toBe("0");
  });

  it("is lit by an alarm in quiet hours, and dark again after it", async () => {
    writeFileSync(join(folder, "blank"), "");
    const display = open(() => now.wallMs + 60_000);
    await display.show(white, now, "rest");
    expect(readFileSync(join(folder, "blank"), "utf8")).toBe("4");
    expect(await display.show(withDot(3, 2), now, "alarm")).toMatchObject({ changed: true });
    expect(readFileSync(join(folder, "blank"), "utf8")).toBe("0");
    await display.show(white, now, "rest");
    expect(readFileSync(join(folder, "blank"), "utf8")).toBe("4");
  });

  it("has the latest picture while it is dark, so that none of the evening is lit at the end", async () => {
    writeFileSync(join(folder, "blank"), "");
    const display = open(() => now.wallMs + 60_000);
    await display.show(white, now);
    await display.show(withDot(3, 2), now, "rest");
    expect(readFileSync(join(folder, "blank"), "utf8")).toBe("4");
    expect(readFileSync(join(folder, "fb")).readUInt16LE(2 * 20 + 3 * 2)).toBe(0);
  });

  it("that cannot be darkened shows the picture of quiet hours", async () => {
    const display = open(() => now.wallMs + 60_000);
    await display.show(white, now);
    expect(await display.show(withDot(3, 2), now, "rest")).toMatchObject({ changed: true });
  });

  it("tells the size of its pictures from its description, unless it is given one", () => {
    expect(framebuffer.surface(options())).toMatchObject({ width: 8, height: 4, palette: { id: "grey-16" } });
    expect(framebuffer.surface({ ...options(), size: "400x300" })).toMatchObject({ width: 400, height: 300 });
    rmSync(join(folder, "virtual_size"));
    expect(() => framebuffer.surface(options())).toThrowError(expect.objectContaining({ code: "BUS_UNAVAILABLE" }));
  });
});

describe("the text console", () => {
  const consolePaths = () => ({ vtConsoles: join(folder, "vt"), terminal: join(folder, "tty") });
  const addConsole = (name: string, label: string, bind: string) => {
    mkdirSync(join(folder, "vt", name), { recursive: true });
    writeFileSync(join(folder, "vt", name, "name"), label);
    writeFileSync(join(folder, "vt", name, "bind"), bind);
  };
  const bind = (name: string) => readFileSync(join(folder, "vt", name, "bind"), "utf8").trim();
  const hiding = () =>
    framebufferDisplay(
      { ...options(), console: "hide" },
      { log: SILENT, refreshTimes: () => timesUntil(undefined) },
      consolePaths(),
    );

  it("is taken off with the first picture and given back at the end", async () => {
    addConsole("vtcon0", "(S) dummy device\n", "1\n");
    addConsole("vtcon1", "(M) frame buffer device\n", "1\n");
    const display = hiding();
    expect([bind("vtcon0"), bind("vtcon1")]).toEqual(["1", "1"]);
    await display.show(white, now);
    expect([bind("vtcon0"), bind("vtcon1")]).toEqual(["1", "0"]);
    await display.close();
    await display.close();
    expect([bind("vtcon0"), bind("vtcon1")]).toEqual(["1", "1"]);
  });

  it("stays off while another display takes over or goes on, and is given back by the last", async () => {
    addConsole("vtcon1", "(M) frame buffer device\n", "1\n");
    const [first, beside] = [hiding(), hiding()];
    await first.show(white, now);
    await beside.show(white, now);
    const next = hiding();
    await first.close();
    expect(bind("vtcon1")).toBe("0");
    await next.show(white, now);
    await beside.close();
    expect(bind("vtcon1")).toBe("0");
    await next.close();
    expect(bind("vtcon1")).toBe("1");
    const later = hiding();
    await later.show(white, now);
    expect(bind("vtcon1")).toBe("0");
    await later.close();
    expect(bind("vtcon1")).toBe("1");
  });

  it("is left alone by a display that never had a picture", async () => {
    addConsole("vtcon1", "(M) frame buffer device\n", "1\n");
    const display = hiding();
    await display.close();
    expect(bind("vtcon1")).toBe("1");
  });

  it("is covered by a hidden cursor where it cannot be taken off, which is said once", async () => {
    mkdirSync(join(folder, "vt", "vtcon1", "bind"), { recursive: true });
    writeFileSync(join(folder, "vt", "vtcon1", "name"), "(M) frame buffer device\n");
    writeFileSync(join(folder, "tty"), "");
    const said: string[] = [];
    const log = { ...SILENT, warn: (_facts: object, message: string) => void said.push(message) };
    const display = framebufferDisplay(
      { ...options(), console: "hide" },
      { log, refreshTimes: () => timesUntil(undefined) },
      consolePaths(),
    );
    await display.show(white, now);
    await display.show(withDot(1, 1), now);
    expect(readFileSync(join(folder, "tty"), "utf8")).toBe("\u001b[?25l");
    await display.close();
    expect(readFileSync(join(folder, "tty"), "utf8")).toBe("\u001b[?25h");
    expect(said).toHaveLength(1);
  });
});

it("is probed for the room that a picture needs", async () => {
  const probe = (more: object) => framebuffer.probe(framebuffer.options.parse({ ...options(), ...more }));
  expect(await probe({ size: "10x10" })).toMatchObject({ ok: false, option: ["size"], code: "WRONG_VALUE" });
  expect(await probe({ size: "10x10", scale: "fit" })).toEqual({ ok: true });
  screen(40, 40, 16, 80);
  expect(await probe({ size: "10x10" })).toEqual({ ok: true });
  screen(40, 40, 7, 80);
  expect(await probe({})).toMatchObject({ ok: false, option: ["device"], code: "BUS_UNAVAILABLE" });
});
