import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { identityOf } from "../../../src/files/process-identity.ts";
import { kioskFolders, type SystemFolders, temporaryFolders } from "../../../src/kiosk/folders.ts";

let folder: string;
let before: string | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wattframe-folders-"));
  before = process.env["TMPDIR"];
  process.env["TMPDIR"] = join(folder, "tmp");
  mkdirSync(join(folder, "tmp"));
});
afterEach(() => {
  if (before === undefined) delete process.env["TMPDIR"];
  else process.env["TMPDIR"] = before;
  rmSync(folder, { recursive: true });
});

const at = (...names: string[]) => join(folder, ...names);
const SYSTEM = (): SystemFolders => ({ runtime: at("run/wattframe"), state: at("lib/wattframe") });
/** Places that cannot be written, also not by root: below a file. */
const closedSystem = (): SystemFolders => {
  writeFileSync(at("file"), "");
  return { runtime: at("file/run"), state: at("file/lib") };
};
/** Where a kiosk with this environment keeps its files; its folders are given back. */
async function placesOf(env: Record<string, string>, system: SystemFolders) {
  const { runtime, state, close } = await kioskFolders({ HOME: at("home"), ...env }, system);
  const hadLock = existsSync(join(runtime, "wattframe.lock"));
  await close();
  return { runtime, state, hadLock, isLeft: existsSync(runtime) };
}

describe("the folders of a kiosk", () => {
  it("are the machine's own where they can be written, and the runtime folder is locked", async () => {
    expect(await placesOf({}, SYSTEM())).toEqual({
      runtime: at("run/wattframe"),
      state: at("lib/wattframe"),
      hadLock: true,
      isLeft: true,
    });
    expect(readdirSync(at("run/wattframe"))).toEqual([]);
  });

  it("are those of systemd before these, and those of our own variables before all", async () => {
    const systemd = { RUNTIME_DIRECTORY: `${at("r1")}:${at("r2")}`, STATE_DIRECTORY: at("s1") };
    expect(await placesOf(systemd, SYSTEM())).toMatchObject({ runtime: at("r1"), state: at("s1") });
    const own = { WATTFRAME_RUNTIME: at("r3"), WATTFRAME_STATE: at("s3") };
    expect(await placesOf({ ...systemd, ...own }, SYSTEM())).toMatchObject({ runtime: at("r3"), state: at("s3") });
  });

  it("are the user's own where the machine's cannot be written", async () => {
    const system = closedSystem();
    expect(await placesOf({ XDG_RUNTIME_DIR: at("xr"), XDG_STATE_HOME: at("xs") }, system)).toMatchObject({
      runtime: at("xr/wattframe"),
      state: at("xs/wattframe"),
    });
    expect(await placesOf({ XDG_STATE_HOME: "not/absolute", XDG_RUNTIME_DIR: at("xr") }, system)).toMatchObject({
      state: at("home/.local/state/wattframe"),
    });
  });

  it("are temporary at last, for what lives as long as the process, and are removed", async () => {
    const { runtime, state, hadLock, isLeft } = await placesOf({}, closedSystem());
    expect(runtime.startsWith(at("tmp/wattframe-runtime-"))).toBe(true);
    expect([state, hadLock, isLeft]).toEqual([at("home/.local/state/wattframe"), true, false]);
    expect(readdirSync(at("tmp"))).toEqual([]);
  });

  it("that are named and cannot be written are an error, not another place", async () => {
    closedSystem();
    await expect(kioskFolders({ WATTFRAME_RUNTIME: at("file/x") }, SYSTEM())).rejects.toMatchObject({
      code: "FILE_WRITE",
      message: expect.stringContaining(at("file/x")),
    });
  });

  it("are not given to two kiosks", async () => {
    const first = await kioskFolders({}, SYSTEM());
    await expect(kioskFolders({}, SYSTEM())).rejects.toMatchObject({
      code: "LOCKED",
      message: expect.stringContaining(`process ${process.pid} holds ${at("run/wattframe/wattframe.lock")}`),
      hint: expect.stringContaining("WATTFRAME_RUNTIME"),
    });
    await first.close();
  });
});

describe("temporary folders", () => {
  it("of kiosks that were killed are removed, and no others", async () => {
    const { pid: gone } = spawnSync(process.execPath, ["-e", ""]);
    const make = (name: string, holder?: object) => {
      mkdirSync(at("tmp", name));
      if (holder) writeFileSync(at("tmp", name, "wattframe.lock"), JSON.stringify(holder));
      utimesSync(at("tmp", name), new Date(0), new Date(0));
    };
    make("wattframe-runtime-killed", { pid: gone });
    make("wattframe-runtime-empty");
    make("wattframe-runtime-without-a-lock");
    writeFileSync(at("tmp/wattframe-runtime-without-a-lock/file"), "");
    make("wattframe-runtime-at-work", identityOf(process.pid));
    make("wattframe-other");
    mkdirSync(at("tmp/wattframe-runtime-being-made"));
    writeFileSync(at("tmp/wattframe-runtime-file"), "");
    const own = await temporaryFolders();
    const left = readdirSync(at("tmp")).filter((name) => at("tmp", name) !== own.runtime);
    expect(left.sort()).toEqual([
      "wattframe-other",
      "wattframe-runtime-at-work",
      "wattframe-runtime-being-made",
      "wattframe-runtime-file",
      "wattframe-runtime-without-a-lock",
    ]);
    expect(own.state.startsWith(own.runtime)).toBe(true);
    await own.close();
    expect(existsSync(own.runtime)).toBe(false);
  });
});
