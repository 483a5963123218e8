import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { buildDashboard } from "../../scripts/dashboard.ts";
import { SILENT } from "../../src/log.ts";
import { PACKAGE_FOLDER } from "../../src/package-folder.ts";
import { startBroker } from "../../src/source/embedded-broker.ts";
import { createPublisher, type Publisher } from "../../src/source/publisher.ts";
import { type Mosquitto, startMosquitto } from "../e2e/mosquitto.ts";
import { accessibilityFaults } from "./accessibility.ts";
import { startChromium } from "./chromium.ts";
import { type ServedFolder, serveFolder } from "./serve-folder.ts";

const USERS = { reader: "r3ader", guest: "gu3st" };
const LIVE = { retain: false, qos: 0 } as const;
const KEPT = { retain: true, qos: 0 } as const;

let folder: string;
let served: ServedFolder;
let browser: Browser;
let broker: Mosquitto;
let reader: Publisher;
let context: BrowserContext;
let page: Page;
let faults: string[];
const ending: (() => unknown)[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "wattframe-dashboard-"));
  await buildDashboard(folder);
  served = await serveFolder(folder);
  browser = await startChromium();
  broker = await startMosquitto({ websockets: true, users: USERS });
  reader = await createPublisher(broker.url, { username: "reader", password: USERS.reader }, SILENT);
});

afterAll(async () => {
  await browser?.close();
  await served?.stop();
  await reader?.end();
  await broker?.stop();
  await rm(folder, { recursive: true, force: true });
});

afterEach(async () => {
  for (const end of ending.splice(0).toReversed()) await end();
  await context?.close();
});

/** Opens the page in a browser that knows nothing of it. */
async function open(options: Parameters<Browser["newContext"]>[0] = {}): Promise<void> {
  context = await browser.newContext(options);
  page = await context.newPage();
  faults = [];
  page.on("pageerror", ({ message }) => faults.push(message));
  page.on("console", (line) => {
    if (line.type() === "error" && !/WebSocket connection/.test(line.text())) faults.push(line.text());
  });
  await page.goto(served.url);
}

/** Fills the form and connects. */
async function connect(url = broker.url, username = "guest", password = USERS.guest): Promise<void> {
  await page.getByLabel("Broker", { exact: true }).fill(url);
  await page.getByLabel("User").fill(username);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Connect" }).click();
}

const broken = () => page.locator(".how-it-is > div", { hasText: "Broker" });
const row = (topic: string) => page.locator(".values-table tbody tr", { hasText: topic });
const say = (topic: string, payload: string | Uint8Array, options: typeof LIVE | typeof KEPT = LIVE) =>
  reader.publish(`han/${topic}`, payload, options);

async function connected(): Promise<void> {
  await open();
  await connect();
  await broken().getByText("connected since").waitFor();
}

describe("the folder", () => {
  it("paints first with less than 85 kB, and loads the rest after that", async () => {
    await open();
    await page.getByRole("button", { name: "Connect" }).waitFor();
    const first = served.asked.filter((path) => path.startsWith("/some/where/")).map((path) => path.slice(12));
    const names = [...new Set(first)].map((name) => name || "index.html");
    const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
    expect(names).toContain("dashboard.js");
    expect(names.filter((name) => name.startsWith("engine-"))).toEqual([]);
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(85_000);
    await connect();
    await broken().getByText("connected since").waitFor();
    expect(served.asked.some((path) => path.includes("engine-"))).toBe(true);
    expect(faults).toEqual([]);
  });

  it("names nothing by an absolute path, and nothing of another host", async () => {
    const html = await readFile(join(folder, "index.html"), "utf8");
    const named = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, name]) => name);
    expect(named).toEqual([expect.stringMatching(/^data:image\/svg/), "dashboard.css", "dashboard.js"]);
    expect(await readdir(folder)).toEqual(expect.arrayContaining(["index.html", "dashboard.css", "dashboard.js"]));
    expect(html).toContain("connect-src ws: wss:");
  });
});

