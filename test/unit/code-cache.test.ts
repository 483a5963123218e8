import { execFileSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cacheFolder, keepCode, keptCode } from "../../src/code-cache.ts";
import { PACKAGE_FOLDER } from "../../src/package-folder.ts";

const LOAD = `
  const [code, bundle, folder] = process.argv.slice(1);
  const { loadBundle } = await import(code);
  process.stdout.write(loadBundle(bundle, "test", folder).answer());`;

const SCOPE = "function (exports, require, module, __filename, __dirname)";

let home: string;
let bundle: string;
let folder: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "wattframe-"));
  bundle = join(home, "program.cjs");
  folder = join(home, "kept");
  await writeFile(bundle, `(${SCOPE} { exports.answer = () => "forty-two"; })\n`);
});
afterEach(async () => {
  await chmod(folder, 0o700).catch(() => undefined);
  await rm(home, { recursive: true });
});

/** Answer of the bundle in a process of its own, which keeps what it has compiled when it ends. */
function answer(): string {
  const code = join(PACKAGE_FOLDER, "src/code-cache.ts");
  const args = ["--import", "tsx", "--input-type=module", "-e", LOAD, "--", code, bundle, folder];
  return execFileSync(process.execPath, args, { cwd: PACKAGE_FOLDER, encoding: "utf8" });
}

/** Files that are kept. */
async function kept(): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

describe("code that was compiled", () => {
  it("is kept by one process and taken by the next", async () => {
    expect(answer()).toBe("forty-two");
    const first = await kept();
    expect(first.length).toBeGreaterThan(0);
    expect(answer()).toBe("forty-two");
    expect(await kept()).toEqual(first);
  });

  it("is not needed where it cannot be kept", async () => {
    await writeFile(folder, "a file is in the way");
    expect(answer()).toBe("forty-two");
  });

  it("is read where this user alone could write it", async () => {
    const file = join(folder, "a.code");
    expect(keptCode(file)).toBeUndefined();
    keepCode(file, () => Buffer.from("compiled"));
    expect(keptCode(file)?.bytes.toString()).toBe("compiled");
    await chmod(file, 0o666);
    expect(keptCode(file)).toBeUndefined();
    await chmod(file, 0o600);
    await chmod(folder, 0o777);
    expect(keptCode(file)).toBeUndefined();
  });

  it("is gone from memory once it is released", () => {
    const file = join(folder, "a.code");
    keepCode(file, () => Buffer.from("compiled"));
    const code = keptCode(file);
    code?.release();
    expect(code?.bytes.buffer.byteLength).toBe(0);
  });

  it("is not written through a link, nor to a folder that others can write to", async () => {
    await mkdir(folder);
    await chmod(folder, 0o777);
    keepCode(join(folder, "a.code"), () => Buffer.from("compiled"));
    expect(await kept()).toEqual([]);
    await symlink(home, join(home, "link"));
    keepCode(join(home, "link", "a.code"), () => Buffer.from("compiled"));
    expect(await readdir(home)).not.toContain("a.code");
  });

  it("is kept of a few versions, and nothing is left of what could not be written", async () => {
    for (let i = 0; i < 20; i++) keepCode(join(folder, `${i}.code`), () => Buffer.from("compiled"));
    expect((await kept()).length).toBe(8);
    keepCode(join(folder, `${"long".repeat(100)}.code`), () => Buffer.from("compiled"));
    expect((await kept()).length).toBe(8);
  });
});

describe("the folder of what is kept", () => {
  it("is the service's own, else in the user's cache", async () => {
    expect(cacheFolder({ CACHE_DIRECTORY: home, HOME: "/nowhere" })).toBe(home);
    expect(cacheFolder({ HOME: home })).toBe(join(home, ".cache/wattframe"));
    expect(cacheFolder({ HOME: "/nowhere", XDG_CACHE_HOME: home })).toBe(join(home, "wattframe"));
  });

  it("is none where others could write, where it is another's or a link, and where Node keeps none", async () => {
    expect(cacheFolder({})).toBeUndefined();
    expect(cacheFolder({ HOME: "/nowhere" })).toBeUndefined();
    expect(cacheFolder({ HOME: home, NODE_DISABLE_COMPILE_CACHE: "1" })).toBeUndefined();
    expect(cacheFolder({ CACHE_DIRECTORY: `${home}:${home}2` })).toBeUndefined();
    const [open, link] = [join(home, "open"), join(home, "link")];
    await mkdir(open);
    await chmod(open, 0o777);
    await symlink(home, link);
    expect(cacheFolder({ HOME: open })).toBeUndefined();
    expect(cacheFolder({ CACHE_DIRECTORY: open })).toBeUndefined();
    expect(cacheFolder({ CACHE_DIRECTORY: link })).toBeUndefined();
  });
});
