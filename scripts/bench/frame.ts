import { LayoutFolder } from "../../src/config/layout-file.ts";
import { sizeText } from "../../src/draw/size.ts";
import { LAYOUTS_FOLDER } from "../../src/package-folder.ts";
import { variantFor } from "../../src/render/compose.ts";
import { type Bench, cpuMs, inTurn } from "./comparison.ts";
import { House, Pictures } from "./house.ts";
import { PlainDrawing, shapesOf } from "./plain-drawing.ts";
import { inFolder, recording, run, WATTFRAME } from "./processes.ts";

const ROUNDS = 7;
const FRAMES = 300;
const FEW_FRAMES = 20;
const OTHER_FRAMES = 30;

/** Processor time of the command while it draws so many pictures of a recording, milliseconds. */
async function commandCpuMs(frames: number, replay: string, size: string): Promise<number> {
  const args = ["render", "--replay", replay, "--frames", String(frames), "--size", size, "-o", "/dev/null"];
  const timed = ["-c", 'TIMEFORMAT="%U %S"; time "$@"', "bash", WATTFRAME, ...args];
  const { stderr } = await run("bash", timed, { env: { ...process.env, LC_ALL: "C" } });
  const seconds = stderr.trim().split(/\s+/u).slice(-2).map(Number);
  return seconds.reduce((sum, each) => sum + each, 0) * 1_000;
}

/**
 * A warm picture, from the history to the bytes of the PNG, as `render --frames` draws it after half a day of telegrams, against
 * the same shapes and texts drawn on one canvas as node-canvas makes it by default, and its own `toBuffer`. The other side is
 * given its shapes: it asks no history.
 */
function frameBench(name: string, width: number, height: number, bound: number): Bench {
  const what = `CPU of a warm ${width}×${height} picture of balance, history to PNG / node-canvas defaults and toBuffer`;
  return {
    rows: [{ name, bound, what }],
    measure: () =>
      inFolder(async (folder) => {
        const replay = await recording(folder, "reader", "12h");
        const variant = variantFor(await new LayoutFolder([LAYOUTS_FOLDER]).load("balance"), width, height);
        const view = (await Pictures.of("balance", width, height)).view(new House(12));
        const [shapes, plain] = [await shapesOf(variant, view), PlainDrawing.of(width, height)];
        const ours = async () => {
          const few = await commandCpuMs(FEW_FRAMES, replay, sizeText({ width, height }));
          const many = await commandCpuMs(FRAMES, replay, sizeText({ width, height }));
          return (many - few) / (FRAMES - FEW_FRAMES);
        };
        const other = async () =>
          (await cpuMs(() => Array.from({ length: OTHER_FRAMES }, () => plain.png(shapes)))) / OTHER_FRAMES;
        return [await inTurn(ours, other, ROUNDS, "ms")];
      }),
  };
}

export const frame = frameBench("frame", 800, 480, 0.2);
export const largeFrame = frameBench("frame-large", 1872, 1404, 0.3);
