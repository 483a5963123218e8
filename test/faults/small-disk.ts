import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

/** Root may mount by itself; anybody else in a namespace in which they are root. */
const UNSHARE = process.getuid?.() === 0 ? ["--mount"] : ["--map-root-user", "--mount"];
const ENTER = process.getuid?.() === 0 ? ["--mount"] : ["--user", "--preserve-credentials", "--mount"];

/** False where this system lets nobody mount anything, as in some containers. */
export const CAN_MOUNT = spawnSync("unshare", [...UNSHARE, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]).status === 0;

/** A small disk in memory, mounted on a folder in a namespace of its own: only what is started through it sees it. */
export class SmallDisk {
  /** Program and arguments that start something which sees the disk. */
  readonly through: readonly string[];
  /** The disk as this process sees it. */
  readonly folder: string;
  readonly #mountPoint: string;
  readonly #holder: ChildProcess;

  private constructor(mountPoint: string, holder: ChildProcess) {
    this.#mountPoint = mountPoint;
    this.#holder = holder;
    this.through = ["nsenter", "--target", String(holder.pid), ...ENTER, "--"];
    this.folder = join(`/proc/${holder.pid}/root`, mountPoint);
  }

  /** Makes a disk of some kilobytes on a folder, which is made. */
  static async mounted(mountPoint: string, kilobytes: number): Promise<SmallDisk> {
    mkdirSync(mountPoint, { recursive: true });
    const script = 'mount -t tmpfs -o "size=$1k" tmpfs "$2" && echo mounted && exec sleep 600';
    const args = [...UNSHARE, "sh", "-c", script, "sh", String(kilobytes), mountPoint];
    const holder = spawn("unshare", args, { stdio: ["ignore", "pipe", "inherit"] });
    await Promise.race([once(holder.stdout, "data"), once(holder, "exit")]);
    if (holder.exitCode !== null) throw new Error(`no disk could be mounted on ${mountPoint}`);
    return new SmallDisk(mountPoint, holder);
  }

  /** Lets nothing be written any more, or again; nothing may be open for writing. */
  remount(how: "ro" | "rw"): void {
    const [program = "", ...args]: readonly string[] = [
      ...this.through,
      "mount",
      "-o",
      `remount,${how}`,
      this.#mountPoint,
    ];
    const { status, stderr } = spawnSync(program, args);
    if (status !== 0) throw new Error(`the disk could not be remounted: ${stderr.toString()}`);
  }

  /** Fills the disk to the last byte. */
  fill(): void {
    const file = openSync(join(this.folder, "filling"), "w");
    try {
      for (const piece of [Buffer.alloc(4_096), Buffer.alloc(1)]) while (wrote(file, piece));
    } finally {
      closeSync(file);
    }
  }

  /** Makes room again. */
  empty(): void {
    rmSync(join(this.folder, "filling"), { force: true });
  }

  async remove(): Promise<void> {
    const ended = once(this.#holder, "exit");
    this.#holder.kill("SIGKILL");
    await ended;
  }
}

function wrote(file: number, piece: Buffer): boolean {
  try {
    return writeSync(file, piece) === piece.length;
  } catch (thrown) {
    if (thrown instanceof Error && "code" in thrown && thrown.code === "ENOSPC") return false;
    throw thrown;
  }
}
