import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { SILENT } from "../../src/log.ts";
import { PACKAGE_FOLDER } from "../../src/package-folder.ts";
import { createPublisher, type Publisher } from "../../src/source/publisher.ts";
import { freePort, type Mosquitto, startMosquitto } from "../e2e/mosquitto.ts";
import { startChromium } from "./chromium.ts";

const LIVE = { retain: false, qos: 0 } as const;

let browser: Browser;
let broker: Mosquitto;
let folder: string;
let kiosk: ChildProcess;
let reader: Publisher;
let url: string;
let page: Page;
let faults: string[];

beforeAll(async () => {
  browser = await startChromium();
  broker = await startMosquitto();
  reader = await createPublisher(broker.url, {}, SILENT);
  folder = await mkdtemp(join(tmpdir(), "wattframe-values-"));
  const port = await freePort();
  url = `http://127.0.0.1:${port}/`;
  await writeFile(
    join(folder, "wattframe.yaml"),
    [
      `broker: { url: "${broker.url}" }`,
      "clock: { trusted: true }",
      "meters:",
      "  - { name: house, prefix: han, mainFuseA: 25, timeZone: Europe/Helsinki }",
      "  - { name: barn, prefix: barn, mainFuseA: 16, timeZone: Europe/Helsinki }",
      `preview: { listen: "127.0.0.1:${port}" }`,
      "displays: [{ name: wall, kind: png-file, path: wall.png, meter: house }]",
    ].join("\n"),
  );
  await start();
});

afterAll(async () => {
  await stop();
  await reader?.end();
  await broker?.stop();
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  page = await browser.newPage();
  faults = [];
  page.on("pageerror", ({ message }) => faults.push(message));
});

afterEach(() => page.close());

async function start(): Promise<void> {
  const main = join(PACKAGE_FOLDER, "dist/main.cjs");
  kiosk = spawn(process.execPath, [main, "run", "-c", join(folder, "wattframe.yaml")], {
    env: { ...process.env, WATTFRAME_RUNTIME: join(folder, "runtime") },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  await new Promise<void>((resolve, reject) => {
    kiosk.stderr?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes("broker connected") && said.includes('"running"')) resolve();
    });
    kiosk.once("exit", (code) => reject(new Error(`the kiosk ended with ${code}: ${said}`)));
  });
}

async function stop(): Promise<void> {
  if (kiosk.exitCode !== null || kiosk.signalCode !== null) return;
  kiosk.kill("SIGCONT");
  kiosk.kill("SIGTERM");
  await once(kiosk, "exit");
}

const row = (text: string) => page.locator(".values-table tbody tr", { hasText: text }).first();
const thisPage = () => page.locator(".how-it-is > div").first();
const say = (topic: string, payload: string) => reader.publish(topic, payload, LIVE);

it("shows the meter that is chosen, and nothing of the other", async () => {
  await page.goto(`${url}#values`);
  await page.getByRole("radio", { name: "house" }).waitFor();
  await say("han/sensor/voltage_phase_1/state", "229.8");
  await say("barn/sensor/voltage_phase_2/state", "231.4");
  await row("han/sensor").getByText("229.8").waitFor();
  expect(await page.locator(".values-table tbody tr").count()).toBe(1);
  await page.getByRole("radio", { name: "barn" }).check();
  await row("barn/sensor").getByText("231.4").waitFor();
  expect(await page.locator(".values-table tbody tr").count()).toBe(1);
  await say("barn/sensor/voltage_phase_2/state", "230.9");
  await row("barn/sensor").getByText("230.9").waitFor();
  expect(faults).toEqual([]);
});

it("says that nothing is fresh when the kiosk falls silent, and goes on when it speaks again", async () => {
  await page.clock.install();
  await page.goto(`${url}#values`);
  await say("han/telegram", '{"v":1,"obis":{"1-0:1.7.0":1234,"1-0:31.7.0":5100}}');
  await row("1-0:1.7.0").waitFor();
  expect(await page.locator(".power-now").getAttribute("data-state")).toBe("fresh");
  kiosk.kill("SIGSTOP");
  await page.clock.runFor(40_000);
  await thisPage().getByText("connection lost").waitFor();
  await row("1-0:1.7.0").getByText("last known").waitFor();
  await row("1-0:1.7.0")
    .getByText(/4\d s ago/)
    .waitFor();
  expect(await page.locator(".power-now").getAttribute("data-state")).toBe("stale");
  expect(await page.locator("[data-phase=L1]").getAttribute("data-state")).toBe("stale");
  kiosk.kill("SIGCONT");
  await page.clock.resume();
  await page.clock.runFor(5_000);
  await thisPage().getByText("live", { exact: true }).waitFor();
});

it("finds a kiosk that was started anew, and knows what that knows", async () => {
  await page.goto(`${url}#values`);
  await say("han/sensor/boiler/state", "61.5");
  await row("boiler").waitFor();
  await stop();
  await thisPage().getByText("connection lost").waitFor();
  await row("boiler").getByText("last known").waitFor();
  await start();
  await thisPage().getByText("live", { exact: true }).waitFor({ timeout: 40_000 });
  await page.waitForFunction(() => !document.querySelector("tbody")?.textContent?.includes("boiler"));
  await say("han/sensor/boiler/state", "62");
  await row("boiler").getByText("62").waitFor();
  expect(faults).toEqual([]);
});
