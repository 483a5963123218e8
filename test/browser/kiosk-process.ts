import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LAYOUTS_FOLDER, PACKAGE_FOLDER } from "../../src/package-folder.ts";
import { freePort } from "../e2e/mosquitto.ts";

/** A real `wattframe run` with a broker of its own, its page, a PNG file and a layout folder that may be edited. */
export interface KioskProcess {
  /** `http://127.0.0.1:…/` */
  readonly url: string;
  readonly mqttUrl: string;
  /** Where the configuration is; `layouts/balance.yaml` and `picture.png` are below it. */
  readonly folder: string;
  /** What it has said on stderr. */
  said(): string;
  start(): Promise<void>;
  /** Ends it and leaves its files, to be started again at the same addresses. */
  stop(): Promise<void>;
  /** Ends it and takes its files away. */
  remove(): Promise<void>;
}

/** @param preview further keys of `preview:`, as YAML flow */
export async function kioskProcess(preview = ""): Promise<KioskProcess> {
  const folder = await mkdtemp(join(tmpdir(), "wattframe-browser-"));
  const [port, mqttPort] = [await freePort(), await freePort()];
  await mkdir(join(folder, "layouts"));
  await copyFile(join(LAYOUTS_FOLDER, "balance.yaml"), join(folder, "layouts/balance.yaml"));
  const lines = [
    `broker: { embedded: { listen: "127.0.0.1:${mqttPort}" } }`,
    "meters: [{ name: house, prefix: han, mainFuseA: 25, timeZone: Europe/Helsinki }]",
    "clock: { trusted: true }",
    "layouts: layouts",
    `preview: { listen: "127.0.0.1:${port}"${preview} }`,
    "displays:",
    "  - { name: hallway, kind: png-file, path: picture.png, size: 800x480, palette: black-white }",
    "  - { name: label, kind: png-file, path: label.png, size: 250x122, layout: glance, palette: black-white-red }",
  ];
  await writeFile(join(folder, "wattframe.yaml"), `${lines.join("\n")}\n`);
  let child: ChildProcess | undefined;
  let said = "";
  const stop = async () => {
    if (child && child.exitCode === null && child.signalCode === null) {
      child.kill("SIGTERM");
      await once(child, "exit");
    }
  };
  return {
    url: `http://127.0.0.1:${port}/`,
    mqttUrl: `mqtt://127.0.0.1:${mqttPort}`,
    folder,
    said: () => said,
    async start() {
      said = "";
      child = spawn(
        process.execPath,
        [join(PACKAGE_FOLDER, "dist/main.cjs"), "run", "-c", join(folder, "wattframe.yaml")],
        {
          env: { ...process.env, WATTFRAME_RUNTIME: join(folder, "runtime") },
          stdio: ["ignore", "ignore", "pipe"],
        },
      );
      const listens = new Promise<void>((resolve, reject) => {
        child?.stderr?.on("data", (chunk: Buffer) => {
          said += chunk.toString();
          if (said.includes('"running"')) resolve();
        });
        child?.once("exit", (code) => reject(new Error(`the kiosk ended with ${code}: ${said}`)));
      });
      await listens;
    },
    stop,
    async remove() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
