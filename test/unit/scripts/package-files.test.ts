import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { copyrightText } from "../../../scripts/packaging/copyright.ts";
import { isNeededToRun, moduleClosure } from "../../../scripts/packaging/modules.ts";
import { allVerbs, bashCompletion } from "../../../scripts/packaging/verbs.ts";
import { COMMANDS } from "../../../src/command/commands.ts";
import { PACKAGE_FOLDER } from "../../../src/package-folder.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "wattframe-modules-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function file(path: string, text: string | object): Promise<void> {
  const at = join(folder, path);
  await mkdir(dirname(at), { recursive: true });
  await writeFile(at, typeof text === "string" ? text : JSON.stringify(text));
}

/** A package in node_modules, at a place of its own where `inside` names another. */
async function installed(name: string, manifest: object = {}, inside = ""): Promise<void> {
  const text = { name, version: "1.0.0", license: "MIT", author: "Ann", ...manifest };
  await file(`${inside}node_modules/${name}/package.json`, text);
}

describe("the packages that others need", () => {
  it("are found where Node finds them, each once, without what only installs", async () => {
    await installed("a", { dependencies: { b: "1", "@x/c": "1", installer: "1" } });
    await installed("b", { version: "2.0.0" });
    await installed("b", { version: "1.0.0" }, "node_modules/a/");
    await installed("@x/c", {
      dependencies: { b: "2", a: "1" },
      optionalDependencies: { "of-another-processor": "1" },
    });
    await installed("installer");
    const found = await moduleClosure(folder, ["a"], ["installer"]);
    expect(found.map(({ name, version }) => `${name} ${version}`).toSorted()).toEqual([
      "@x/c 1.0.0",
      "a 1.0.0",
      "b 1.0.0",
      "b 2.0.0",
    ]);
  });

  it("must all be there", async () => {
    await installed("a", { dependencies: { missing: "1" } });
    await expect(moduleClosure(folder, ["a"])).rejects.toThrow(
      /missing, which .*\/node_modules\/a needs, is not installed/u,
    );
  });

  it("are copied without sources, tests and the binaries of others", () => {
    const needed = ["index.js", "lib/canvas.js", "package.json", "LICENSE.txt", "linux_x64/koffi.node"];
    const other = [
      "src/Canvas.cc",
      "README.md",
      "dist/index.d.ts",
      "build/Release/x.node",
      "musl_x64/koffi.node",
      "node_modules/b/index.js",
      "prebuilds/win32-x64/x.node",
    ];
    expect([...needed, ...other].filter(isNeededToRun)).toEqual(needed);
  });
});

it("names the licence of the project, of its fonts and of every package, in full or by its place in Debian", async () => {
  await installed("a");
  await installed("b", { license: "Apache-2.0" });
  await file("node_modules/b/LICENSE", "Apache License\n   Version 2.0, January 2004\n and two hundred lines");
  const text = await copyrightText(PACKAGE_FOLDER, await moduleClosure(folder, ["a", "b"]));
  expect(text).toContain("Copyright (c) 2026 Wattframe contributors");
  expect(text.match(/SIL OPEN FONT LICENSE/gu)?.length).toBeGreaterThanOrEqual(2);
  expect(text).toMatch(/a 1\.0\.0, licence: MIT\n\nCopyright \(c\) Ann\n\nPermission is hereby granted/u);
  expect(text).toContain("/usr/share/common-licenses/Apache-2.0");
  expect(text).not.toContain("two hundred lines");
});

describe("the completion for bash", () => {
  it.each([
    [["hist"], ["history"]],
    [["history", "exp"], ["export"]],
    [["history", "export", "--hist"], ["--history"]],
    [["run", "--conf"], ["--config"]],
    [["--ver"], ["--version"]],
  ])("completes %j", async (words, completed) => {
    await file("completion", bashCompletion(await allVerbs()));
    const line = `COMP_WORDS=(wattframe ${words.join(" ")}); COMP_CWORD=${words.length}; _wattframe; echo "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = spawnSync("bash", ["-c", `source ${join(folder, "completion")}; ${line}`], {
      encoding: "utf8",
    });
    expect([stdout.trim(), stderr]).toEqual([completed.join(" "), ""]);
  });

  it("knows every command", async () => {
    const paths = (await allVerbs()).map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining([...COMMANDS.map(({ name }) => name), "history import"]));
  });
});