describe("what comes from a broker", () => {
  it("stands with its meaning, in base units, whatever it is", async () => {
    await connected();
    await say("sensor/momentary_active_import/state", "1.234");
    await say("telegram", '{"v":1,"obis":{"1-0:1.7.0":1234,"1-0:31.7.0":5100,"1-0:51.7.0":-2000}}');
    await say("diagnostics", '{"v":1,"rssi":-91,"serial":"735999123456789012"}', KEPT);
    await say("status", "online", KEPT);
    await say("switch/<img src=x onerror=alert(1)>\u202E/state", "<b>ON</b>");
    await say("raw", "/ADN9 6534\r\n\r\n0-0:96.1.0(735999123456789012)\r\n1-0:1.7.0(0001.000*kW)\r\n!0000\r\n");
    ending.push(() => Promise.all(["diagnostics", "status"].map((topic) => say(topic, "", KEPT))));
    await row("obis 1-0:31.7.0").getByText("5.1").waitFor();
    expect(await row("momentary_active_import").locator(".value").textContent()).toBe("1.234 kW");
    expect(await row("obis 1-0:51.7.0").locator(".value").textContent()).toBe("−2 A");
    expect(await row("rssi").locator(".value").textContent()).toBe("-91");
    expect(await row("rssi").locator(".quantity").textContent()).toBe("Wi-Fi signal in dBm");
    expect(await page.locator(".how-it-is .advice").allTextContents()).toEqual([
      "The reader's Wi-Fi is weak (-91 dBm): move it, or raise output_power.",
    ]);
    await page.getByText("says checksum 0000").waitFor();
    expect(await page.locator(".power-now").textContent()).toContain("From the grid1.2 kW");
    expect(await page.locator("[data-phase=L1]").getAttribute("data-state")).toBe("fresh");
    expect(await page.locator("[data-phase=L3]").textContent()).toContain("not reported");
    const text = (await page.locator("main").textContent()) ?? "";
    expect(text).toContain("<img src=x onerror=alert(1)>⟨U+202E⟩");
    expect(text).not.toContain("735999");
    expect(await page.locator("main img").count()).toBe(0);
    expect(faults).toEqual([]);
  });

  it("is marked as kept where the broker had kept it", async () => {
    await say("sensor/momentary_active_import/state", "0.5", KEPT);
    ending.push(() => say("sensor/momentary_active_import/state", "", KEPT));
    await connected();
    const kept = row("momentary_active_import");
    await kept.getByText("age unknown").waitFor();
    expect(await kept.locator(".retain").textContent()).toBe("yes");
    expect(await page.locator(".power-now").getAttribute("data-state")).toBe("retained");
  });

  it("comes from the simulated house too", async () => {
    await connected();
    const house = spawn(
      join(PACKAGE_FOLDER, "scripts/wattframe"),
      [
        "simulate",
        "--as",
        "reader",
        "--scenario",
        "sauna",
        "--broker",
        broker.url.replace("ws://", "ws://reader:r3ader@"),
      ],
      { stdio: "ignore" },
    );
    ending.push(
      () => say("status", "", KEPT),
      () => ended(house),
    );
    await row("obis 1-0:1.7.0").waitFor({ timeout: 30_000 });
    await page.getByText("Phases within limits").or(page.getByText("near its fuse")).waitFor();
    expect(await page.locator(".values-table tbody tr").count()).toBeGreaterThan(20);
    expect(await page.locator(".how-it-is").textContent()).toContain("last values");
  });
});

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill("SIGTERM");
  await once(child, "exit");
}

