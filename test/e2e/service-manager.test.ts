import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { freePort } from "./mosquitto.ts";
import { COMMAND } from "./wattframe.ts";

/** Prints each datagram that comes to a socket, a line each: Node.js has no such sockets. */
const LISTENER = `
import socket, sys
listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
listener.bind(sys.argv[1])
print("listening", flush=True)
while True:
    print(listener.recv(4096).decode().replace("\\n", " "), flush=True)`;

let folder = "";
let manager: ChildProcess;
let kiosk: ChildProcess | undefined;
let said: string[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "wattframe-service-"));
  said = [];
  manager = spawn("python3", ["-c", LISTENER, join(folder, "notify")], { stdio: ["ignore", "pipe", "inherit"] });
  manager.stdout?.setEncoding("utf8").on("data", (text: string) => said.push(...text.trimEnd().split("\n")));
});

afterEach(async () => {
  for (const child of [kiosk, manager]) {
    if (child === undefined || child.exitCode !== null) continue;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }
  await rm(folder, { recursive: true, force: true });
});

async function configuration(): Promise<string> {
  const lines = [
    `broker: { embedded: { listen: "127.0.0.1:${await freePort()}" } }`,
    "meters: [{ name: house, prefix: han, timeZone: Europe/Helsinki }]",
    "displays: [{ name: file, kind: png-file, path: picture.png }]",
  ];
  return `${lines.join("\n")}\n`;
}

it("hears that the kiosk is ready, that it lives and that it stops", async () => {
  await expect.poll(() => said, { timeout: 30_000 }).toContain("listening");
  await writeFile(join(folder, "wattframe.yaml"), await configuration());
  const folders = { WATTFRAME_RUNTIME: join(folder, "runtime"), WATTFRAME_STATE: join(folder, "state") };
  const env = { ...process.env, ...folders, NOTIFY_SOCKET: join(folder, "notify"), WATCHDOG_USEC: "1500000" };
  kiosk = spawn(COMMAND, ["run"], { cwd: folder, env, stdio: ["ignore", "ignore", "ignore"] });
  const heard = () => said.map((line) => line.split(" ")[0]);
  await expect.poll(heard, { timeout: 30_000 }).toContain("READY=1");
  await expect
    .poll(() => heard().filter((line) => line === "WATCHDOG=1").length, { timeout: 30_000 })
    .toBeGreaterThan(2);
  kiosk.kill("SIGTERM");
  await expect.poll(heard, { timeout: 30_000 }).toContain("STOPPING=1");
  expect(heard().indexOf("READY=1")).toBeLessThan(heard().indexOf("WATCHDOG=1"));
});

it("hears that the kiosk is ready also when the first report fails", async () => {
  await expect.poll(() => said, { timeout: 30_000 }).toContain("listening");
  await writeFile(join(folder, "wattframe.yaml"), await configuration());
  const bin = join(folder, "bin");
  await mkdir(bin);
  const failsOnce = `#!/bin/sh\nmkdir ${folder}/tried 2>/dev/null && exit 1\nPATH=\${PATH#*:} exec systemd-notify "$@"\n`;
  await writeFile(join(bin, "systemd-notify"), failsOnce, { mode: 0o755 });
  const folders = { WATTFRAME_RUNTIME: join(folder, "runtime"), WATTFRAME_STATE: join(folder, "state") };
  const notify = { NOTIFY_SOCKET: join(folder, "notify"), WATCHDOG_USEC: "1500000" };
  const env = { ...process.env, ...folders, ...notify, PATH: `${bin}:${process.env["PATH"]}` };
  kiosk = spawn(COMMAND, ["run"], { cwd: folder, env, stdio: ["ignore", "ignore", "ignore"] });
  const heard = () => said.map((line) => line.split(" ")[0]);
  await expect.poll(heard, { timeout: 30_000 }).toEqual(expect.arrayContaining(["READY=1", "WATCHDOG=1"]));
});

it("hears of a kiosk that waits for its configuration that it lives, also when that comes", async () => {
  await expect.poll(() => said, { timeout: 30_000 }).toContain("listening");
  const folders = { WATTFRAME_RUNTIME: join(folder, "runtime"), WATTFRAME_STATE: join(folder, "state") };
  const env = { ...process.env, ...folders, NOTIFY_SOCKET: join(folder, "notify"), WATCHDOG_USEC: "1500000" };
  kiosk = spawn(COMMAND, ["run"], { cwd: folder, env, stdio: ["ignore", "ignore", "ignore"] });
  const heard = () => said.map((line) => line.split(" ")[0]);
  const count = (state: string) => heard().filter((line) => line === state).length;
  await expect.poll(() => count("WATCHDOG=1"), { timeout: 30_000 }).toBeGreaterThan(1);
  await writeFile(join(folder, "wattframe.yaml"), await configuration());
  await expect.poll(() => count("READY=1"), { timeout: 30_000 }).toBe(2);
  const before = count("WATCHDOG=1");
  await expect.poll(() => count("WATCHDOG=1"), { timeout: 30_000 }).toBeGreaterThan(before + 1);
  expect(count("STOPPING=1")).toBe(0);
  kiosk.kill("SIGTERM");
  await expect.poll(() => count("STOPPING=1"), { timeout: 30_000 }).toBe(1);
});
