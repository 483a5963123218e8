import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { PACKAGE_FOLDER } from "../../src/package-folder.ts";

/** The built command, as it is called from a checkout. */
export const WATTFRAME = join(PACKAGE_FOLDER, "scripts", "wattframe");

/** Runs a program to its end. @throws where it fails */
export const run = promisify(execFile);

/** Resident memory of a process, MiB. */
export function rssMiB(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1_024;
}

/** Processor time of a process and of all below it that still run, milliseconds. */
export function treeCpuMs(pid: number): number {
  const stats = readdirSync("/proc").flatMap((name) => {
    const file = `/proc/${name}/stat`;
    if (!/^\d+$/u.test(name) || !existsSync(file)) return [];
    const fields = statOf(file);
    return fields
      ? [{ pid: Number(name), parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) }]
      : [];
  });
  const tree = new Set([pid]);
  for (let size = 0; size !== tree.size; ) {
    size = tree.size;
    for (const each of stats) if (tree.has(each.parent)) tree.add(each.pid);
  }
  const ticks = stats.filter((each) => tree.has(each.pid)).reduce((sum, each) => sum + each.ticks, 0);
  return ticks * 10; // a hundred ticks a second, on every Linux
}

/** Fields of a process after its name; undefined when it has just ended. */
function statOf(file: string): string[] | undefined {
  try {
    return readFileSync(file, "utf8")
      .replace(/^.*\) /su, "")
      .split(" ");
  } catch {
    return undefined;
  }
}

/** Does work in a folder of its own on the disk, which is removed afterwards. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const build = join(PACKAGE_FOLDER, "build");
  await mkdir(build, { recursive: true });
  return await inFolderBelow(build, work);
}

const MEMORY = "/dev/shm";

/** The same in memory, where this machine has such a folder: for what the disk is no part of. */
export async function inMemory<T>(work: (folder: string) => Promise<T>): Promise<T> {
  return await (existsSync(MEMORY) ? inFolderBelow(MEMORY, work) : inFolder(work));
}

async function inFolderBelow<T>(above: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(above, "bench-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A recording of the simulated house, as our reader or another one sends it. */
export async function recording(folder: string, as: string, duration: string): Promise<string> {
  const file = join(folder, `${as}-${duration}.jsonl`);
  const span = ["--start", "2026-01-13T12:00:00Z", "--duration", duration];
  await run(WATTFRAME, ["simulate", "--as", as, "--scenario", "day", "--seed", "1", ...span, "-o", file]);
  return file;
}

/** A port of this machine that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}

/** Starts a kiosk with folders of its own. */
export function startKiosk(folder: string, config: string): ChildProcess {
  const env = { ...process.env, WATTFRAME_RUNTIME: join(folder, "run"), WATTFRAME_STATE: join(folder, "state") };
  return spawn(WATTFRAME, ["run", "--config", config], { env, stdio: "ignore" });
}

/** Ends a process that was started here, and waits for its end. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await ended;
}

/** Waits until something holds, a minute at most. */
export async function until(holds: () => boolean, what: string): Promise<void> {
  for (let waitedMs = 0; !holds(); waitedMs += 50) {
    if (waitedMs > 60_000) throw new Error(`${what}: not within a minute`);
    await pause(50);
  }
}
