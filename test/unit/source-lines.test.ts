import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterEach, beforeEach, expect, it } from "vitest";
import { PACKAGE_FOLDER } from "../../src/package-folder.ts";

/** Prints the stack that the bundle's function fails with, and one of an error that fails itself. */
const PRINT = `
  const [lines, bundle] = process.argv.slice(1);
  const { nameSourceLines } = await import(lines);
  const { createRequire } = await import("node:module");
  nameSourceLines(bundle);
  const failed = await createRequire(bundle)(bundle).fails().catch((thrown) => thrown);
  console.log(failed.stack);
  const odd = new Error("odd");
  Object.defineProperty(odd, "name", { get: () => { throw new Error("no name"); } });
  console.log(odd.stack);`;

const SOURCE = `async function inner(divisor: number): Promise<number> {
  await undefined;
  if (divisor === 0)
    throw new RangeError("cannot divide by zero");
  return 1 / divisor;
}

export async function fails(): Promise<number> {
  const quotient = await inner(0);
  return quotient + 1;
}
`;

let folder: string;
let bundle: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "wattframe-"));
  bundle = join(folder, "out", "bundle.cjs");
  await writeFile(join(folder, "source.ts"), SOURCE);
  const output = { outfile: bundle, sourcemap: true, minify: true, format: "cjs" } as const;
  await build({ absWorkingDir: folder, entryPoints: ["source.ts"], ...output });
});
afterEach(() => rm(folder, { recursive: true }));

function stacks(): string {
  const lines = join(PACKAGE_FOLDER, "src/source-lines.ts");
  const args = ["--import", "tsx", "--input-type=module", "-e", PRINT, "--", lines, bundle];
  return execFileSync(process.execPath, args, { cwd: PACKAGE_FOLDER, encoding: "utf8" });
}

it("a stack names lines of the sources where the bundle has a map", () => {
  const text = stacks();
  expect(text).toMatch(/^RangeError: cannot divide by zero\n {4}at source\.ts:4:11\n {4}at async source\.ts:9:20\n/u);
  expect(text).toMatch(/\nError\n {4}at /u);
});

it.each([
  ["is not there", (file: string) => rm(file)],
  ["is damaged", (file: string) => writeFile(file, "{")],
])("a stack names places in the bundle where its map %s", async (_, damage) => {
  await damage(`${bundle}.map`);
  expect(stacks()).toMatch(/^RangeError: cannot divide by zero\n {4}at \w+ \(.*bundle\.cjs:1:\d+\)\n/u);
});
