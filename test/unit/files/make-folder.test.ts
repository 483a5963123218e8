import { access, mkdtemp, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { makeFolder } from "../../../src/files/make-folder.ts";
import { replaceFile } from "../../../src/files/replace-file.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "wattframe-test-"));
});
afterEach(() => rm(folder, { recursive: true }));

it("makes what is missing, and leaves what is there", async () => {
  const path = join(folder, "a/b/c");
  await makeFolder(path);
  await writeFile(join(path, "kept"), "");
  await makeFolder(path);
  expect((await stat(path)).isDirectory()).toBe(true);
  await expect(access(join(path, "kept"))).resolves.toBeUndefined();
});

it("makes a folder for two callers at a time", async () => {
  const path = join(folder, "a/b");
  await Promise.all([makeFolder(path), makeFolder(path), makeFolder(join(path, "c"))]);
  expect((await stat(join(path, "c"))).isDirectory()).toBe(true);
});

it("follows a link to a folder", async () => {
  await symlink(folder, join(folder, "link"));
  await makeFolder(join(folder, "link/a"));
  expect((await stat(join(folder, "a"))).isDirectory()).toBe(true);
});

it("comes to an end where a file system says that a folder that is there is not", async () => {
  await expect(makeFolder("/proc/wattframe-nothing/deeper")).rejects.toMatchObject({ code: "ENOENT" });
  await expect(replaceFile("/proc/wattframe-nothing/out.png", "")).rejects.toMatchObject({ code: "FILE_WRITE" });
});

it("is refused below a file", async () => {
  await writeFile(join(folder, "file"), "");
  await expect(makeFolder(join(folder, "file/a"))).rejects.toMatchObject({ code: "ENOTDIR" });
});
