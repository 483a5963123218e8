import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { WattframeError } from "../errors.ts";
import type { Owner } from "./planned-files.ts";

/** Where a set-up goes: to a folder alone, or to a machine. */
export interface Target {
  /** Folder of the configuration. */
  readonly folder: string;
  /** Folder of the history and path of the picture file, as the configuration names them. */
  readonly historyPath: string;
  readonly picturePath: string;
  /** Absent: nothing but the folder is touched. */
  readonly machine?: TargetMachine;
}

/** The machine that is set up. */
export interface TargetMachine {
  /** Its root folder. */
  readonly root: string;
  /** The service's user. */
  readonly owner: Owner;
}

/** User that the service runs as. */
export const SERVICE_USER = "wattframe";
/** Folder of the machine's configuration. */
export const MACHINE_FOLDER = "/etc/wattframe";

/** A set-up that touches nothing but a folder. */
export function folderTarget(folder: string): Target {
  return { folder, historyPath: "history", picturePath: "balance.png" };
}

/**
 * A set-up of the machine whose root folder is named, for the service of its package.
 * @param uid who runs this; a machine other than the running one needs no root
 * @throws WattframeError `FILE_WRITE` for another user than root, and where the service has no user
 */
export async function machineTarget(root: string, uid: number): Promise<Target> {
  const elsewhere = `--out DIR writes the files into a folder of your own, and touches nothing else.`;
  if (root === "/" && uid !== 0) {
    throw new WattframeError("FILE_WRITE", `setting up this machine writes to ${MACHINE_FOLDER} and needs root`, {
      hint: `Run it with sudo: sudo wattframe setup. ${elsewhere}`,
    });
  }
  const owner = ownerOf(SERVICE_USER, await readFile(join(root, "etc/passwd"), "utf8").catch(() => ""));
  if (owner === undefined) {
    throw new WattframeError("FILE_WRITE", `the service's user ${SERVICE_USER} does not exist on this machine`, {
      hint: `Install the Debian package first, which makes it. ${elsewhere}`,
    });
  }
  return {
    folder: join(root, MACHINE_FOLDER),
    historyPath: "/var/lib/wattframe",
    picturePath: "/run/wattframe/balance.png",
    machine: { root, owner },
  };
}

/** Numbers of a user in the text of /etc/passwd; undefined where it has none of that name. @source passwd(5) */
export function ownerOf(user: string, passwd: string): Owner | undefined {
  const fields = passwd.split("\n").map((line) => line.split(":"));
  const [, , uid, gid] = fields.find(([name]) => name === user) ?? [];
  if (uid === undefined || gid === undefined || !/^\d+$/u.test(uid) || !/^\d+$/u.test(gid)) return undefined;
  return { uid: Number(uid), gid: Number(gid) };
}
