import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { SILENT } from "../../src/log.ts";
import { decodePng } from "../../src/raster/png.ts";
import { createPublisher, type Publisher } from "../../src/source/publisher.ts";
import { accessibilityFaults } from "./accessibility.ts";
import { startChromium } from "./chromium.ts";
import { type KioskProcess, kioskProcess } from "./kiosk-process.ts";

const PASSWORD = "correct horse battery";
const LIVE = { retain: false, qos: 0 } as const;

let browser: Browser;
let kiosk: KioskProcess;
let reader: Publisher;
let context: BrowserContext;
let page: Page;
let faults: string[];

beforeAll(async () => {
  browser = await startChromium();
  kiosk = await kioskProcess();
  await kiosk.start();
  reader = await createPublisher(kiosk.mqttUrl, {}, SILENT);
});

afterAll(async () => {
  await reader?.end();
  await kiosk?.remove();
  await browser?.close();
});

afterEach(async () => {
  await context?.close();
});

async function open(hash = "", options: Parameters<Browser["newContext"]>[0] = {}, from = kiosk): Promise<void> {
  context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  page = await context.newPage();
  faults = [];
  page.on("pageerror", ({ message }) => faults.push(message));
  page.on("console", (line) => {
    if (line.type() === "error" && !/ERR_CONNECTION|ERR_INCOMPLETE|ERR_EMPTY|422/u.test(line.text()))
      faults.push(line.text());
  });
  page.on("dialog", (dialog) => {
    faults.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(from.url + hash);
}

const display = (name: string) => page.locator(`article[data-display="${name}"]`);
const picture = (name: string) => display(name).locator("canvas[data-picture=true]");
const isLive = () => page.locator('main[data-connection="live"]').waitFor();
const tell = (objectId: string, value: string) => reader.publish(`han/sensor/${objectId}/state`, value, LIVE);

/** The pixels of a canvas, four bytes each. */
async function pixelsOf(name: string): Promise<Buffer> {
  const text = await picture(name).evaluate((canvas: HTMLCanvasElement) => {
    const data = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    let binary = "";
    for (let i = 0; i < data.length; i += 8_192) binary += String.fromCharCode(...data.slice(i, i + 8_192));
    return btoa(binary);
  });
  return Buffer.from(text, "base64");
}

/** Waits until a display's canvas shows what its file holds. */
async function showsItsFile(name: string, file: string): Promise<void> {
  await display(name).getByRole("radio", { name: "As sent" }).check();
  await expect
    .poll(
      async () => {
        const { rgba } = await decodePng(await readFile(join(kiosk.folder, file)));
        return Buffer.compare(await pixelsOf(name), Buffer.from(rgba));
      },
      { timeout: 10_000 },
    )
    .toBe(0);
}

describe("the live tab", () => {
  it("shows what the displays got, pixel for pixel, and follows every telegram", async () => {
    await open();
    await isLive();
    await showsItsFile("hallway", "picture.png");
    await showsItsFile("label", "label.png");
    const before = await pixelsOf("hallway");
    await tell("momentary_active_import", "7.777");
    await expect.poll(async () => Buffer.compare(await pixelsOf("hallway"), before), { timeout: 10_000 }).not.toBe(0);
    await showsItsFile("hallway", "picture.png");
    await display("hallway").locator("[data-reason=written]").first().waitFor();
    expect(faults).toEqual([]);
  });

  it("shows paper and ink as they are seen on glass", async () => {
    await open();
    await isLive();
    await display("hallway").getByRole("radio", { name: "As on glass" }).check();
    const colours = async () => {
      const pixels = await pixelsOf("hallway");
      return [...new Set(Array.from({ length: pixels.length / 4 }, (_, i) => pixels.readUInt32BE(i * 4) >>> 8))].sort();
    };
    await expect.poll(colours, { timeout: 10_000 }).toEqual([0x1b1b1b, 0xe4e3dc].sort());
  });

  it("tells the pixel under the loupe, by the keys alone", async () => {
    await open();
    await isLive();
    await showsItsFile("hallway", "picture.png");
    await picture("hallway").focus();
    const told = () => display("hallway").locator(".frame [role=status]").textContent();
    const loupe = display("hallway").locator("[data-loupe]");
    await page.keyboard.press("ArrowRight");
    await loupe.waitFor();
    await expect.poll(told).toMatch(/\d/u);
    const first = await told();
    await page.keyboard.press("Shift+ArrowDown");
    await expect.poll(told).not.toBe(first);
    await page.keyboard.press("Escape");
    await loupe.waitFor({ state: "detached" });
  });

  it("says that what it shows is old while the kiosk is away, and takes up again", async () => {
    await open();
    await isLive();
    await showsItsFile("hallway", "picture.png");
    await kiosk.stop();
    await page.locator('main[data-connection="lost"]').waitFor();
    await display("hallway").locator(".frame[data-stale=true]").waitFor();
    await kiosk.start();
    await page.locator('main[data-connection="live"]').waitFor({ timeout: 30_000 });
    await showsItsFile("hallway", "picture.png");
    await expect(display("hallway").locator(".frame[data-stale=true]").count()).resolves.toBe(0);
  });
});

describe("editing", () => {
  const layout = () => join(kiosk.folder, "layouts/balance.yaml");

  it("shows a changed layout, and what is wrong in one over the last good picture", async () => {
    const good = await readFile(layout(), "utf8");
    await open();
    await isLive();
    await showsItsFile("hallway", "picture.png");
    const before = await pixelsOf("hallway");
    // Of the picture with values, and of the one before the first of them.
    const smaller = good
      .replace("giant: 152", "giant: 140")
      .replace("{ widget: waiting }", "{ widget: waiting, options: { title: 48 } }");
    await writeFile(layout(), smaller);
    await expect.poll(async () => Buffer.compare(await pixelsOf("hallway"), before), { timeout: 5_000 }).not.toBe(0);
    const changed = await pixelsOf("hallway");
    const lines = good.split("\n");
    const line = lines.findIndex((text) => text.includes("widget: hours")) + 1;
    await writeFile(layout(), good.replace("widget: hours", "widget: huors"));
    const alert = page.locator("section[role=alert][data-faults]");
    await alert.waitFor();
    await expect(alert.textContent()).resolves.toContain(`layouts/balance.yaml:${line}:`);
    await expect(alert.textContent()).resolves.toContain("hours"); // the nearest name
    expect(Buffer.compare(await pixelsOf("hallway"), changed)).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
    await writeFile(layout(), good);
    await alert.waitFor({ state: "detached" });
    await expect.poll(async () => Buffer.compare(await pixelsOf("hallway"), before), { timeout: 5_000 }).toBe(0);
    expect(faults).toEqual([]);
  });

  it("shows a fault of the configuration with its place, and takes the mended one", async () => {
    const file = join(kiosk.folder, "wattframe.yaml");
    const good = await readFile(file, "utf8");
    await open();
    await isLive();
    await writeFile(file, good.replace("layout: glance", "layout: glence"));
    const alert = page.locator("section[role=alert][data-faults]");
    await alert.waitFor();
    await expect(alert.textContent()).resolves.toMatch(/wattframe\.yaml:\d+:\d+/u);
    await writeFile(file, good.replace("palette: black-white-red", "palette: black-white"));
    await alert.waitFor({ state: "detached" });
    await display("label").getByText("250 × 122").waitFor();
    await writeFile(file, good);
  });
});

describe("the gallery", () => {
  it("draws what its filters say, and opens a picture with its day and its source", async () => {
    await open("#gallery");
    await page.getByRole("combobox", { name: "Scenario" }).selectOption("sauna");
    await page.getByRole("combobox", { name: "Layout" }).selectOption("balance");
    const cards = page.locator('section[data-layout="balance"] figure[data-scenario="sauna"]');
    await cards.first().waitFor();
    const count = await cards.count();
    expect(count).toBeGreaterThanOrEqual(8);
    await expect(page.locator(".count").getAttribute("data-count")).resolves.toBe(String(count));
    expect(page.url()).toContain("scenario=sauna");
    await expect
      .poll(
        () =>
          cards
            .first()
            .locator("img")
            .evaluate((image: HTMLImageElement) => image.naturalWidth),
        { timeout: 60_000 },
      )
      .toBeGreaterThan(0);
    await cards.first().getByRole("link").click();
    const detail = page.locator("[data-detail]");
    await detail.waitFor();
    await detail.getByText("day-lines").first().waitFor();
    const canvas = detail.locator("canvas[data-picture=true]");
    await canvas.waitFor({ timeout: 60_000 });
    const sum = () =>
      canvas.evaluate((element: HTMLCanvasElement) => {
        const data = element.getContext("2d")?.getImageData(0, 0, element.width, element.height).data ?? [];
        return Array.from(data).reduce((total, value, i) => (total * 31 + value * (i % 7)) % 1_000_003, 7);
      });
    await expect.poll(sum, { timeout: 60_000 }).not.toBe(7);
    const before = await sum();
    const slider = detail.getByRole("slider", { name: "Time of day" });
    await slider.focus();
    await page.keyboard.press("Home");
    await expect.poll(() => detail.locator("output").first().textContent()).toContain("00:00");
    await expect.poll(sum, { timeout: 60_000 }).not.toBe(before);
    expect(faults).toEqual([]);
  });

  it("goes from picture to picture and back to the wall by the arrow keys and Escape", async () => {
    await open("#gallery?layout=balance");
    const cards = page.locator(".card a");
    await cards.first().waitFor();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    const second = await cards.nth(1).getAttribute("href");
    expect(await page.evaluate(() => document.activeElement?.getAttribute("href"))).toBe(second);
    await page.keyboard.press("Enter");
    await page.locator("[data-detail]").waitFor();
    const third = await page.locator(".neighbours a").nth(1).getAttribute("href");
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => page.evaluate(() => location.hash)).toBe(third);
    await page.keyboard.press("Escape");
    await cards.first().waitFor();
    expect(await page.evaluate(() => location.hash)).toBe("#gallery?layout=balance");
    expect(faults).toEqual([]);
  });
});

describe("the values tab", () => {
  it("lists every topic, says what is unknown and why, and runs nothing that a topic or payload says", async () => {
    await open("#values");
    await isLive();
    const hostile = '<img src=x onerror="globalThis.pwned=1">';
    await reader.publish(`han/${hostile}`, `<script>globalThis.pwned=1</script>`, LIVE);
    await reader.publish("han/heating/power", "2.4", LIVE);
    await reader.publish("han/telegram", '{"v":1,"obis":{"1-0:1.7.0":1234,"1-0:51.7.0":19700}}', LIVE);
    await tell("current_phase_1", "much");
    const row = (text: string) => page.locator(".values-table tbody tr", { hasText: text }).first();
    await row("1-0:51.7.0").waitFor();
    await page.keyboard.press("/");
    expect(await page.getByRole("searchbox").evaluate((field) => field === document.activeElement)).toBe(true);
    await expect(row("1-0:51.7.0").textContent()).resolves.toMatch(/19\.7/u);
    await row("onerror").waitFor();
    await expect(row("onerror").textContent()).resolves.toContain("<script>");
    await row("heating/power").getByRole("button", { name: "Copy as configuration" }).waitFor();
    await page.getByText("is not a decimal number").first().waitFor();
    expect(await page.evaluate(() => "pwned" in globalThis)).toBe(false);
    expect(faults).toEqual([]);
  });
});

describe("with a password", () => {
  it("asks for it, says when it was wrong, lets in, and out again", async () => {
    const locked = await kioskProcess(`, password: "${PASSWORD}"`);
    try {
      await locked.start();
      await open("", {}, locked);
      const field = page.getByLabel("Password of this display");
      await field.fill("wrong password");
      await page.getByRole("button", { name: "Log in" }).click();
      await expect.poll(() => page.locator("#refusal").textContent()).toBe("That is not the password.");
      expect(await accessibilityFaults(page)).toEqual([]);
      await field.fill(PASSWORD);
      await page.keyboard.press("Enter");
      await isLive();
      await picture("hallway").waitFor();
      await page.getByRole("button", { name: "Log out" }).click();
      await field.waitFor();
      await page.goto(locked.url);
      await field.waitFor();
      expect(faults).toEqual([]);
    } finally {
      await locked.remove();
    }
  });
});

describe.each([360, 768, 1440])("at %i pixels", (width) => {
  it.each(["light", "dark"] as const)(
    "axe finds nothing, and nothing is wider than the page: %s",
    async (colorScheme) => {
      for (const tab of [
        "#live",
        "#values",
        "#gallery",
        "#gallery/picture?layout=balance&surface=waveshare-7in5-v2&scenario=day&locale=en-GB&theme=light",
      ]) {
        await open(tab, { viewport: { width, height: 900 }, colorScheme });
        await isLive();
        await page.locator("main h2, main h3, main table").first().waitFor();
        expect(await accessibilityFaults(page), tab).toEqual([]);
        const [shown, has] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        expect(shown, tab).toBeLessThanOrEqual(has ?? 0);
        expect(faults, tab).toEqual([]);
        await context.close();
      }
    },
  );
});