describe("an old value", () => {
  it("ages while nothing comes, and is out of date after its limit", async () => {
    context = await browser.newContext();
    page = await context.newPage();
    await page.clock.install();
    await page.goto(served.url);
    await connect();
    await broken().getByText("connected since").waitFor();
    await say("sensor/momentary_active_import/state", "1.234");
    const value = row("momentary_active_import");
    await value.waitFor();
    await page.clock.runFor(20_000); // what comes first of all may have been sent again
    await say("sensor/momentary_active_import/state", "1.235");
    await expect.poll(() => value.getAttribute("data-state")).toBe("fresh");
    await page.clock.runFor(50_000);
    await value.getByText(/^5\d s ago$/).waitFor(); // the message takes time too
    expect(await value.getAttribute("data-state")).toBe("fresh");
    await page.clock.runFor(15_000);
    await value.getByText("out of date").waitFor();
    expect(await page.locator(".power-now").getAttribute("data-state")).toBe("stale");
  });

  it("is not fresh any more the moment the broker is gone, and the page comes back by itself", async () => {
    const other = await startMosquitto({ websockets: true });
    ending.push(() => other.stop());
    const feed = await createPublisher(other.url, {}, SILENT);
    ending.push(() => feed.end());
    await open();
    await connect(other.url, "", "");
    await broken().getByText("connected since").waitFor();
    await feed.publish("han/sensor/momentary_active_import/state", "1.234", LIVE);
    await row("momentary_active_import").waitFor();
    await expect
      .poll(
        async () => {
          await feed.publish("han/sensor/momentary_active_import/state", "1.234", LIVE);
          return page.locator(".power-now").getAttribute("data-state");
        },
        { timeout: 20_000, interval: 500 },
      )
      .toBe("fresh");
    await other.stop();
    await page.getByText("not connected, trying again").waitFor();
    await row("momentary_active_import").getByText("last known").waitFor();
    expect(await page.locator(".power-now").getAttribute("data-state")).toBe("stale");
    expect(await page.getByRole("alert").textContent()).toMatch(
      /the broker closed the connection.*retrying automatically/i,
    );
    const back = await startMosquitto({ websockets: true, port: other.port });
    ending.push(() => back.stop());
    await broken().getByText("connected since").waitFor({ timeout: 30_000 });
    expect(await page.getByRole("alert").count()).toBe(0);
  });
});

describe("a broker that will not have us", () => {
  it("is said with what to do: a wrong password", async () => {
    await open();
    await connect(broker.url, "guest", "wrong");
    const notice = page.getByRole("alert");
    await notice.waitFor();
    expect(await notice.textContent()).toMatch(/refuses.*Check user and password/);
  });

  it("is said with what to do: nothing listens there", async () => {
    await open();
    await connect("ws://127.0.0.1:9", "", "");
    const notice = page.getByRole("alert");
    await notice.waitFor();
    expect(await notice.textContent()).toMatch(/Nothing answers there as a broker.*port 1883 does not/);
  });

  it("is said with what to do: a user who may not read", async () => {
    const secret = (text: string) => ({ reveal: () => text });
    const own = await startBroker(
      {
        listen: { mqtt: [{ host: "127.0.0.1", port: 0 }], ws: [{ host: "127.0.0.1", port: 0 }] },
        users: [
          { name: "blind", password: secret("bl1nd"), publish: [], subscribe: [] },
          { name: "guest", password: secret("gu3st"), publish: [], subscribe: ["han/#"] },
          { name: "reader", password: secret("r3ader"), publish: ["han/#"], subscribe: [] },
        ],
        limits: { clients: 8, payloadBytes: 65_536, messagesPerS: 200 },
      },
      SILENT,
    );
    ending.push(() => own.stop());
    const url = own.addresses.find((address) => address.startsWith("ws:")) ?? "";
    await open();
    await connect(url, "blind", "bl1nd");
    await page.getByRole("alert").getByText("Give this user the right to read han/#").waitFor();
    await page.getByRole("button", { name: "Connect" }).waitFor(); // the settings open by themselves
    await connect(url, "guest", "gu3st");
    await broken().getByText("connected since").waitFor();
    const feed = await createPublisher(own.addresses[0] ?? "", { username: "reader", password: "r3ader" }, SILENT);
    ending.push(() => feed.end());
    await feed.publish("han/sensor/voltage_phase_1/state", "229.8", LIVE);
    await row("voltage_phase_1").getByText("229.8").waitFor();
    expect(await page.getByRole("alert").count()).toBe(0);
  });

  it("is said before anything is tried where the address can be none", async () => {
    await open();
    await connect("mqtt://192.168.1.10");
    expect(await page.getByRole("alert").textContent()).toContain("begins with ws:// or wss://");
  });
});

