import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { decodePng } from "../../src/raster/png.ts";
import { freePort } from "./mosquitto.ts";
import { COMMAND, wattframe } from "./wattframe.ts";

const LONG = { timeout: 60_000 };
let folder = "";
let kiosk: ChildProcess;
let log = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "wattframe-unconfigured-"));
  log = "";
});

afterEach(async () => {
  if (kiosk.exitCode === null && kiosk.signalCode === null) {
    kiosk.kill("SIGKILL");
    await once(kiosk, "exit");
  }
  await rm(folder, { recursive: true, force: true });
});

const env = () => ({ WATTFRAME_RUNTIME: join(folder, "runtime"), WATTFRAME_STATE: join(folder, "state") });

function start(args: readonly string[], more: Readonly<Record<string, string>> = {}): void {
  kiosk = spawn(COMMAND, ["run", ...args], {
    cwd: folder,
    env: { ...process.env, ...env(), ...more },
    stdio: ["ignore", "ignore", "pipe"],
  });
  kiosk.stderr?.on("data", (chunk: Buffer) => {
    log += chunk.toString();
  });
}

const logged = (text: string) => expect.poll(() => log, LONG).toContain(text);
const picture = (name: string) => stat(join(folder, name)).catch(() => undefined);

async function configure(kind = "png-file"): Promise<void> {
  const lines = [
    `broker: { embedded: { listen: "127.0.0.1:${await freePort()}" } }`,
    "meters: [{ name: house, prefix: han, timeZone: Europe/Helsinki }]",
    `displays: [{ name: file, kind: ${kind}, path: picture.png, size: 400x300, layout: glance }]`,
  ];
  await writeFile(join(folder, "wattframe.yaml"), `${lines.join("\n")}\n`);
}

async function ended(): Promise<number | null> {
  kiosk.kill("SIGTERM");
  const [code] = (await once(kiosk, "exit")) as [number | null];
  return code;
}

describe("a kiosk without a configuration", () => {
  it("lives, draws what to do on the panel that is named, and says it in the log and in its status", async () => {
    start([], { WATTFRAME_PANEL: "first.png", LANG: "fi_FI.UTF-8" });
    await logged("there is no configuration yet: wattframe setup --out . writes one");
    await expect.poll(() => picture("first.png"), LONG).toBeDefined();
    const { width, height } = await decodePng(await readFile(join(folder, "first.png")));
    expect([width, height]).toEqual([800, 480]);
    const status = () => wattframe(["status"], { cwd: folder, env: env() });
    await expect.poll(async () => (await status()).stdout, LONG).toContain("waits for");
    const { code, stdout } = await status();
    expect([code, stdout]).toEqual([1, expect.stringContaining("wattframe setup --out . writes one")]);
    expect(stdout).toContain("display hallway");
    const second = await wattframe(["run"], { cwd: folder, env: env() });
    expect([second.code, second.stderr]).toEqual([3, expect.stringContaining(`process ${kiosk.pid}`)]);
    expect(await ended()).toBe(0);
  });

  it("takes the configuration as soon as it is there and has no faults", async () => {
    start(["--config", "wattframe.yaml", "--panel", "first.png"]);
    await logged("there is no configuration yet");
    await configure("png-fiel");
    await logged("still waiting for a configuration");
    expect(log).toContain("wattframe.yaml:3:32");
    expect(kiosk.exitCode).toBeNull();
    await configure();
    kiosk.kill("SIGHUP");
    await logged('"running"');
    await expect.poll(() => picture("picture.png"), LONG).toBeDefined();
    expect(log.split("still waiting for a configuration")).toHaveLength(2);
    await logged("the configuration is there");
    expect(await ended()).toBe(0);
  });

  it("reads the configuration again when that is asked for while it starts with it", async () => {
    start(["--config", "wattframe.yaml"]);
    await logged("there is no configuration yet");
    await configure();
    await logged("the configuration is there");
    const file = join(folder, "wattframe.yaml");
    await writeFile(file, (await readFile(file, "utf8")).replace("picture.png", "other.png"));
    kiosk.kill("SIGHUP");
    await expect.poll(() => picture("other.png"), LONG).toBeDefined();
    expect(await ended()).toBe(0);
  });

  it("goes on where no such panel is known", async () => {
    start(["--panel", "waveshare-9in9"]);
    await logged("there is no such panel");
    await logged("there is no configuration yet");
    expect(kiosk.exitCode).toBeNull();
    expect(await ended()).toBe(0);
  });

  it("still refuses at the start a configuration that is there and has faults", async () => {
    await configure("png-fiel");
    start(["--panel", "first.png"]);
    const [code] = (await once(kiosk, "exit")) as [number | null];
    expect([code, log]).toEqual([1, expect.stringContaining("wattframe.yaml:3:32")]);
    expect(await picture("first.png")).toBeUndefined();
  });
});
