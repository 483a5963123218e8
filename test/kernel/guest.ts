import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createConnection, type Socket } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { Archive, exists } from "./archive.ts";
import { ARCHITECTURES, type Architecture, type Parts } from "./provision.ts";

/** A virtual machine: its kernel, and what runs in it. */
export interface GuestPlan {
  readonly name: string;
  readonly architecture: Architecture;
  readonly parts: Parts;
  /** Folder for its files, emptied first. */
  readonly folder: string;
  /** Folder with the built bundle. */
  readonly bundle: string;
  /** Modules to load before anything runs, dependencies included by themselves. */
  readonly modules: readonly string[];
  /** Shell lines that are run once the devices are there; `say TEXT` reaches {@link Guest.said}, `wattframe ARGS` runs the bundle. */
  readonly script: string;
  /** Files under `/data`. */
  readonly data: Readonly<Record<string, Buffer>>;
  /** Words for the kernel's command line, and for QEMU's. */
  readonly append: string;
  readonly qemu: readonly string[];
}

/** A running virtual machine. */
export interface Guest {
  /** Waits until the guest has said a line that begins so, and gives the rest of it. */
  said(beginning: string): Promise<string>;
  /** A command of QEMU's monitor protocol. */
  monitor(command: string, args?: object): Promise<void>;
  /** Everything on the serial line so far. */
  serial(): string;
  stop(): Promise<void>;
}

const BOOT_LIMIT_MS = 150_000;

