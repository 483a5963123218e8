import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { replaceFile } from "../../../src/files/replace-file.ts";
import { PACKAGE_FOLDER } from "../../../src/package-folder.ts";

const SOURCE = join(PACKAGE_FOLDER, "src");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wattframe-replace-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The number of a process that has ended. */
const gone = () => spawnSync(process.execPath, ["-e", ""]).pid;

describe("a file that is replaced", () => {
  it("is whole under its own name, with its permissions and time, and nothing is beside it", async () => {
    const path = join(folder, "deep", "file");
    const modified = new Date("2026-01-15T12:00:00Z");
    await replaceFile(path, "first");
    await replaceFile(path, Buffer.from("second"), { mode: 0o600, modified, durable: "name" });
    expect(readFileSync(path, "utf8")).toBe("second");
    expect([statSync(path).mode & 0o777, statSync(path).mtimeMs]).toEqual([0o600, modified.getTime()]);
    expect(readdirSync(join(folder, "deep"))).toEqual(["file"]);
  });

  it("loses what killed writers left beside it, and no other file", async () => {
    const path = join(folder, "a.png");
    const others = [
      `a.png.${process.ppid}-00000001.tmp`, // its writer is at work
      "a.png.20260115",
      "a.png.tmp",
      "b.png.1-00000001.tmp",
      `xa.png.${gone()}-00000001.tmp`,
    ];
    const own = [`a.png.${gone()}-0123abcd.tmp`, `a.png.${process.pid}-0123abcd.tmp`];
    for (const name of [...others, ...own]) writeFileSync(join(folder, name), "");
    await replaceFile(path, "x");
    expect(readdirSync(folder).sort()).toEqual(["a.png", ...others].sort());
  });

  it("stays as it was when the disk takes a part of the new one only", () => {
    const path = join(folder, "file");
    writeFileSync(path, "old");
    const script = `
      import { replaceFile } from ${JSON.stringify(join(SOURCE, "files/replace-file.ts"))};
      await replaceFile(process.env.FILE, "x".repeat(100_000)).catch(({ code }) => console.log(code));`;
    const limited = 'ulimit -f 16; exec "$NODE" --import tsx --input-type=module -e "$SCRIPT"'; // files of 16 KiB
    const env = { ...process.env, FILE: path, NODE: process.execPath, SCRIPT: script };
    const { stdout } = spawnSync("bash", ["-c", limited], { encoding: "utf8", cwd: PACKAGE_FOLDER, env });
    expect(stdout.trim()).toBe("FILE_WRITE");
    expect(readFileSync(path, "utf8")).toBe("old");
    expect(readdirSync(folder)).toEqual(["file"]);
  });

  it("is left alone when the new one cannot be written, and the error says why and what to do", async () => {
    const taken = join(folder, "taken");
    mkdirSync(taken);
    writeFileSync(join(taken, "something"), "");
    await expect(replaceFile(taken, "x")).rejects.toMatchObject({
      code: "FILE_WRITE",
      message: `${taken} cannot be written: there is a folder of that name`,
      hint: "Name a file.",
    });
    await expect(replaceFile(join(taken, "something", "file"), "x")).rejects.toMatchObject({
      message: expect.stringContaining("a part of its path is no folder"),
    });
    expect(readdirSync(folder)).toEqual(["taken"]);
  });
});
