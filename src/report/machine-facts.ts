import { cpus, freemem, release, totalmem, uptime } from "node:os";
import type { Machine } from "../doctor/machine.ts";
import { VERSION } from "../version.ts";

const MB = 1_000_000;

/** What a report says of this machine, a line each; nothing that tells it from others of its kind. */
export async function machineFacts({ node, read }: Machine): Promise<string> {
  const system = /^PRETTY_NAME="?(.*?)"?$/mu.exec((await read("/etc/os-release")) ?? "")?.[1];
  const board = (await read("/proc/device-tree/model"))?.replaceAll("\0", "").trim();
  const facts: readonly (readonly [string, string])[] = [
    ["wattframe", VERSION],
    ["Node.js", `${node} (${process.arch})`],
    ["system", `${system ?? "not known"}, kernel ${release()}`],
    ["board", board ?? "not known: there is no device tree"],
    ["processor", `${cpus().length} × ${cpus()[0]?.model || "not known"}`],
    ["memory", `${Math.floor(freemem() / MB)} of ${Math.floor(totalmem() / MB)} MB free`],
    ["running for", `${Math.floor(uptime() / 3600)} h`],
  ];
  const width = Math.max(...facts.map(([name]) => name.length));
  return facts.map(([name, text]) => `${name.padEnd(width)}  ${text}\n`).join("");
}
