import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PNG } from "pngjs";
import type { KernelCase, Surroundings } from "./case.ts";
import { boot } from "./guest.ts";

interface Screen {
  readonly width: number;
  readonly height: number;
  readonly bits: 16 | 24 | 32;
  readonly modules: readonly string[];
  readonly append: string;
  readonly qemu: readonly string[];
}

/** The kernel's VESA driver at two depths, and a DRM driver with the framebuffer that it emulates, as a Raspberry Pi has one. */
const SCREENS = [
  { width: 800, height: 600, bits: 16, modules: [], append: "vga=0x314", qemu: ["-vga", "std"] },
  { width: 800, height: 600, bits: 24, modules: [], append: "vga=0x315", qemu: ["-vga", "std"] },
  {
    width: 800,
    height: 480,
    bits: 32,
    modules: ["bochs"],
    append: "video=800x480-32",
    qemu: ["-vga", "none", "-device", "bochs-display,xres=800,yres=480"],
  },
] as const satisfies readonly Screen[];

/** Two pictures pushed by the bundle, the second over the first, and the screen that QEMU shows compared with it pixel by pixel. */
export const FRAMEBUFFER_CASES: readonly KernelCase[] = SCREENS.map((screen) => ({
  name: `framebuffer-${screen.bits}`,
  architecture: "amd64",
  run: (around) => proveScreen(screen, around),
}));

const CHANGED = { x: 300, y: 200, width: 90, height: 40 } as const;

async function proveScreen(screen: Screen, { parts, folder, bundle, say }: Surroundings): Promise<void> {
  const { width, height, bits } = screen;
  const second = pattern(width, height, CHANGED);
  const guest = await boot({
    name: `framebuffer-${bits}`,
    architecture: "amd64",
    parts,
    folder,
    bundle,
    modules: screen.modules,
    append: `consoleblank=0 vt.global_cursor_default=0 ${screen.append}`,
    qemu: screen.qemu,
    data: { "first.png": PNG.sync.write(pattern(width, height)), "second.png": PNG.sync.write(second) },
    script: `
for console in /sys/class/vtconsole/vtcon*; do
  case "$(cat $console/name)" in *"frame buffer"*) echo 0 > $console/bind;; esac
done
say geometry $(cat /sys/class/graphics/fb0/virtual_size /sys/class/graphics/fb0/bits_per_pixel /sys/class/graphics/fb0/stride)
say first $(wattframe push /data/first.png --framebuffer /dev/fb0 2>&1)
say second $(wattframe push /data/second.png --framebuffer /dev/fb0 --previous /data/first.png 2>&1)`,
  });
  try {
    const [size, depth, stride] = (await guest.said("geometry")).split(" ");
    equal("the size of the framebuffer", size, `${width},${height}`);
    equal("its depth", depth, String(bits));
    const rows = (from: number, to: number) =>
      JSON.stringify({ rowsWritten: [[from, to]], bytes: (to - from) * Number(stride) });
    equal("the first push", await guest.said("first"), rows(0, height));
    equal("the second push", await guest.said("second"), rows(CHANGED.y, CHANGED.y + CHANGED.height));
    const shot = join(folder, "screen.ppm");
    const screenshot = async () => {
      await guest.monitor("screendump", { filename: shot });
      return parsePpm(readFileSync(shot));
    };
    let seen = await screenshot();
    // A DRM driver brings what was written to the screen in its own time.
    for (let tries = 1; tries < MAX_SHOTS && differing(second, seen, bits) > 0; tries++) seen = await screenshot();
    equal("pixels that differ", differing(second, seen, bits), 0);
    // The comparison itself: one wrong byte anywhere must be found.
    seen.rgb[3 * (width * 77 + 99)] = (seen.rgb[3 * (width * 77 + 99)] as number) ^ 0x80;
    equal("pixels that differ after one was damaged", differing(second, seen, bits), 1);
    say(`${width}×${height}, ${bits} bits, stride ${stride}: all ${width * height} pixels as pushed`);
  } finally {
    await guest.stop();
  }
}

/** Screenshots at most until the second picture is on the screen; each takes a few tens of milliseconds. */
const MAX_SHOTS = 100;

/** A picture in which a wrong row, channel, stride or lost bit shows: every pixel differs from its neighbours. */
function pattern(width: number, height: number, box?: typeof CHANGED): PNG {
  const png = new PNG({ width, height });
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const isChanged =
        box !== undefined && x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height;
      const rgb = [(x * 255) / (width - 1), (y * 255) / (height - 1), (x * 8) ^ (y * 4)].map((value) => value & 0xff);
      png.data.set([...(isChanged ? rgb.map((value) => 255 - value) : rgb), 255], (y * width + x) * 4);
    }
  }
  return png;
}

interface Screenshot {
  readonly width: number;
  readonly height: number;
  readonly rgb: Buffer;
}

/** @source Netpbm, ppm(5), raw format with one byte a sample */
function parsePpm(bytes: Buffer): Screenshot {
  const head = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.toString("latin1", 0, 64));
  if (head === null) throw new Error("the screenshot is no PPM");
  return { width: Number(head[1]), height: Number(head[2]), rgb: bytes.subarray(head[0].length) };
}

/** Pixels whose colours differ in the bits that the framebuffer has; all of them when the sizes differ. */
function differing({ width, height, data }: PNG, seen: Screenshot, bits: number): number {
  if (seen.width !== width || seen.height !== height) return width * height;
  const lost = bits === 16 ? ([3, 2, 3] as const) : ([0, 0, 0] as const);
  let count = 0;
  for (let i = 0; i < width * height; i++) {
    const isEqual = lost.every(
      (shift, channel) => (data[4 * i + channel] as number) >> shift === (seen.rgb[3 * i + channel] as number) >> shift,
    );
    if (!isEqual) count++;
  }
  return count;
}

function equal(what: string, found: unknown, expected: unknown): void {
  if (found !== expected) throw new Error(`${what}: found ${String(found)}, expected ${String(expected)}`);
}
