import { readdir, readFile, readlink } from "node:fs/promises";
import { createServer } from "node:net";
import { WattframeError } from "../errors.ts";

/** Tells whether a program listens at this port of the machine, on any of its addresses. */
export function isPortTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (cause: NodeJS.ErrnoException) => resolve(cause.code === "EADDRINUSE"));
    server.listen(port, "0.0.0.0", () => server.close(() => resolve(false)));
  });
}

/**
 * Tells whether a process listens at this port; undefined where this user may not look.
 * @source proc_pid_net(5), "/proc/net/tcp": the local address, the state (0A listens) and the inode are fields 2, 4 and 10
 */
export async function listensThere(pid: number, port: number): Promise<boolean | undefined> {
  const tables = await Promise.all(
    ["tcp", "tcp6"].map((name) => readFile(`/proc/net/${name}`, "utf8").catch(() => "")),
  );
  const rows = tables.flatMap((table) => table.split("\n").map((line) => line.trim().split(/\s+/u)));
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const sockets = rows.flatMap(([, at, , state, , , , , , inode]) =>
    at?.endsWith(suffix) && state === "0A" ? [`socket:[${inode}]`] : [],
  );
  const folder = `/proc/${pid}/fd`;
  const names = await readdir(folder).catch(() => undefined);
  if (names === undefined) return undefined;
  const held = await Promise.all(names.map((name) => readlink(`${folder}/${name}`).catch(() => "")));
  return held.some((target) => sockets.includes(target));
}

/**
 * Tells whether another program has the port that the embedded broker is to have. Our own kiosk that runs does not count.
 * @param kioskPid process of the running kiosk; absent where none runs
 */
export async function isPortOfAnother(port: number, kioskPid: number | undefined): Promise<boolean> {
  if (!(await isPortTaken(port))) return false;
  return kioskPid === undefined || (await listensThere(kioskPid, port)) === false;
}

/** The port as a fault, with the options that go around it. */
export function portTaken(port: number): WattframeError {
  return new WattframeError("BROKER_LISTEN", takenText(port), { hint: otherWays(port) });
}

/** What is the matter with the port, in a sentence. */
export function takenText(port: number): string {
  return `port ${port} of this machine is taken by another program, perhaps Debian's Mosquitto`;
}

/** The ways around a port that is taken, as options. */
export function otherWays(port: number): string {
  return `Use that broker: --broker mqtt://USER@127.0.0.1:${port} --broker-password-file FILE. Or take another port: --broker embedded:${(port % 65_535) + 1}. Or stop that program.`;
}