it("publishes nothing, ever", async () => {
  context = await browser.newContext();
  page = await context.newPage();
  const sent: number[] = [];
  page.on("websocket", (socket) => {
    socket.on("framesent", ({ payload }) => {
      if (typeof payload !== "string" && payload[0] !== undefined) sent.push(payload[0] >>> 4);
    });
  });
  await page.goto(served.url);
  await connect();
  await broken().getByText("connected since").waitFor();
  await say("sensor/boiler/state", "61.5");
  await row("boiler").waitFor();
  await page.close();
  const [CONNECT, SUBSCRIBE] = [1, 8];
  expect(sent.slice(0, 2)).toEqual([CONNECT, SUBSCRIBE]);
  expect(sent.filter((kind) => ![CONNECT, SUBSCRIBE, 12, 14].includes(kind))).toEqual([]);
});

describe("what the browser keeps", () => {
  const kept = () => page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));

  it("has the password as long as the tab lives, and connects anew by itself", async () => {
    await connected();
    const [local, session] = JSON.parse(await kept()) as [object, object];
    expect(JSON.stringify(local)).toContain("guest");
    expect(JSON.stringify(local)).not.toContain(USERS.guest);
    expect(JSON.stringify(session)).toContain(USERS.guest);
    await page.reload();
    await broken().getByText("connected since").waitFor();
    const other = await context.newPage();
    await other.goto(served.url);
    await other.getByRole("button", { name: "Connect" }).waitFor();
    expect(await other.getByLabel("User").inputValue()).toBe("guest");
    expect(await other.getByLabel("Password", { exact: true }).inputValue()).toBe("");
  });

  it("has it for good where that is asked for, and forgets everything", async () => {
    await open();
    await page.getByLabel("Remember the password").check();
    await connect();
    await broken().getByText("connected since").waitFor();
    expect(await kept()).toContain(USERS.guest);
    await page.getByRole("button", { name: "Settings" }).click();
    await page.getByRole("button", { name: "Forget everything" }).click();
    expect(await kept()).toBe("[{},{}]");
    expect(await page.getByLabel("User").inputValue()).toBe("");
    expect(await page.locator(".dashboard").count()).toBe(0);
  });
});