/** Boots a guest by software emulation alone, which works on every machine. */
export async function boot(plan: GuestPlan): Promise<Guest> {
  rmSync(plan.folder, { recursive: true, force: true });
  mkdirSync(plan.folder, { recursive: true });
  const [initrd, serial, qmp] = ["initrd", "serial.log", "qmp"].map((name) => join(plan.folder, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(initrd, rootFileSystem(plan));
  writeFileSync(serial, "");
  const console = plan.architecture === "amd64" ? "ttyS0" : "ttyAMA0";
  const machine =
    plan.architecture === "amd64"
      ? ["qemu-system-x86_64"]
      : ["qemu-system-aarch64", "-M", "virt", "-cpu", "cortex-a53"];
  const [program = "", ...args] = [
    ...machine,
    "-accel",
    "tcg",
    "-m",
    "1024",
    "-display",
    "none",
    "-nodefaults",
    "-no-reboot",
    "-kernel",
    plan.parts.kernel,
    "-initrd",
    initrd,
    "-serial",
    `file:${serial}`,
    "-qmp",
    `unix:${qmp},server=on,wait=off`,
    "-append",
    `console=${console} quiet loglevel=3 panic=-1 ${plan.append}`,
    ...plan.qemu,
  ];
  const qemu = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"] });
  return await connected(plan, qemu, serial, qmp);
}

async function connected(plan: GuestPlan, qemu: ChildProcess, serial: string, qmp: string): Promise<Guest> {
  let complaint = "";
  qemu.stderr?.on("data", (bytes: Buffer) => {
    complaint = (complaint + bytes.toString()).slice(-4000);
  });
  const text = () => readFileSync(serial, "latin1");
  const ended = () => qemu.exitCode !== null || qemu.signalCode !== null;
  const fail = (why: string) => new Error(`${plan.name}: ${why}\n${complaint}${text().slice(-4000)}`);
  let control: Monitor | undefined;
  return {
    serial: text,
    async said(beginning) {
      const pattern = new RegExp(`^@@${beginning}(.*)$`, "m");
      for (const beganMs = performance.now(); ; await sleep(50)) {
        const found = pattern.exec(text());
        if (found !== null) return (found[1] ?? "").trim();
        if (ended()) throw fail("the virtual machine has ended");
        if (performance.now() - beganMs > BOOT_LIMIT_MS) throw fail(`nothing said "${beginning}" in time`);
      }
    },
    async monitor(command, args = {}) {
      control ??= await Monitor.open(qmp);
      await control.run(command, args);
    },
    async stop() {
      if (!ended()) qemu.kill("SIGKILL");
      if (!ended()) await once(qemu, "exit");
      control?.close();
      rmSync(join(plan.folder, "initrd"), { force: true }); // a hundred megabytes that can be made again
    },
  };
}

/** QEMU's monitor protocol: one JSON object a line, both ways. */
class Monitor {
  readonly #socket: Socket;
  readonly #lines: AsyncIterator<string>;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  }

  static async open(path: string): Promise<Monitor> {
    const socket = createConnection(path);
    await once(socket, "connect");
    const monitor = new Monitor(socket);
    await monitor.run("qmp_capabilities", {});
    return monitor;
  }

  async run(command: string, args: object): Promise<void> {
    this.#socket.write(`${JSON.stringify({ execute: command, arguments: args })}\n`);
    for (;;) {
      const { value } = await this.#lines.next();
      const answer = JSON.parse(value ?? '{"error":"closed"}') as { return?: unknown; error?: unknown };
      if ("error" in answer) throw new Error(`${command}: ${JSON.stringify(answer.error)}`);
      if ("return" in answer) return;
    }
  }

  close(): void {
    this.#socket.destroy();
  }
}

const APPLETS = ["sh", "mount", "insmod", "sleep", "ls", "cat", "echo", "head", "seq"];

function rootFileSystem(plan: GuestPlan): Buffer {
  const { parts, architecture } = plan;
  const { loader, triple } = ARCHITECTURES[architecture];
  const root = new Archive();
  for (const name of ["dev", "proc", "sys", "tmp"]) root.folder(name);
  root.copy(join(parts.root, "bin/busybox"), "bin/busybox");
  for (const applet of APPLETS) root.link(`bin/${applet}`, "busybox");
  const library = join(parts.root, "lib", triple);
  for (const name of ["libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1", "libgcc_s.so.1"]) {
    root.copy(join(library, name), `lib/${name}`);
  }
  root.copy(join(parts.root, "usr/lib", triple, "libstdc++.so.6"), "lib/libstdc++.so.6");
  const loaders = ["lib", "lib64", `lib/${triple}`].map((folder) => join(parts.root, folder, loader)).filter(exists);
  root.copy(join(library, loader), architecture === "amd64" ? `lib64/${loader}` : `lib/${loader}`);
  if (loaders.length === 0) throw new Error(`the C library has no ${loader}`);
  root.copy(parts.node, "bin/node");
  root.copy(parts.nodeModules, "app/node_modules");
  root.file("app/package.json", '{"type":"module"}');
  for (const name of readdirSync(plan.bundle).filter((name) => /\.c?js$/u.test(name))) {
    root.copy(join(plan.bundle, name), `app/dist/${name}`);
  }
  const modules = modulePaths(parts.modules, plan.modules);
  for (const [i, path] of modules.entries()) {
    root.file(`modules/${String(i).padStart(2, "0")}.ko`, moduleBytes(join(parts.modules, path)));
  }
  for (const [name, bytes] of Object.entries(plan.data)) root.file(`data/${name}`, bytes);
  root.file("init", initScript(plan.script));
  return root.bytes();
}

function initScript(script: string): string {
  return `#!/bin/sh
export PATH=/bin LD_LIBRARY_PATH=/lib HOME=/tmp
mount -t devtmpfs dev /dev; mount -t proc proc /proc; mount -t sysfs sys /sys
exec >/dev/console 2>&1
say() { echo "@@$*"; }
wattframe() { node /app/dist/main.cjs "$@"; }
for module in /modules/*; do [ ! -e $module ] || insmod $module; done
${script}
say end $(cat /proc/uptime)
while :; do sleep 1000; done
`;
}

/** A module as the kernel loads it; newer Debian kernels keep theirs compressed. */
export function moduleBytes(path: string): Buffer {
  if (!path.endsWith(".xz")) return readFileSync(path);
  return execFileSync("xz", ["--decompress", "--stdout", path], { maxBuffer: 64 * 1024 * 1024 });
}

/** Files of modules and of all that they need, in the order in which they can be loaded. */
export function modulePaths(folder: string, names: readonly string[]): string[] {
  const table = new Map<string, { readonly path: string; readonly needs: readonly string[] }>();
  for (const line of readFileSync(join(folder, "modules.dep"), "utf8").split("\n")) {
    const [path = "", needs = ""] = line.split(":");
    table.set(moduleName(path), { path, needs: needs.trim().split(" ").filter(Boolean) });
  }
  const paths: string[] = [];
  for (const name of names) {
    const found = table.get(moduleName(name));
    if (found === undefined) throw new Error(`Debian's kernel has no module ${name}`);
    for (const path of [...found.needs.toReversed(), found.path]) if (!paths.includes(path)) paths.push(path);
  }
  return paths;
}

function moduleName(path: string): string {
  return (path.split("/").at(-1) ?? "").replace(/\.ko.*$/u, "").replaceAll("-", "_");
}
