import { readFileSync } from "node:fs";
import { LayoutFolder } from "../../src/config/layout-file.ts";
import { History } from "../../src/history/history.ts";
import { LAYOUTS_FOLDER } from "../../src/package-folder.ts";
import { BLACK_WHITE } from "../../src/raster/palette.ts";
import { decodePng } from "../../src/raster/png.ts";
import { rendererFor } from "../../src/render/compose.ts";
import { buildView } from "../../src/view/build-view.ts";
import { later, NOON, readingAt } from "../fixtures/readings.ts";

/** Powers that the readers of these tests tell, watts: each looks different on the glass. */
export const POWERS_W = [1_100, 2_200, 3_300, 4_400, 5_500] as const;
export type PowerW = (typeof POWERS_W)[number];

/** What a picture says of the power: a number, as one that is true now or as the last that is known; or nothing. */
export type Said = `${PowerW} W` | `${PowerW} W, old` | "nothing";

/** A part of the glass, and what is there when something is said. */
interface Sample {
  readonly says: Said;
  readonly y: number;
  readonly width: number;
  readonly rows: readonly Uint8Array[];
}

const SIZE = { width: 800, height: 480 } as const;
const OLD_AFTER_MS = 20 * 60_000;

const renderer = await rendererFor(new LayoutFolder([LAYOUTS_FOLDER]), "balance", "light", {
  ...SIZE,
  palette: BLACK_WHITE,
});

/** The line of the glass in which the big number is, as the program itself draws it. */
function sample(powerW: PowerW, isOld: boolean): Sample {
  const history = new History();
  history.add(readingAt({ activePowerImportW: powerW }, NOON));
  const now = later(isOld ? OLD_AFTER_MS : 0);
  const view = buildView({
    history,
    now,
    link: { kind: "connected", since: NOON },
    meter: { name: "house", mainFuseA: 25, phases: 3, timeZone: "Europe/Helsinki" },
    locale: "en-GB",
    parts: renderer.parts,
  });
  const { raster, boxes } = renderer.draw(view);
  const texts = boxes.flatMap((part) => part.texts.map((text) => ({ ...text, right: part.box.x + part.box.width })));
  const number = texts.find(({ text }) => text === (powerW / 1_000).toFixed(1));
  if (!number) throw new Error(`no widget says ${powerW} W`);
  const { pixels } = raster;
  const { y, h, right } = number;
  const rows = Array.from({ length: h }, (_, row) =>
    pixels.slice((y + row) * SIZE.width, (y + row) * SIZE.width + right),
  );
  return { says: isOld ? `${powerW} W, old` : `${powerW} W`, y, width: right, rows };
}

const SAMPLES: readonly Sample[] = POWERS_W.flatMap((powerW) => [sample(powerW, false), sample(powerW, true)]);

/** What was last read of each file. */
const lastRead = new Map<string, { readonly bytes: Buffer; readonly says: Said }>();

/** What the picture in a file says; undefined while there is none. */
export async function readPicture(file: string): Promise<Said | undefined> {
  const bytes = bytesOf(file);
  if (!bytes) return undefined;
  const last = lastRead.get(file);
  const says = last?.bytes.equals(bytes) === true ? last.says : await readBytes(bytes);
  lastRead.set(file, { bytes, says });
  return says;
}

async function readBytes(bytes: Buffer): Promise<Said> {
  const { width, height, rgba } = await decodePng(bytes);
  if (width !== SIZE.width || height !== SIZE.height) throw new Error(`a picture of ${width}×${height}`);
  const isInk = (x: number, y: number) => (rgba[4 * (y * width + x)] === 255 ? 1 : 0);
  const found = SAMPLES.find((one) => one.rows.every((row, y) => row.every((ink, x) => ink === isInk(x, one.y + y))));
  return found?.says ?? "nothing";
}

function bytesOf(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (thrown) {
    if (thrown instanceof Error && "code" in thrown && thrown.code === "ENOENT") return undefined;
    throw thrown;
  }
}

/** Everything that a picture has said in turn, each once, since this began. */
export class Film {
  readonly said: Said[] = [];
  readonly #file: string;
  #turn: Promise<void>;
  #isOver = false;

  constructor(file: string) {
    this.#file = file;
    this.#turn = this.#watch();
  }

  /** Ends it and returns what was said. */
  async end(): Promise<readonly Said[]> {
    this.#isOver = true;
    await this.#turn;
    await this.#look();
    return this.said;
  }

  async #watch(): Promise<void> {
    while (!this.#isOver) {
      await this.#look();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async #look(): Promise<void> {
    const says = await readPicture(this.#file);
    if (says !== undefined && says !== this.said.at(-1)) this.said.push(says);
  }
}
