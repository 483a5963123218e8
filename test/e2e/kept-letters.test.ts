import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { PACKAGE_FOLDER } from "../../src/package-folder.ts";
import { wattframe } from "./wattframe.ts";

const run = promisify(execFile);
const FACE = ["render", "--face", "unconfigured", "--scenario", "no-data"];

let folder: string;
/** A copy of the program where no package with machine code can be found, the library that draws letters among them. */
let bare: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "wattframe-letters-"));
  bare = join(folder, "bare");
  for (const part of ["dist", "package.json", "layouts"])
    await cp(join(PACKAGE_FOLDER, part), join(bare, part), { recursive: true });
});
afterAll(() => rm(folder, { recursive: true }));

const drawnBare = async (args: readonly string[]) => {
  const { stdout } = await run(process.execPath, [join(bare, "dist/main.cjs"), ...args], { encoding: "buffer" });
  return stdout;
};

it.each([
  ["an e-paper panel", ["--size", "800x480"]],
  ["a panel of greys, in Finnish", ["--size", "1872x1404", "--palette", "grey-16", "--locale", "fi-FI"]],
])("a picture of %s is drawn without the library, from the letters that the build drew", async (_what, options) => {
  const picture = join(folder, "with.png");
  expect((await wattframe([...FACE, ...options, "-o", picture])).code).toBe(0);
  expect((await drawnBare([...FACE, ...options])).equals(await readFile(picture))).toBe(true);
});

it("a picture is the same without the file of letters, and with one that is damaged", async () => {
  const copy = join(PACKAGE_FOLDER, "build", `letters-${process.pid}`);
  const drawn = async () => {
    const { stdout } = await run(process.execPath, [join(copy, "main.cjs"), ...FACE], { encoding: "buffer" });
    return stdout;
  };
  await mkdir(copy, { recursive: true });
  try {
    await cp(join(PACKAGE_FOLDER, "dist"), copy, { recursive: true });
    const expected = await drawn();
    const letters = join(copy, "letters.bin");
    const bytes = await readFile(letters);
    for (const other of [
      bytes.subarray(0, 20_000),
      Buffer.from(bytes.map((byte, at) => (at > 99 ? byte ^ 1 : byte))),
    ]) {
      await writeFile(letters, other);
      expect((await drawn()).equals(expected)).toBe(true);
    }
    await rm(letters);
    expect((await drawn()).equals(expected)).toBe(true);
  } finally {
    await rm(copy, { recursive: true });
  }
});

it("a picture of other fonts is not made of these letters", async () => {
  const font = join(bare, "layouts/fonts/WattframeFigures.ttf");
  await writeFile(font, Buffer.concat([await readFile(font), Buffer.alloc(4)]));
  await expect(drawnBare(FACE)).rejects.toThrow(/canvas/u);
});
