import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Status } from "../../src/kiosk/status.ts";
import { freePort } from "./mosquitto.ts";
import { until } from "./preview-house.ts";

const MAIN = join(import.meta.dirname, "../../dist/main.cjs");

/** One `wattframe` in a folder of the test's own. */
interface Started {
  readonly child: ChildProcess;
  readonly log: () => string;
  readonly printed: () => string;
  end(signal: NodeJS.Signals): Promise<number | null>;
}

let folder: string;
let all: ChildProcess[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wattframe-process-"));
  mkdirSync(join(folder, "tmp"));
  all = [];
});
afterEach(async () => {
  for (const child of all.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)) {
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
});

const at = (...names: string[]) => join(folder, ...names);
const own = () => ({ WATTFRAME_RUNTIME: at("runtime"), WATTFRAME_STATE: at("state") });

function start(args: readonly string[], env: Readonly<Record<string, string>> = own()): Started {
  const usual = { PATH: process.env["PATH"] ?? "", HOME: at("home"), TMPDIR: at("tmp") };
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: folder,
    env: { ...usual, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  all.push(child);
  let [log, printed] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    printed += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    log += text;
  });
  const end = async (signal: NodeJS.Signals) => {
    const ended = once(child, "exit");
    child.kill(signal);
    const [code] = (await ended) as [number | null];
    return code;
  };
  return { child, log: () => log, printed: () => printed, end };
}

async function exitOf({ child }: Started): Promise<number | null> {
  if (child.exitCode === null) await once(child, "exit");
  return child.exitCode;
}

function configure(displays: readonly string[], broker = "url: mqtt://127.0.0.1:1"): void {
  const lines = [
    `broker: { ${broker} }`,
    "meters: [{ name: house, prefix: p1, mainFuseA: 25, phases: 3, timeZone: Europe/Helsinki }]",
    "clock: { trusted: true }",
    "displays:",
    ...displays.map((display) => `  - { ${display} }`),
  ];
  writeFileSync(at("wattframe.yaml"), `${lines.join("\n")}\n`);
}

const PNG = "name: file, kind: png-file, path: picture.png";
const PANEL = "name: wall, kind: epaper, panel: waveshare-7in5-v2, spi: /dev/spidev-none";
const status = (): Status | undefined => {
  const file = at("runtime/status.json");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Status) : undefined;
};
const isDrawn = () => until("the picture", () => existsSync(at("picture.png")));

describe("a second kiosk", () => {
  it("in the same runtime folder ends with 3 and names the process and the file", async () => {
    configure([PNG]);
    const first = start(["run"]);
    await isDrawn();
    const second = start(["run"]);
    expect(await exitOf(second)).toBe(3);
    expect(second.log()).toContain(`process ${first.child.pid} holds ${at("runtime/wattframe.lock")}`);
    expect(second.log()).toContain("WATTFRAME_RUNTIME");
    expect(await first.end("SIGTERM")).toBe(0);
  });

  it("with the same panel's state ends with 3 too, and one of another panel runs", async () => {
    configure([PANEL]);
    const first = start(["run"]);
    await until("a lock", () => existsSync(at("state/wall.state.json.lock")));
    const second = start(["run"], { ...own(), WATTFRAME_RUNTIME: at("other") });
    expect(await exitOf(second)).toBe(3);
    expect(second.log()).toContain(`process ${first.child.pid} holds ${at("state/wall.state.json.lock")}`);
    expect(readdirSync(at("other"))).toEqual([]);
    configure([PANEL.replace("wall", "hall")]);
    const third = start(["run"], { ...own(), WATTFRAME_RUNTIME: at("other") });
    await until("another lock", () => existsSync(at("state/hall.state.json.lock")));
    expect([await third.end("SIGTERM"), await first.end("SIGTERM")]).toEqual([0, 0]);
    expect(readdirSync(at("state"))).toEqual([]);
  });

  it("takes over after the first was killed, and nothing is left of that one", async () => {
    configure([PNG, "name: shown, kind: command, run: [sleep, '600', '{png}']"]);
    const killed = start(["run"]);
    await isDrawn();
    await until("a run", () => existsSync(at("runtime/shown.picture.png")));
    await killed.end("SIGKILL");
    expect(status()?.pid).toBe(killed.child.pid);
    writeFileSync(at(`picture.png.${killed.child.pid}-0123abcd.tmp`), "half a picture");
    rmSync(at("picture.png"));
    const next = start(["run"]);
    await isDrawn();
    await until("the status", () => status()?.pid === next.child.pid);
    expect(await next.end("SIGTERM")).toBe(0);
    expect(readdirSync(at("runtime"))).toEqual([]);
    expect(readdirSync(folder).filter((name) => name.startsWith("picture"))).toEqual(["picture.png"]);
  });
});

