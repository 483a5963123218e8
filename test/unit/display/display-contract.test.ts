import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { commandDisplayRow } from "../../../src/display/command.ts";
import type { DisplayRow } from "../../../src/display/display-row.ts";
import { DISPLAYS } from "../../../src/display/displays.ts";
import { epaperProbe } from "../../../src/display/epaper.ts";
import { epaperOptions } from "../../../src/display/epaper-options.ts";
import { framebuffer } from "../../../src/display/framebuffer.ts";
import { memoryDisplay } from "../../../src/display/memory.ts";
import { pngFile } from "../../../src/display/png-file.ts";
import { SILENT } from "../../../src/log.ts";
import { paletteOf } from "../../../src/raster/palette.ts";
import { pictureFrame } from "../../../src/raster/picture-frame.ts";
import { decodePng } from "../../../src/raster/png.ts";
import { quantize } from "../../../src/raster/quantize.ts";
import type { Raster } from "../../../src/raster/raster.ts";
import { displayContract } from "../../contract/display.ts";
import { Wall } from "../../emulator/wall.ts";
import { FakeKernel } from "../bus/fake-kernel.ts";

const BLACK_WHITE = paletteOf("black-white");
const PROVED = new Set<string>(["epaper"]);

/** What a person sees of a PNG. */
async function pngSeen(path: string): Promise<Raster | undefined> {
  if (!existsSync(path)) return undefined;
  return quantize(pictureFrame(await decodePng(await readFile(path)), BLACK_WHITE), BLACK_WHITE);
}

/** A kind of the configuration with options of its own folder. */
function kind(row: DisplayRow, set: (folder: string) => Promise<object>) {
  PROVED.add(row.kind);
  return async () => {
    const folder = await mkdtemp(join(tmpdir(), "wattframe-contract-"));
    const options = row.options.parse(await set(folder));
    const environment = {
      name: "wall",
      runtimeFolder: folder,
      stateFolder: folder,
      log: SILENT,
      refreshTimes: () => ({ dailyMs: 0 }),
    };
    return {
      folder,
      surface: row.surface(options),
      open: () => row.open(options, environment),
      probe: () => row.probe(options),
      clean: () => rm(folder, { recursive: true, force: true }),
    };
  };
}

const pngIn = kind(pngFile, async (folder) => ({ path: join(folder, "pictures/wall.png"), size: "16x40" }));

displayContract("a PNG file", async () => {
  const under = await pngIn();
  return {
    ...under,
    seen: () => pngSeen(join(under.folder, "pictures/wall.png")),
    takeAway: async () => {
      await rm(join(under.folder, "pictures"), { recursive: true, force: true });
      await writeFile(join(under.folder, "pictures"), "");
    },
  };
});

const programIn = kind(commandDisplayRow, async (folder) => {
  const program = join(folder, "show");
  await writeFile(program, `#!/bin/sh\ncp "$1" "${folder}/seen.png"\n`, { mode: 0o755 });
  return { run: [program, "{png}"], size: "16x40" };
});

displayContract("a program", async () => {
  const under = await programIn();
  return {
    ...under,
    seen: () => pngSeen(join(under.folder, "seen.png")),
    takeAway: () => rm(join(under.folder, "show")),
  };
});

const screenIn = kind(framebuffer, async (folder) => {
  await mkdir(join(folder, "fb0"));
  await writeFile(join(folder, "fb0/virtual_size"), "16,40\n");
  await writeFile(join(folder, "fb0/bits_per_pixel"), "32\n");
  await writeFile(join(folder, "fb0/stride"), "64\n");
  await writeFile(join(folder, "device"), "");
  return { device: join(folder, "device"), sysfs: join(folder, "fb0"), palette: "black-white", console: "keep" };
});

displayContract("a framebuffer", async () => {
  const under = await screenIn();
  const device = join(under.folder, "device");
  return {
    ...under,
    seen: async () => {
      const bytes = await readFile(device);
      if (bytes.length === 0) return undefined;
      const pixels = Uint8Array.from({ length: 16 * 40 }, (_, i) => (bytes[i * 4] === 0 ? 0 : 1));
      return { width: 16, height: 40, palette: BLACK_WHITE, pixels };
    },
    takeAway: () => rm(device),
  };
});

displayContract("an e-paper panel", async () => {
  const folder = await mkdtemp(join(tmpdir(), "wattframe-contract-"));
  const wall = new Wall(folder, "waveshare-2in13-v4");
  const kernel = new FakeKernel();
  const options = epaperOptions.parse({ panel: wall.id });
  return {
    surface: wall.glass.seen(),
    open: () => wall.display(),
    seen: () => Promise.resolve(wall.glass.seen()),
    probe: () => epaperProbe(options, () => Promise.resolve(kernel)),
    takeAway: async () => {
      kernel.fail("open", "/dev/spidev0.0", "EACCES");
      wall.isConnected = false;
    },
    clean: () => rm(folder, { recursive: true, force: true }),
  };
});

displayContract("memory, which is no kind of the configuration", async () => {
  let shown: Raster | undefined;
  return {
    surface: { width: 16, height: 40, palette: BLACK_WHITE },
    open: () => {
      const display = memoryDisplay();
      return {
        ...display,
        show: async (raster, now) => {
          const result = await display.show(raster, now);
          shown = raster;
          return result;
        },
      };
    },
    seen: () => Promise.resolve(shown),
    clean: () => Promise.resolve(),
  };
});

it("is proved of every kind", () => {
  expect([...PROVED].sort()).toEqual(DISPLAYS.map((row) => row.kind).sort());
});
