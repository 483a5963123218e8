import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** A pseudo terminal that stands for a cable in a serial port, with a name that stays the same when it is plugged in again. */
export interface Cable {
  /** Path of the port. */
  readonly path: string;
  plugIn(): Promise<void>;
  unplug(): Promise<void>;
  /** Sends bytes in pieces of at most `pieceBytes`, with a moment between two of them. */
  send(bytes: Uint8Array | string, pieceBytes?: number): Promise<void>;
  end(): Promise<void>;
}

const MASTER = `
import os, sys, tty
master, slave = os.openpty()
tty.setraw(slave)
print(os.ttyname(slave), flush=True)
for line in sys.stdin:
    os.write(master, bytes.fromhex(line))
    print("sent", flush=True)
`;

/** A cable that is plugged in. */
export async function startCable(): Promise<Cable> {
  const folder = await mkdtemp(join(tmpdir(), "wattframe-port-"));
  const path = join(folder, "ttyTEST0");
  let master: ChildProcess | undefined;

  const answer = async (): Promise<string> => {
    const [text] = (await once(master!.stdout!, "data")) as [Buffer];
    return text.toString().trim();
  };
  const plugIn = async (): Promise<void> => {
    master = spawn("python3", ["-c", MASTER], { stdio: ["pipe", "pipe", "inherit"] });
    await symlink(await answer(), path);
  };
  const unplug = async (): Promise<void> => {
    const child = master;
    master = undefined;
    await rm(path, { force: true });
    if (child === undefined) return;
    child.kill();
    await once(child, "exit");
  };
  await plugIn();
  return {
    path,
    plugIn,
    unplug,
    send: async (bytes, pieceBytes = 64) => {
      const all = Buffer.from(bytes);
      for (let at = 0; at < all.length; at += pieceBytes) {
        const sent = answer();
        master!.stdin!.write(`${all.subarray(at, at + pieceBytes).toString("hex")}\n`);
        await sent;
        await wait(1);
      }
    },
    end: async () => {
      await unplug();
      await rm(folder, { recursive: true });
    },
  };
}
