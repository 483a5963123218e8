import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { wattframe } from "./wattframe.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "wattframe-stack-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** Makes the PNG of a picture fail as a defect would. */
const script = `import zlib from "node:zlib"; import { syncBuiltinESMExports } from "node:module";
  zlib.deflateSync = () => { throw new TypeError("boom"); }; syncBuiltinESMExports();`;
const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}` };

it("a defect names lines of the sources, though the bundle has short names", async () => {
  const { code, stderr } = await wattframe(["render", "--scenario", "day", "-o", "a.png"], { cwd: folder, env });
  expect(code).toBe(3);
  expect(stderr).toMatch(/^internal error of wattframe \(INTERNAL\): TypeError: boom\n/u);
  expect(stderr).toMatch(/\n {4}at src\/raster\/png\.ts:\d+:\d+\n/u);
  expect(stderr).toMatch(/\n {4}at async src\/command\/program\.ts:\d+:\d+\n/u);
});
