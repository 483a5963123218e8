import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeProbe } from "../../../src/files/write-probe.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wattframe-probe-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("a probe whether a file can be kept", () => {
  it("leaves nothing behind, whether its folder is there or not", async () => {
    expect(await writeProbe(join(folder, "a.png"))).toBeUndefined();
    expect(await writeProbe(join(folder, "deep", "er", "a.png"))).toBeUndefined();
    expect(readdirSync(folder)).toEqual([]);
  });

  it("removes what one left that was killed", async () => {
    const { pid } = spawnSync(process.execPath, ["-e", ""]);
    writeFileSync(join(folder, `a.png.${pid}-0123abcd.tmp`), "");
    expect(await writeProbe(join(folder, "a.png"))).toBeUndefined();
    expect(readdirSync(folder)).toEqual([]);
  });

  it("says why not", async () => {
    mkdirSync(join(folder, "a.png"));
    expect(await writeProbe(join(folder, "a.png"))).toMatchObject({ code: "FILE_WRITE", hint: "Name a file." });
  });
});
