import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMMANDS } from "../../src/command/commands.ts";
import { PACKAGE_FOLDER } from "../../src/package-folder.ts";
import { COMMAND, wattframe } from "./wattframe.ts";

const execFileAsync = promisify(execFile);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "wattframe-cli-"));
  const good = "broker: { url: mqtt://127.0.0.1:9 }\ndisplays:\n  - { name: a, kind: png-file, path: a.png }\n";
  await writeFile(join(folder, "wattframe.yaml"), good);
  await writeFile(join(folder, "wrong.yaml"), `${good.replace("png-file", "png-fiel")}preveiw: {}\n`);
  await writeFile(join(folder, "broken.yaml"), "broker: [\n");
});
afterAll(() => rm(folder, { recursive: true }));

it("runs from its sources too, as `npm run dev` starts it", async () => {
  const [tsx, main] = [join(PACKAGE_FOLDER, "node_modules/.bin/tsx"), join(PACKAGE_FOLDER, "src/main.ts")];
  const { stdout } = await execFileAsync(tsx, [main, "--version"]);
  expect(stdout).toBe((await wattframe(["--version"])).stdout);
});

describe("help", () => {
  it("lists every command with a summary, and goes to stdout", async () => {
    const { code, stdout, stderr } = await wattframe(["--help"]);
    expect(code).toBe(0);
    expect(stderr).toBe("");
    for (const { name } of COMMANDS) expect(stdout).toMatch(new RegExp(`^ {2}${name} +\\S`, "mu"));
    expect(COMMANDS.length).toBeGreaterThanOrEqual(8);
    expect(stdout).toContain("Exit codes: 0 done, 1 faults found");
  });

  it.each(COMMANDS.map(({ name }) => name))("says how %s is used", async (name) => {
    const { code, stdout } = await wattframe([name, "--help"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^Usage: wattframe ${name} `, "u"));
    expect((await wattframe(["help", name])).stdout).toBe(stdout);
  });

  it("comes on stderr as wrong usage when nothing was asked for", async () => {
    const { code, stdout, stderr } = await wattframe([]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("Usage: wattframe");
  });

  it("prints the version of the package", async () => {
    const project = JSON.parse(await readFile(join(PACKAGE_FOLDER, "package.json"), "utf8")) as { version: string };
    expect(await wattframe(["--version"])).toEqual({ code: 0, stdout: `${project.version}\n`, stderr: "" });
  });
});

describe("wrong usage", () => {
  it.each([
    [["rnder"], "unknown command 'rnder'\n(Did you mean render?)\nwattframe --help lists the commands\n"],
    [["check", "--jsn"], "unknown option '--jsn'\n(Did you mean --json?)\nwattframe check --help shows its options\n"],
    [
      ["check", "--config"],
      "option '-c, --config <file>' argument missing\nwattframe check --help shows its options\n",
    ],
  ])("%j exits with 2 and says what was meant", async (args, stderr) => {
    expect(await wattframe(args)).toEqual({ code: 2, stdout: "", stderr });
  });
});

describe("check", () => {
  it("finds nothing wrong in a good configuration, from the folder that it is called in", async () => {
    expect(await wattframe(["check"], { cwd: folder })).toEqual({
      code: 0,
      stdout: "wattframe.yaml: nothing is wrong\n",
      stderr: "",
    });
    expect((await wattframe(["check", "--json"], { cwd: folder })).stdout).toBe("[]\n");
  });

  it("lists every fault with its place and what to do, and exits with 1", async () => {
    const { code, stdout, stderr } = await wattframe(["check", "--config", "wrong.yaml"], { cwd: folder });
    expect([code, stderr]).toEqual([1, ""]);
    expect(stdout).toMatch(
      /^wrong\.yaml:3:\d+ displays\[0\]\.kind: "png-fiel" is not allowed; did you mean `png-file`\?\n {4}use one of: /u,
    );
    expect(stdout).toContain(
      "\nwrong.yaml:4:1 preveiw: this key is not known here; did you mean `preview`?\n    known here: ",
    );
    expect(stdout).toMatch(/\n2 faults\n$/u);
  });

  it("tells of warnings and finds nothing wrong all the same", async () => {
    const text = await readFile(join(folder, "wattframe.yaml"), "utf8");
    await writeFile(join(folder, "shared.password"), "correct horse\n", { mode: 0o644 });
    const user = "{ username: kiosk, passwordFile: shared.password, url: ";
    await writeFile(join(folder, "warned.yaml"), text.replace("{ url: ", user));
    const { code, stdout } = await wattframe(["check", "-c", "warned.yaml"], { cwd: folder });
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^warned\.yaml:1:\d+ broker\.passwordFile: warning: .*\n {4}.*\nwarned\.yaml: nothing is wrong, 1 warning\n$/u,
    );
    const json = await wattframe(["check", "-c", "warned.yaml", "--json"], { cwd: folder });
    expect(json.code).toBe(0);
    expect(JSON.parse(json.stdout)).toMatchObject([{ line: 1, path: "broker.passwordFile", severity: "warning" }]);
  });

  it("looks at this machine where the kiosk is to run, and leaves it out for a picture", async () => {
    const text = await readFile(join(folder, "wattframe.yaml"), "utf8");
    await writeFile(join(folder, "elsewhere.yaml"), text.replace("a.png", "/proc/nope/a.png"));
    const { code, stdout } = await wattframe(["check", "-c", "elsewhere.yaml"], { cwd: folder });
    expect([code, stdout]).toEqual([
      1,
      expect.stringContaining("elsewhere.yaml:3:38 displays[0].path: /proc/nope/a.png"),
    ]);
    const kiosk = await wattframe(["check", "-c", "elsewhere.yaml", "--as-kiosk"], { cwd: folder });
    expect([kiosk.code, kiosk.stdout]).toEqual([0, expect.stringContaining("elsewhere.yaml:3:38 displays[0].path")]);
    const args = ["render", "-c", "elsewhere.yaml", "--scenario", "evening", "--format", "json"];
    expect((await wattframe(args, { cwd: folder })).code).toBe(0);
  });

  it("lists the layouts of no folder that is not there", async () => {
    expect(await wattframe(["layouts", "--folder", "/nope"])).toEqual({
      code: 3,
      stdout: "",
      stderr: "the folder /nope does not exist\n    Name a folder with layouts in it.\n",
    });
  });

  it("gives the same faults as JSON", async () => {
    const { code, stdout } = await wattframe(["check", "-c", "wrong.yaml", "--json"], { cwd: folder });
    const faults = JSON.parse(stdout) as Record<string, unknown>[];
    expect(code).toBe(1);
    expect(faults.map(({ line, code, path }) => [line, code, path])).toEqual([
      [3, "WRONG_VALUE", "displays[0].kind"],
      [4, "UNKNOWN_KEY", "preveiw"],
    ]);
    for (const fault of faults) {
      expect(Object.keys(fault).sort()).toEqual([
        "code",
        "column",
        "file",
        "hint",
        "line",
        "message",
        "path",
        "severity",
      ]);
    }
  });

  it("reports broken YAML as a fault, and a file that is not there as a failure", async () => {
    const broken = await wattframe(["check", "-c", "broken.yaml"], { cwd: folder });
    expect(broken.code).toBe(1);
    expect(broken.stdout).toMatch(/^broken\.yaml:1:9: /u);
    expect(await wattframe(["check", "-c", "gone.yaml"], { cwd: folder })).toEqual({
      code: 3,
      stdout: "",
      stderr: expect.stringMatching(
        /^the configuration gone\.yaml does not exist\n {4}Check its name, or name another with --config FILE; \/.*\/doc\/wattframe\.yaml is one to copy\.\n$/u,
      ) as string,
    });
  });

  it("says what to do where the configuration is a folder", async () => {
    expect(await wattframe(["check", "-c", "."], { cwd: folder })).toEqual({
      code: 3,
      stdout: "",
      stderr: "the configuration . cannot be read: it is a folder\n    Name a file.\n",
    });
  });

  it.each([
    [":/usr/share/zoneinfo/Europe/Oslo", "Europe/Oslo"],
    ["posix/America/New_York", "America/New_York"],
    ["UTC0", "UTC"],
  ])("takes the machine's time zone as TZ=%s has it, and so does a picture", async (tz, timeZone) => {
    const env = { TZ: tz };
    expect((await wattframe(["check"], { cwd: folder, env })).code).toBe(0);
    const args = ["render", "-c", "wattframe.yaml", "--scenario", "evening", "--format", "json"];
    const { stdout } = await wattframe(args, { cwd: folder, env });
    expect(JSON.parse(stdout)).toMatchObject({ view: { timeZone } });
  });

  it.each(["EET-2EEST,M3.5.0/3,M10.5.0/4", "Foo/Bar"])("names the key where TZ=%s is no zone", async (tz) => {
    const env = { TZ: tz };
    const { code, stdout } = await wattframe(["check"], { cwd: folder, env });
    expect([code, stdout]).toEqual([1, expect.stringContaining("meters[0].timeZone: this machine's time zone")]);
    const values = await wattframe(["values", "--broker", "mqtt://127.0.0.1:9"], { cwd: folder, env });
    expect([values.code, values.stderr]).toEqual([2, expect.stringContaining("--time-zone Europe/Helsinki")]);
    await writeFile(
      join(folder, "zone.yaml"),
      `${await readFile(join(folder, "wattframe.yaml"), "utf8")}meters: [{ timeZone: Europe/Helsinki }]\n`,
    );
    const args = ["render", "-c", "zone.yaml", "--scenario", "evening", "--format", "json"];
    const { stdout: drawn } = await wattframe(args, { cwd: folder, env });
    expect(JSON.parse(drawn)).toMatchObject({ view: { timeZone: "Europe/Helsinki" } });
  });

  it("checks the user's own layouts too", async () => {
    const own = join(folder, "own");
    await mkdir(own);
    await writeFile(join(own, "mine.yaml"), "description: mine\nsizes:\n  800x480: { typ: {} }\n");
    const text = await readFile(join(folder, "wattframe.yaml"), "utf8");
    await writeFile(join(folder, "layouts.yaml"), `${text}layouts: own\n`);
    const { code, stdout } = await wattframe(["check", "-c", "layouts.yaml"], { cwd: folder });
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /own\/mine\.yaml:3:\d+ sizes\.800x480\.typ: this key is not known here; did you mean `type`\?/u,
    );
  });
});

describe("the process", () => {
  it("stops the kiosk before it starts when the configuration is wrong, with every fault on stderr", async () => {
    const { code, stdout, stderr } = await wattframe(["run", "-c", "wrong.yaml"], { cwd: folder });
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("wrong.yaml:4:1 preveiw: ");
    expect(stderr).toContain("displays[0].kind");
  });

  it("shows a stack only when it is asked to", async () => {
    const plain = await wattframe(["check", "-c", "gone.yaml"], { cwd: folder });
    const debug = await wattframe(["check", "-c", "gone.yaml"], { cwd: folder, env: { WATTFRAME_DEBUG: "1" } });
    expect(plain.stderr).not.toMatch(/^ +at /mu);
    expect(debug.stderr).toMatch(/^ +at /mu);
    expect(debug.code).toBe(3);
  });

  it("takes a reader that stops reading for an end and not for a failure", async () => {
    const child = spawn("bash", ["-c", `"${COMMAND}" check --json -c wrong.yaml | true; echo "\${PIPESTATUS[0]}"`], {
      cwd: folder,
    });
    let stdout = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    await once(child, "close");
    expect(["0", "1"]).toContain(stdout.trim());
  });

  it("helps, checks and pushes where no package with machine code is installed", async () => {
    const bare = join(folder, "bare");
    for (const part of ["dist", "package.json", "layouts"]) {
      await cp(join(PACKAGE_FOLDER, part), join(bare, part), { recursive: true });
    }
    const run = (...args: string[]) =>
      execFileAsync(process.execPath, [join(bare, "dist/main.cjs"), ...args], { cwd: folder });
    expect((await run("--help")).stdout).toContain("Usage: wattframe");
    expect((await run("check")).stdout).toContain("nothing is wrong");
    const steps = await run("push", "--test-pattern", "--panel", "waveshare-7in5-v2", "--refresh", "full", "--dry-run");
    expect(steps.stdout.trim().split("\n").length).toBeGreaterThan(10);
  });

  it("runs through a link from anywhere, and says what to do where it is not built", async () => {
    const link = join(folder, "wattframe");
    await symlink(COMMAND, link);
    const scripts = join(folder, "linked-scripts");
    await symlink(dirname(COMMAND), scripts);
    const calls = [
      [link, "/"],
      [join(scripts, "wattframe"), "/"],
      ["./wattframe", scripts],
      ["linked-scripts/wattframe", folder],
      ["scripts/wattframe", PACKAGE_FOLDER],
    ] as const;
    for (const [command, cwd] of calls) {
      const child = spawn(command, ["--version"], { cwd });
      expect([command, ...(await once(child, "close"))]).toEqual([command, 0, null]);
    }
    const byName = spawn("sh", ["wattframe", "--version"], { cwd: dirname(COMMAND) });
    expect(await once(byName, "close")).toEqual([0, null]);
    await mkdir(join(folder, "checkout/scripts"), { recursive: true });
    await copyFile(COMMAND, join(folder, "checkout/scripts/wattframe"));
    const unbuilt = spawn(join(folder, "checkout/scripts/wattframe"), []);
    let stderr = "";
    unbuilt.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    expect(await once(unbuilt, "close")).toEqual([3, null]);
    expect(stderr).toContain(`run this once: ${folder}/checkout/scripts/prepare`);
  });
});