describe("a kiosk that is tried out", () => {
  it.each([
    ["demo", ["demo", "-o", "demo.png"]],
    ["preview", ["preview", "--listen"]],
  ])("by %s leaves one that runs alone, and no folder behind", async (_name, args) => {
    configure([PNG]);
    const running = start(["run"]);
    await until("the status", () => status() !== undefined);
    const trial = start(args.at(-1) === "--listen" ? [...args, `127.0.0.1:${await freePort()}`] : args);
    await until("the page", () => trial.log().includes("The page is http"), 60_000);
    expect(readdirSync(at("tmp"))).toHaveLength(1);
    expect(status()?.pid).toBe(running.child.pid);
    expect(await trial.end("SIGTERM")).toBe(0);
    expect(readdirSync(at("tmp"))).toEqual([]);
    expect(readdirSync(at("runtime"))).toEqual(expect.arrayContaining(["status.json", "wattframe.lock"]));
    expect(await running.end("SIGTERM")).toBe(0);
  });
});

describe("the status command", () => {
  const asked = async (...args: string[]) => {
    const asking = start(["status", ...args]);
    await once(asking.child, "close");
    return { exit: asking.child.exitCode, printed: asking.printed(), log: asking.log() };
  };

  it("says how the running kiosk is and what is wrong, and ends with 3 where none runs", async () => {
    expect(await asked()).toMatchObject({
      exit: 3,
      printed: "",
      log: expect.stringContaining("no kiosk runs on this machine"),
    });
    configure([PNG]);
    const running = start(["run"]);
    await isDrawn();
    await until("a shown picture", () => status()?.displays[0]?.shownAt !== undefined, 15_000);
    const told = await asked();
    expect(told.exit).toBe(1); // there is no broker
    expect(told.printed).toMatch(new RegExp(`^wattframe +\\S+, process ${running.child.pid}, started `, "mu"));
    expect(told.printed).toMatch(/^display file +png-file, its picture is \d+ s old/mu);
    expect(told.printed).toMatch(/^The broker is not connected /mu);
    expect(JSON.parse((await asked("--json")).printed)).toMatchObject({
      pid: running.child.pid,
      displays: [{ name: "file", today: { counts: { shown: expect.any(Number) } } }],
      faults: [expect.stringContaining("The broker is not connected")],
    });
    await running.end("SIGKILL"); // its status.json stays
    expect((await asked()).exit).toBe(3);
  });
});

describe("a kiosk whose displays do not work", () => {
  it("runs, draws on those that do, and tells of the others in the log and in its status", async () => {
    mkdirSync(at("a-folder.png"));
    configure([
      PNG,
      PANEL,
      "name: screen, kind: framebuffer, device: /dev/fb-none",
      "name: reader, kind: command, run: [/no/such/program, '{png}']",
      "name: other, kind: png-file, path: a-folder.png",
    ]);
    const { log, end, child } = start(["run"]);
    await isDrawn();
    await until("four faults", () => status()?.displays.filter(({ fault }) => fault).length === 4, 15_000);
    const faults = Object.fromEntries(status()?.displays.map(({ name, fault }) => [name, fault]) ?? []);
    expect(faults).toEqual({
      file: undefined,
      wall: { code: "BUS_UNAVAILABLE", message: expect.any(String), hint: expect.any(String) },
      screen: {
        code: "BUS_UNAVAILABLE",
        message: expect.any(String),
        hint: expect.stringContaining("doc/hardware.md"),
      },
      reader: {
        code: "COMMAND_FAILED",
        message: expect.stringContaining("it does not exist"),
        hint: expect.any(String),
      },
      other: { code: "FILE_WRITE", message: expect.stringContaining("a-folder.png"), hint: "Name a file." },
    });
    expect(log()).not.toContain('"the display failed"'); // each has its warning, with file and line
    const records = log()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(
      records
        .filter(({ level, path }) => level === "warn" && path !== undefined)
        .map(({ path, hint }) => [path, typeof hint]),
    ).toEqual(
      ["displays[1].spi", "displays[2].device", "displays[3].run", "displays[4].path"].map((path) => [path, "string"]),
    );
    expect(records.find(({ msg }) => msg === "running")?.["displays"]).toEqual([
      expect.stringMatching(/^file → \/.*\.png$/u),
      expect.stringMatching(/^wall → waveshare-7in5-v2 on \/dev\/spidev/u),
      "screen → /dev/fb-none",
      "reader → /no/such/program",
      `other → ${at("a-folder.png")}`,
    ]);
    expect(records.filter(({ msg }) => msg === "the first picture is shown")).toMatchObject([{ display: "file" }]);
    expect(child.exitCode).toBeNull();
    expect(await end("SIGTERM")).toBe(0);
  });

  it("closes what it opened when its broker cannot listen, and ends with 3", async () => {
    const port = await freePort();
    configure([PNG, PANEL], `embedded: { listen: "127.0.0.1:${port}" }`);
    const first = start(["run"]);
    await isDrawn();
    const second = start(["run"], { WATTFRAME_RUNTIME: at("other"), WATTFRAME_STATE: at("elsewhere") });
    expect(await exitOf(second)).toBe(3);
    expect(second.log()).toContain(String(port));
    expect([readdirSync(at("other")), readdirSync(at("elsewhere"))]).toEqual([[], []]);
    expect(await first.end("SIGTERM")).toBe(0);
  });
});
