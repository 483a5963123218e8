import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { decodePng } from "../../src/raster/png.ts";
import { type Mosquitto, startMosquitto } from "./mosquitto.ts";

const MAIN = join(import.meta.dirname, "../../dist/main.cjs");

let folder = "";
let broker: Mosquitto;
let kiosk: ChildProcess;
let log = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "wattframe-run-"));
  broker = await startMosquitto();
  await configure({});
  log = "";
  kiosk = spawn(process.execPath, [MAIN, "run", "--config", join(folder, "wattframe.yaml")], {
    env: { ...process.env, WATTFRAME_RUNTIME: join(folder, "runtime") },
    stdio: ["ignore", "ignore", "pipe"],
  });
  kiosk.stderr?.on("data", (chunk: Buffer) => {
    log += chunk.toString();
  });
  await until("a connection", () => log.includes("broker connected"));
});

afterEach(async () => {
  if (kiosk.exitCode === null && kiosk.signalCode === null) {
    kiosk.kill("SIGKILL");
    await once(kiosk, "exit");
  }
  await broker.stop();
  await rm(folder, { recursive: true, force: true });
});

async function configure({ size = "800x480", layout = "balance", file = "picture.png" }): Promise<void> {
  const lines = [
    `broker: { url: "${broker.url}" }`,
    "meters: [{ name: house, prefix: p1, mainFuseA: 25, phases: 3, timeZone: Europe/Helsinki }]",
    "clock: { trusted: true }",
    `displays: [{ name: file, kind: png-file, path: ${file}, size: "${size}", layout: ${layout} }]`,
  ];
  await writeFile(join(folder, "wattframe.yaml"), `${lines.join("\n")}\n`);
}

async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const endMs = performance.now() + 15_000;
  while (!(await isSo())) {
    if (performance.now() > endMs) throw new Error(`never happened: ${what}\n${log}`);
    await new Promise((done) => setTimeout(done, 25));
  }
}

const picture = (file = "picture.png") => readFile(join(folder, file)).catch(() => undefined);

/** Publishes as a shell script does: with Mosquitto's own client. */
async function publish(objectId: string, payload: string): Promise<void> {
  const topic = `p1/sensor/${objectId}/state`;
  const client = spawn("mosquitto_pub", ["-h", "127.0.0.1", "-p", String(broker.port), "-t", topic, "-m", payload]);
  const [code] = (await once(client, "exit")) as [number];
  expect(code).toBe(0);
}

describe("wattframe run", () => {
  it("keeps the picture current from mosquitto_pub and tells its state in status.json", async () => {
    await until("the first picture", async () => (await picture()) !== undefined);
    const empty = await picture();
    await publish("momentary_active_import", "2.345");
    await until("a picture with the power", async () => !(await picture())?.equals(empty ?? Buffer.alloc(0)));
    const before = await picture();
    await publish("momentary_active_import", "9.876");
    await until("a picture with the new power", async () => !(await picture())?.equals(before ?? Buffer.alloc(0)));
    await until("the status file", async () => {
      const text = await readFile(join(folder, "runtime/status.json"), "utf8").catch(() => "{}");
      return text.includes('"kind":"connected"');
    });
    const glass = await decodePng((await picture()) ?? Buffer.alloc(0));
    expect(glass.width).toBeGreaterThan(0);
  });

  it("reads its configuration again at SIGHUP, and keeps the old one when the new is wrong", async () => {
    await until("the first picture", async () => (await picture()) !== undefined);
    await configure({ layout: "balanse" });
    kiosk.kill("SIGHUP");
    await until("the refusal", () => log.includes("still using the previous configuration"));
    expect(log).toContain("balanse");
    await configure({ size: "250x122", layout: "glance", file: "small.png" });
    kiosk.kill("SIGHUP");
    await until("the new picture", async () => (await picture("small.png")) !== undefined);
    const small = await decodePng((await picture("small.png")) ?? Buffer.alloc(0));
    expect([small.width, small.height]).toEqual([250, 122]);
  });

  it.each(["SIGTERM", "SIGINT"] as const)("ends in order at %s", async (signal) => {
    const ended = once(kiosk, "exit");
    kiosk.kill(signal);
    expect(await ended).toEqual([0, null]);
    expect(log).toContain('"stopped"');
  });
});
