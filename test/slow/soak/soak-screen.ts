import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DisplayConfig } from "../../../src/config/config.ts";
import type { Display } from "../../../src/display/display.ts";
import type { DisplayEnvironment } from "../../../src/display/display-row.ts";
import { configuredDisplay } from "../../../src/kiosk/kiosk-display.ts";
import { decodePng } from "../../../src/raster/png.ts";
import type { Raster } from "../../../src/raster/raster.ts";
import { rasterFrame } from "../../../src/raster/raster-frame.ts";
import type { DrivenTime } from "./driven-time.ts";

const SIZE = { width: 800, height: 480 } as const;

/** A display whose pictures go to a file: a PNG, or a framebuffer of 32 bits a pixel. */
export class SoakScreen {
  /** Pictures that were written. */
  written = 0;
  readonly #time: DrivenTime;
  #read: (() => Promise<Uint32Array>) | undefined;
  #expected: Raster | undefined;
  #isAtWork = false;

  /** @param folder described as a framebuffer of the size of the pictures */
  constructor(folder: string, time: DrivenTime) {
    this.#time = time;
    const facts = {
      virtual_size: `${SIZE.width},${SIZE.height}`,
      bits_per_pixel: "32",
      stride: `${4 * SIZE.width}`,
      fb: "",
    };
    for (const [name, text] of Object.entries(facts)) writeFileSync(join(folder, name), text);
  }

  /** The display itself, as the kiosk makes it. */
  display(config: DisplayConfig, environment: DisplayEnvironment): Display {
    const { device, path } = config.options;
    this.#read = typeof path === "string" ? () => readPng(path) : async () => readWords(String(device));
    const inner = configuredDisplay(config).create(environment);
    const show: Display["show"] = async (...question) => {
      this.#isAtWork = true;
      const result = await this.#time.working(() => inner.show(...question));
      this.#isAtWork = false;
      if (result.changed) {
        [this.#expected] = question;
        this.written++;
      }
      return result;
    };
    return { ...inner, show, close: () => this.#time.working(() => inner.close()) };
  }

  /** Sentences about what is not as it should be at this moment. */
  async faultsNow(): Promise<string[]> {
    if (this.#isAtWork || !this.#expected || !this.#read) return [];
    const seen = await this.#read();
    const wanted = rasterFrame(this.#expected).pixels;
    const isEqual =
      seen.length === wanted.length && seen.every((word, i) => ((word ^ (wanted[i] ?? 0)) & 0xffffff) === 0);
    return isEqual ? [] : [`${new Date(Date.now()).toISOString()}: a screen has not the picture that it was given`];
  }
}

/** Pixels of a framebuffer: blue in the lowest byte. */
function readWords(file: string): Uint32Array {
  const bytes = Uint8Array.from(readFileSync(file));
  return new Uint32Array(bytes.buffer);
}

async function readPng(file: string): Promise<Uint32Array> {
  const { rgba } = await decodePng(readFileSync(file));
  const channel = (at: number) => rgba[at] ?? 0;
  return Uint32Array.from(
    { length: rgba.length / 4 },
    (_, i) => (channel(4 * i) << 16) | (channel(4 * i + 1) << 8) | channel(4 * i + 2),
  );
}