describe("the table", () => {
  it("is searched, filtered and sorted", async () => {
    await connected();
    for (const [id, payload] of [
      ["momentary_active_import", "1"],
      ["voltage_phase_1", "230"],
      ["boiler", "61.5"],
    ] as const) {
      await say(`sensor/${id}/state`, payload);
    }
    await row("boiler").waitFor();
    await row("voltage_phase_1").waitFor();
    const topics = () => page.locator("tbody .topic").allTextContents();
    await page.getByRole("button", { name: "Value" }).click();
    expect(await page.locator("th.value").getAttribute("aria-sort")).toBe("ascending");
    expect((await topics()).map((topic) => topic.split("/")[2])).toEqual([
      "boiler",
      "voltage_phase_1",
      "momentary_active_import",
    ]);
    await page.getByRole("button", { name: "Value" }).click();
    expect(await page.locator("th.value").getAttribute("aria-sort")).toBe("descending");
    expect((await topics())[0]).toContain("momentary_active_import");
    await page.getByRole("searchbox").fill("32.7.0");
    expect(await topics()).toEqual(["han/sensor/voltage_phase_1/state"]);
    await page.getByRole("searchbox").fill("");
    await page.getByRole("radio", { name: "Unknown" }).check();
    expect(await topics()).toEqual(["han/sensor/boiler/state"]);
  });

  it("keeps focus, selection and places while values come", async () => {
    await connected();
    for (const id of ["a", "b", "c"]) await say(`sensor/${id}/state`, "1");
    await row("sensor/c").waitFor();
    await page.getByRole("button", { name: "Value" }).click();
    await row("sensor/b").getByRole("button").focus();
    await page.evaluate(() =>
      document.getSelection()?.selectAllChildren(document.querySelector(".values-table tbody tr .topic")!),
    );
    await row("sensor/b").getByRole("button").focus();
    for (const [id, value] of [
      ["a", "9"],
      ["b", "8"],
      ["c", "7"],
    ] as const) {
      await say(`sensor/${id}/state`, value);
    }
    await row("sensor/c").getByText("7").waitFor();
    const topics = await page.locator("tbody .topic").allTextContents();
    expect(topics.map((topic) => topic.split("/")[2])).toEqual(["a", "b", "c"]);
    const focused = await page.evaluate(() => document.activeElement?.closest("tr")?.dataset["id"]);
    expect(focused).toBe("han/sensor/b/state\n");
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.evaluate(() => document.getSelection()?.removeAllRanges());
    await page.waitForFunction(() => document.querySelector("tbody .topic")?.textContent?.includes("/c/"));
  });

  it("stays usable with a thousand topics", async () => {
    await connected();
    for (let i = 0; i < 1_000; i++) await say(`sensor/many_${i}/state`, String(i));
    await page.getByText("1,000 values", { exact: true }).waitFor({ timeout: 20_000 });
    await page.getByRole("button", { name: "Show all 1,000 values" }).click();
    await page.waitForFunction(() => document.querySelectorAll(".values-table tbody tr").length === 1_000);
    await page.evaluate(() => {
      for (const line of document.querySelectorAll(".values-table tbody tr")) line.classList.add("seen-before");
    });
    for (let i = 0; i < 100; i++) await say(`sensor/many_${i}/state`, String(i + 1_000));
    await row("sensor/many_99/").getByText("1099").waitFor();
    const renewedInPlace = await page.locator(".values-table tbody tr.seen-before").count();
    expect(renewedInPlace).toBe(1_000);
    await page.getByRole("searchbox").fill("many_999");
    await page.waitForFunction(() => document.querySelectorAll(".values-table tbody tr").length === 1);
  });

  it("gives the lines of the configuration for a number that nothing knows", async () => {
    await connected();
    await say("heating/power", "2.4");
    await row("heating/power").getByRole("button", { name: "Copy as configuration" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Unit, as sent").selectOption("kW");
    await dialog.getByLabel("Signed").check();
    const lines =
      "    mapping:\n      heating/power:\n        quantity: activePowerImportW\n        unit: kW\n        signed: true\n";
    expect(await dialog.locator("pre").textContent()).toBe(lines);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
    await dialog.getByRole("button", { name: "Copy" }).click();
    await dialog.getByText("copy it with Ctrl+C").waitFor();
    expect(await page.evaluate(() => String(document.getSelection()))).toBe(lines.trimEnd());
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
  });
});

describe.each([360, 768, 1440])("at %i pixels", (width) => {
  it.each(["light", "dark"] as const)(
    "axe finds nothing, and nothing is wider than the page: %s",
    async (colorScheme) => {
      await open({ viewport: { width, height: 900 }, colorScheme });
      expect(await accessibilityFaults(page)).toEqual([]);
      await connect();
      await broken().getByText("connected since").waitFor();
      await say("telegram", '{"v":1,"obis":{"1-0:1.7.0":1234,"1-0:31.7.0":24100,"1-0:51.7.0":-2000}}');
      await say("heating/power", "2.4");
      await say("sensor/current_phase_1/state", "much");
      await row("heating/power").waitFor();
      await page.getByText("is not a decimal number").waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      const [shown, has] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      expect(shown).toBeLessThanOrEqual(has ?? 0);
      expect(faults).toEqual([]);
    },
  );
});
