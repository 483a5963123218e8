import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type Bench, measured, median } from "./comparison.ts";
import { end, freePort, inFolder, recording, rssMiB, startKiosk, until, WATTFRAME } from "./processes.ts";

const SETTLED_MS = 8_000;

/** Memory of a process that idles, MiB. */
async function settledMiB({ pid = 0 }: ChildProcess): Promise<number> {
  await pause(SETTLED_MS);
  return rssMiB(pid);
}

/** Memory of a Node that does nothing, MiB. */
async function bareMiB(): Promise<number> {
  const bare = spawn(process.execPath, ["-e", "setInterval(() => {}, 1e9)"]);
  try {
    return await settledMiB(bare);
  } finally {
    await end(bare);
  }
}

/** Memory of a kiosk that has drawn its first picture and then idles, MiB. */
async function kioskMiB(folder: string, name: string, broker: string, during = async () => {}): Promise<number> {
  const own = join(folder, name);
  await mkdir(own);
  const picture = join(own, "a.png");
  const display = `{ name: a, kind: png-file, path: ${picture}, size: 800x480, palette: black-white }`;
  const config = join(own, "wattframe.yaml");
  await writeFile(config, `broker: ${broker}\ndisplays:\n  - ${display}\n`);
  const kiosk = startKiosk(own, config);
  try {
    await until(() => existsSync(picture), "the kiosk's first picture");
    const miB = await settledMiB(kiosk);
    await during();
    return miB;
  } finally {
    await end(kiosk);
  }
}

const idleOf = (name: string, bound: number, broker: string) => {
  return { name, bound, what: `memory of an idle kiosk, ${broker} / bare Node` };
};

/** An idle kiosk with its own broker, and one that is a client of that, against a Node that does nothing. */
export const idleMemory: Bench = {
  rows: [idleOf("memory-remote", 2, "a broker elsewhere"), idleOf("memory-embedded", 2.2, "its own broker")],
  measure: () =>
    inFolder(async (folder) => {
      const [remote, embedded, bare]: [number[], number[], number[]] = [[], [], []];
      for (let round = 0; round < 3; round++) {
        const listen = `127.0.0.1:${await freePort()}`;
        const ofRemote = async () =>
          void remote.push(await kioskMiB(folder, `remote-${round}`, `{ url: "mqtt://${listen}" }`));
        embedded.push(await kioskMiB(folder, `own-${round}`, `{ embedded: { listen: "${listen}" } }`, ofRemote));
        bare.push(await bareMiB());
      }
      const other = median(bare);
      return [measured(median(remote), other, "MiB"), measured(median(embedded), other, "MiB")];
    }),
};

const FRAMES = 20_000;
const EARLY_FRAMES = 2_500;

/** Memory at the end of so many pictures of one recording, MiB. */
async function afterFramesMiB(frames: number, replay: string, picture: string): Promise<number> {
  const args = ["render", "--replay", replay, "--frames", String(frames), "-o", picture];
  const child = spawn(WATTFRAME, args, { stdio: "ignore" });
  let last = 0;
  while (child.exitCode === null) {
    await pause(20);
    last = (child.pid !== undefined && existsSync(`/proc/${child.pid}/statm`) && rssMiB(child.pid)) || last;
  }
  return last;
}

/** A process that has drawn many pictures, against a Node that does nothing, and against itself after fewer. */
export const framesMemory: Bench = {
  rows: [
    { name: "memory-frames", bound: 2.5, what: "memory after 20,000 pictures / bare Node" },
    { name: "memory-growth", bound: 1.15, what: "memory after 20,000 pictures / after 2,500" },
  ],
  measure: () =>
    inFolder(async (folder) => {
      const replay = await recording(folder, "reader", "56h");
      const picture = join(folder, "a.png");
      const early = await afterFramesMiB(EARLY_FRAMES, replay, picture);
      const late = await afterFramesMiB(FRAMES, replay, picture);
      return [measured(late, await bareMiB(), "MiB"), measured(late, early, "MiB")];
    }),
};
