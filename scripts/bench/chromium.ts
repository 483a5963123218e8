import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Page } from "playwright-core";
import { LayoutFolder } from "../../src/config/layout-file.ts";
import { LAYOUTS_FOLDER } from "../../src/package-folder.ts";
import { variantFor } from "../../src/render/compose.ts";
import { type Bench, cpuMs, inTurn, NotHere, wallMs } from "./comparison.ts";
import { House, Pictures } from "./house.ts";
import { type Shape, shapesOf } from "./plain-drawing.ts";
import { end, freePort, inFolder, treeCpuMs, until } from "./processes.ts";

const PLACES = [process.env["CHROMIUM"], "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const FRAMES = 10;
/** Rounds of both sides that do not count: their code is compiled meanwhile. */
const WARM_UP = 10;
const SIZE = { width: 800, height: 480 };

/** The shapes as the inside of an SVG picture. */
function svgOf(shapes: readonly Shape[]): string {
  const anchor = { left: "start", center: "middle", right: "end" } as const;
  return shapes
    .map((shape) => {
      if (shape.kind === "text") {
        const { text, x, baseline, px, align, colour } = shape;
        return `<text x="${x}" y="${baseline}" font-size="${px}" text-anchor="${anchor[align]}" fill="${colour}">${text}</text>`;
      }
      const { x, y, width, height } = shape.box;
      const box = `x="${x}" y="${y}" width="${width}" height="${height}"`;
      if (shape.kind === "outline") return `<rect ${box} fill="none" stroke="${shape.colour}" stroke-width="2"/>`;
      if (shape.kind === "dots")
        return `<path d="M${x} ${y + 1}h${width}" stroke="${shape.colour}" stroke-width="2" stroke-dasharray="2 6"/>`;
      return `<rect ${box} fill="${shape.fill === "solid" ? shape.colour : "url(#hatch)"}"/>`;
    })
    .join("");
}

const HATCH =
  '<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse"><path d="M0 6L6 0" stroke="black" stroke-width="2"/></pattern>';

async function shoot(page: Page, inside: string): Promise<void> {
  await page.evaluate((svg) => {
    const picture = (globalThis as unknown as { document: { body: { innerHTML: string } } }).document.body;
    picture.innerHTML = svg;
  }, `<svg width="800" height="480" font-family="sans-serif"><defs>${HATCH}</defs>${inside}</svg>`);
  await page.screenshot({ type: "png" });
}

/** A warm picture against the same shapes and texts as SVG in one page of Chromium that is kept: evaluate and screenshot. */
export const browser: Bench = {
  rows: [
    {
      name: "chromium-wall",
      bound: 0.08,
      what: "wall of a warm picture of balance / a kept page of Chromium, evaluate and screenshot",
    },
    { name: "chromium-cpu", bound: 0.12, what: "CPU of the same, all processes of Chromium" },
  ],
  measure: async () => {
    const path = PLACES.find((place) => place !== undefined && existsSync(place));
    if (path === undefined)
      throw new NotHere("there is no Chromium; apt-get install chromium, or set CHROMIUM to its path");
    return inFolder(async (folder) => {
      const port = await freePort();
      const args = ["--headless", "--no-sandbox", "--disable-gpu", `--remote-debugging-port=${port}`];
      const child = spawn(path, [...args, `--user-data-dir=${join(folder, "profile")}`, "about:blank"], {
        stdio: "ignore",
      });
      try {
        const answers = async () =>
          (await fetch(`http://127.0.0.1:${port}/json/version`).catch(() => undefined))?.ok ?? false;
        let isUp = false;
        const asking = setInterval(() => void answers().then((is) => (isUp ||= is)), 100);
        await until(() => isUp, "Chromium").finally(() => clearInterval(asking));
        const connected = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
        const page = await connected.newPage({ viewport: SIZE });
        const measures = await inPage(page, child.pid ?? 0);
        await connected.close();
        return measures;
      } finally {
        await end(child);
      }
    });
  },
};

async function inPage(page: Page, pid: number) {
  const [house, pictures] = [new House(12), await Pictures.of("balance", SIZE.width, SIZE.height)];
  const variant = variantFor(await new LayoutFolder([LAYOUTS_FOLDER]).load("balance"), SIZE.width, SIZE.height);
  const inside = svgOf(await shapesOf(variant, pictures.view(house)));
  const draw = () => Array.from({ length: FRAMES }, () => pictures.png(house.next()));
  const shootAll = async () => {
    for (let frame = 0; frame < FRAMES; frame++) await shoot(page, inside);
  };
  const shootCpuMs = async () => {
    const before = treeCpuMs(pid);
    await shootAll();
    return treeCpuMs(pid) - before;
  };
  for (let round = 0; round < WARM_UP; round++) {
    draw();
    await shootAll();
  }
  const wall = await inTurn(
    () => wallMs(draw),
    () => wallMs(shootAll),
    9,
    `ms for ${FRAMES}`,
  );
  return [wall, await inTurn(() => cpuMs(draw), shootCpuMs, 9, `ms for ${FRAMES}`)];
}
