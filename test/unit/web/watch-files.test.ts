import { appendFileSync, renameSync, rmSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SILENT } from "../../../src/log.ts";
import { watchFiles } from "../../../src/web/watch-files.ts";

let folder = "";
let changes = 0;
let watcher: ReturnType<typeof watchFiles> | undefined;
const file = () => join(folder, "wattframe.yaml");
const layouts = () => join(folder, "layouts");
const layout = (name: string) => join(layouts(), name);
const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

async function watch(): Promise<void> {
  watcher = watchFiles({ files: [file()], folders: [layouts()] }, () => changes++, SILENT, Date.now());
  await watcher.ready;
  await pause(250); // what is not there yet is watched a moment later
  changes = 0;
}

/** Does something, and gives how often a change was told of. What belongs to one change is done at once, whatever the load. */
async function changesBy(act: () => unknown): Promise<number> {
  changes = 0;
  await act();
  await expect.poll(() => changes, { timeout: 3_000 }).toBeGreaterThan(0);
  await pause(150);
  return changes;
}

async function nothingBy(act: () => Promise<unknown>): Promise<number> {
  changes = 0;
  await act();
  await pause(400);
  return changes;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "wattframe-watch-"));
  await mkdir(layouts());
  await writeFile(file(), "a: 1\n");
  await writeFile(layout("own.yaml"), "a: 1\n");
});
afterEach(async () => {
  await watcher?.stop();
  await rm(folder, { recursive: true, force: true });
});

describe("a change is told of once", () => {
  beforeEach(watch);

  it("when a file is written over", async () => {
    expect(await changesBy(() => writeFile(file(), "a: 2\n"))).toBe(1);
    expect(await changesBy(() => writeFile(layout("own.yaml"), "a: 2\n"))).toBe(1);
  });

  it("when it is cut and then written in pieces", async () => {
    const write = () => {
      truncateSync(file(), 0);
      for (const piece of ["a: ", "2", "\n"]) appendFileSync(file(), piece);
    };
    expect(await changesBy(write)).toBe(1);
  });

  it("when it is replaced by another one, again and again, as editors do it", async () => {
    for (let i = 0; i < 3; i++) {
      const replace = () => {
        renameSync(file(), `${file()}~`);
        writeFileSync(`${file()}.new`, `a: ${i}0\n`);
        renameSync(`${file()}.new`, file());
      };
      expect(await changesBy(replace)).toBe(1);
    }
    const swap = () => {
      writeFileSync(layout("4913"), "");
      rmSync(layout("4913"));
      writeFileSync(layout(".own.yaml.swp"), "x");
      renameSync(layout("own.yaml"), layout("own.yaml~"));
      writeFileSync(layout("own.yaml"), "a: 3\n");
      rmSync(layout("own.yaml~"));
    };
    expect(await changesBy(swap)).toBe(1);
    expect(await changesBy(() => writeFile(layout("own.yaml"), "a: 4\n"))).toBe(1);
  });

  it("when it is made, and when it is removed", async () => {
    expect(await changesBy(() => writeFile(layout("another.yaml"), "a: 1\n"))).toBe(1);
    expect(await changesBy(() => writeFile(layout("another.yaml"), "a: 2\n"))).toBe(1);
    expect(await changesBy(() => rm(layout("another.yaml")))).toBe(1);
    expect(await changesBy(() => rm(file()))).toBe(1);
    expect(await changesBy(() => writeFile(file(), "a: 3\n"))).toBe(1);
  });
});

describe("what is changed before the files are watched", () => {
  const told = (sinceMs = Date.now()) => {
    watcher = watchFiles({ files: [file()], folders: [layouts()] }, () => changes++, SILENT, sinceMs);
    changes = 0;
  };

  it.each([
    ["a layout", () => writeFileSync(layout("own.yaml"), "a: 2\n")],
    ["the file", () => writeFileSync(file(), "a: 2\n")],
    ["a new layout", () => writeFileSync(layout("another.yaml"), "a: 1\n")],
    ["a layout that is removed", () => rmSync(layout("own.yaml"))],
    ["a layout with a date of long ago", () => utimesSync(layout("own.yaml"), 0, 0)],
  ])("is told of too: %s", async (_, change) => {
    await pause(50);
    const readMs = Date.now();
    change();
    await pause(50);
    told(readMs);
    await expect.poll(() => changes, { timeout: 3_000 }).toBe(1);
  });

  it("is told of where it happens while the watch begins", async () => {
    await pause(50);
    told();
    writeFileSync(layout("own.yaml"), "a: 2\n");
    await expect.poll(() => changes, { timeout: 3_000 }).toBe(1);
  });

  it("is not told of where it was there when the files were read", async () => {
    await pause(50);
    told();
    await watcher?.ready;
    await pause(250);
    expect(changes).toBe(0);
  });
});

describe("nothing is told", () => {
  beforeEach(watch);

  it("of other files, nor of folders", async () => {
    const others = async () => {
      await writeFile(join(folder, "balance.png"), "x");
      await writeFile(join(folder, "other.yaml"), "x");
      await writeFile(`${file()}.swp`, "x");
      await writeFile(layout("readme.md"), "x");
      await writeFile(layout("own.yaml~"), "x");
      await mkdir(join(folder, "more"));
      await writeFile(join(folder, "more/deep.yaml"), "x");
      await mkdir(layout("deeper"));
      await writeFile(layout("deeper/own.yaml"), "x");
    };
    expect(await nothingBy(others)).toBe(0);
  });

  it("after the end, not even of what happened just before", async () => {
    const last = async () => {
      await writeFile(file(), "a: 2\n");
      await watcher?.stop();
      await writeFile(file(), "a: 3\n");
    };
    expect(await nothingBy(last)).toBe(0);
  });
});

describe("what is not there yet", () => {
  it("is noticed when it is made: a folder with its layouts", async () => {
    await rm(layouts(), { recursive: true });
    await watch();
    const make = async () => {
      await mkdir(layouts());
      await writeFile(layout("own.yaml"), "a: 1\n");
    };
    expect(await changesBy(make)).toBeGreaterThanOrEqual(1);
    expect(await changesBy(() => writeFile(layout("own.yaml"), "a: 2\n"))).toBe(1);
  });

  it("is noticed when a folder is removed and made again", async () => {
    await watch();
    expect(await changesBy(() => rm(layouts(), { recursive: true }))).toBe(1);
    const make = async () => {
      await mkdir(layouts());
      await pause(50);
      await writeFile(layout("own.yaml"), "a: 1\n");
    };
    expect(await changesBy(make)).toBeGreaterThanOrEqual(1);
  });

  it("is noticed behind a link", async () => {
    await rename(layouts(), join(folder, "real"));
    await symlink(join(folder, "real"), layouts());
    await watch();
    expect(await changesBy(() => writeFile(layout("own.yaml"), "a: 2\n"))).toBe(1);
  });
});
