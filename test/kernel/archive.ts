import { lstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** A file of an archive: what it holds, and whether it may be run. */
interface Entry {
  readonly name: string;
  readonly mode: number;
  readonly bytes: Buffer;
}

const DIRECTORY = 0o040755;
const PROGRAM = 0o100755;
const LINK = 0o120777;

/** A root file system for a guest, as the kernel unpacks it into memory: cpio in the "new ASCII" format. */
export class Archive {
  readonly #entries = new Map<string, Entry>();

  /** Adds a file; folders above it are made. */
  file(name: string, bytes: Buffer | string): void {
    this.#put(name, PROGRAM, Buffer.from(bytes));
  }

  /** Adds a symbolic link. */
  link(name: string, target: string): void {
    this.#put(name, LINK, Buffer.from(target));
  }

  /** Adds a folder, empty. */
  folder(name: string): void {
    this.#put(name, DIRECTORY, Buffer.alloc(0));
  }

  /** Adds a file of this machine, or a folder with everything in it; links are followed. */
  copy(path: string, name: string): void {
    if (!statSync(path).isDirectory()) this.file(name, readFileSync(path));
    else for (const child of readdirSync(path)) this.copy(join(path, child), `${name}/${child}`);
  }

  /** The archive's bytes. */
  bytes(): Buffer {
    const entries = [...this.#entries.values(), { name: "TRAILER!!!", mode: 0, bytes: Buffer.alloc(0) }];
    return Buffer.concat(entries.flatMap((entry, i) => [header(entry, i + 1), padded(entry.bytes)]));
  }

  #put(name: string, mode: number, bytes: Buffer): void {
    const parent = name.includes("/") ? name.slice(0, name.lastIndexOf("/")) : "";
    if (parent !== "" && !this.#entries.has(parent)) this.folder(parent);
    this.#entries.set(name, { name, mode, bytes });
  }
}

/** Whether a path is there, dangling links included. */
export function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** @source cpio(5), "New ASCII Format" */
function header({ name, mode, bytes }: Entry, inode: number): Buffer {
  const text = Buffer.from(`${name}\0`);
  const fields = [inode, mode, 0, 0, 1, 0, bytes.length, 0, 0, 0, 0, text.length, 0];
  return padded(Buffer.concat([Buffer.from(`070701${fields.map((field) => hex(field)).join("")}`), text]));
}

function hex(value: number): string {
  return value.toString(16).padStart(8, "0").toUpperCase();
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}
