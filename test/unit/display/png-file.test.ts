import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { pngFile, pngFileDisplay } from "../../../src/display/png-file.ts";
import { SILENT } from "../../../src/log.ts";
import { BLACK_WHITE, GREY_16 } from "../../../src/raster/palette.ts";
import { art } from "../../art.ts";
import { later } from "../../fixtures/readings.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "wattframe-png-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe("a PNG file", () => {
  it("is written whole under its own name, its folder made when missing, and nothing is left beside it", async () => {
    const path = join(folder, "deep", "er", "wall.png");
    const result = await pngFileDisplay(path).show(art("#. .#"), later(0));
    expect(result).toMatchObject({ changed: true, reason: "written" });
    expect(result.facts?.["bytes"]).toBe((await stat(path)).size);
    expect(await readdir(join(folder, "deep", "er"))).toEqual(["wall.png"]);
  });

  it("is replaced, never written into: a reader that holds the old one keeps it whole", async () => {
    const path = join(folder, "wall.png");
    const display = pngFileDisplay(path);
    await display.show(art("#. .#"), later(0));
    const before = await stat(path);
    await display.show(art(".# #."), later(1));
    expect((await stat(path)).ino).not.toBe(before.ino);
  });

  it("is left alone when the picture is the same", async () => {
    const path = join(folder, "wall.png");
    const display = pngFileDisplay(path);
    await display.show(art("#. .#"), later(0));
    const before = await stat(path);
    expect(await display.show(art("#. .#"), later(1))).toEqual({ changed: false, reason: "unchanged" });
    expect(await stat(path)).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs });
  });

  it("that cannot be written is an error that names it, leaves nothing behind, and is tried afresh", async () => {
    const path = join(folder, "taken");
    await mkdir(path);
    await writeFile(join(path, "something"), "");
    const display = pngFileDisplay(path);
    await expect(display.show(art("#"), later(0))).rejects.toMatchObject({
      code: "FILE_WRITE",
      message: expect.stringContaining(path),
    });
    expect(await readdir(folder)).toEqual(["taken"]);
    await rm(path, { recursive: true });
    expect(await display.show(art("#"), later(1))).toMatchObject({ changed: true });
  });

  it("in a folder that is a file is an error, too", async () => {
    await writeFile(join(folder, "file"), "");
    await chmod(join(folder, "file"), 0o644);
    await expect(pngFileDisplay(join(folder, "file", "wall.png")).show(art("#"), later(0))).rejects.toMatchObject({
      code: "FILE_WRITE",
    });
  });
});

describe("the row of PNG files", () => {
  it("takes pictures of the size and palette that were configured", () => {
    expect(pngFile.surface({ path: "a.png", size: "400x300", palette: "grey-16" })).toEqual({
      width: 400,
      height: 300,
      palette: GREY_16,
    });
    expect(pngFile.surface({ path: "a.png" })).toEqual({ width: 800, height: 480, palette: BLACK_WHITE });
  });

  it("makes a display without touching the file", async () => {
    const path = join(folder, "wall.png");
    const surroundings = {
      name: "wall",
      runtimeFolder: folder,
      stateFolder: folder,
      log: SILENT,
      refreshTimes: () => ({ dailyMs: 0 }),
    };
    const display = pngFile.open({ path }, surroundings);
    expect(existsSync(path)).toBe(false);
    await display.close();
  });
});
