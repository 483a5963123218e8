import { execFile, execFileSync } from "node:child_process";
import { once } from "node:events";
import { createReadStream, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { RefreshKind } from "../../src/panel/panel.ts";
import { panelOf } from "../../src/panel/panels.ts";
import { paletteOf } from "../../src/raster/palette.ts";
import { encodePng } from "../../src/raster/png.ts";
import type { Raster } from "../../src/raster/raster.ts";
import { garbage } from "../emulator/emulated-controller.ts";
import { emulatorOf } from "../emulator/emulator-of.ts";
import { FakeClock } from "../emulator/fake-clock.ts";
import { BusyWire } from "./busy-wire.ts";
import type { KernelCase, Surroundings } from "./case.ts";
import { machineTree } from "./device-tree.ts";
import { boot } from "./guest.ts";
import { PINS, PinTrace } from "./pin-trace.ts";
import { type ExpectedStep, type SeenCommand, Session } from "./session.ts";

const exec = promisify(execFile);

const SESSIONS = [
  { panel: "waveshare-7in5-v2", refresh: "full" },
  { panel: "waveshare-4in2-v2", refresh: "full" },
  { panel: "waveshare-7in3-e", refresh: "full" },
] as const satisfies readonly { panel: string; refresh: RefreshKind }[];

/** Whole refreshes pushed by the bundle through spidev and the GPIO character device, read back from the pins. */
export const SPI_CASES: readonly KernelCase[] = SESSIONS.map(({ panel, refresh }) => ({
  name: `spi-${panel}`,
  architecture: "arm64",
  run: (around) => proveSession(panel, refresh, around),
}));

const WIRES = ["--gpio-chip", "9030000.pl061", "--pins"] as const;
const LINES = `rst=${PINS.rst},dc=${PINS.dc},busy=${PINS.busy},pwr=${PINS.pwr}`;

async function proveSession(id: string, refresh: RefreshKind, around: Surroundings): Promise<void> {
  const { parts, folder, bundle, say } = around;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const picture = noise(id);
  const png = Buffer.from(encodePng(picture));
  writeFileSync(join(folder, "..", `${id}.png`), png);
  const push = ["push", join(folder, "..", `${id}.png`), "--panel", id, "--refresh", refresh];
  const steps = await dryRun(bundle, push);
  const tree = machineTree(join(folder, "..", `${id}-tree`));
  const [trace, qtest] = [join(folder, "..", `${id}.trace`), join(folder, "..", `${id}.qtest`)];
  rmSync(trace, { force: true });
  execFileSync("mkfifo", [trace]); // a pipe: the trace of one picture is larger than all else here
  const wires = new BusyWire(qtest);
  const session = new Session(steps, (level) => wires.set(level));
  const pins = new PinTrace(session);
  const stream = createReadStream(trace).on("data", (piece) => pins.feed(piece as Buffer));
  const guest = await boot({
    name: id,
    architecture: "arm64",
    parts,
    folder,
    bundle,
    modules: ["spi-gpio"],
    append: "",
    qemu: [
      ["-dtb", tree],
      ["-D", trace, "-trace", "pl061_set_output", "-trace", "pl061_input_change", "-trace", "pl061_read"],
      ["-qtest", `unix:${qtest},server=on,wait=off`, "-qtest-log", "/dev/null"],
    ].flat(),
    data: { "frame.png": png },
    script: `
say devices $(ls /dev/spidev* /dev/gpiochip*)
say held $(wattframe push /data/frame.png --panel ${id} ${WIRES.join(" ")} ${LINES.replace(/rst=\d/u, `rst=${PINS.cs}`)} 2>&1)
wattframe push /data/frame.png --panel ${id} --refresh ${refresh} ${WIRES.join(" ")} ${LINES}
say pushed $?`,
  });
  try {
    const held = await guest.said("held");
    if (!/GPIO 2 \(rst\) is held by/u.test(held))
      throw new Error(`a line of the kernel's own was not refused: ${held}`);
    const pushed = await guest.said("pushed");
    if (pushed !== "0") throw new Error(`push ended with ${pushed}\n${guest.serial().slice(-2000)}`);
  } finally {
    await guest.stop();
    wires.close();
    if (!stream.closed) await once(stream, "close");
    rmSync(trace, { force: true });
  }
  judge(session, steps);
  proveGlass(id, session.commands(), picture);
  const bytes = session.commands().reduce((sum, { data }) => sum + 1 + data.length, 0);
  say(
    `${bytes} bytes from ${pins.edges} edges as meant, ${session.heldWaits} waits for BUSY kept, every pixel on the glass`,
  );
}

function judge(session: Session, steps: readonly ExpectedStep[]): void {
  const faults = session.faults();
  if (faults.length > 0) throw new Error(`on the wires: ${faults.join("; ")}`);
  if (session.heldRefreshes < 1 || session.heldWaits < 2) {
    throw new Error(
      `the panel was held busy at ${session.heldWaits} waits, ${session.heldRefreshes} of them a refresh`,
    );
  }
  // The comparison itself: the same bytes with one bit wrong must be found.
  const damaged = new Session(steps, () => undefined);
  const commands = session.commands();
  const largest = commands.reduce((a, b) => (b.data.length > a.data.length ? b : a));
  largest.data[largest.data.length >> 1] = (largest.data[largest.data.length >> 1] as number) ^ 1;
  replay(damaged, steps, commands);
  if (damaged.faults().length === 0) throw new Error("a wrong byte would not have been found");
}

/** Plays commands that were seen into a session, with the resets where they were meant. */
function replay(session: Session, steps: readonly ExpectedStep[], commands: readonly SeenCommand[]): void {
  const left = [...commands];
  for (const step of steps.slice(steps.findIndex((one) => one.k === "rst" && one.v === 0))) {
    if (step.k === "rst") session.line("rst", step.v);
    if (step.k === "busy") session.busy(step.idle);
    const next = step.k === "cmd" ? left.shift() : undefined;
    if (next === undefined) continue;
    session.byte(next.cmd, 0);
    for (const byte of next.data) session.byte(byte, 1);
  }
}

/** Plays what was seen on the pins into the emulated controller: its glass must show the picture. */
function proveGlass(id: string, commands: readonly SeenCommand[], picture: Raster): void {
  const clock = new FakeClock();
  const controller = emulatorOf(panelOf(id), clock);
  controller.set("rst", 0);
  controller.set("rst", 1);
  for (const { cmd, data } of commands) {
    while (controller.busy() !== panelOf(id).busyIdleLevel) clock.pass(100);
    controller.set("dc", 0);
    void controller.write(Uint8Array.of(cmd));
    controller.set("dc", 1);
    for (let at = 0; at < data.length; at += 4096) void controller.write(data.subarray(at, at + 4096));
  }
  const wrong = controller.seen().pixels.findIndex((ink, i) => ink !== picture.pixels[i]);
  if (wrong >= 0) throw new Error(`the glass differs from the picture at pixel ${wrong}`);
}

/** The steps that the bundle means, from its own mouth on this machine. */
async function dryRun(bundle: string, push: readonly string[]): Promise<ExpectedStep[]> {
  const { stdout } = await exec(process.execPath, [join(bundle, "main.cjs"), ...push, "--dry-run"], {
    maxBuffer: 2 ** 26,
  });
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as ExpectedStep);
}

/** Every ink in disorder, so that no byte is like its neighbours. */
function noise(id: string): Raster {
  const { width, height, palette: name } = panelOf(id);
  const palette = paletteOf(name);
  return { width, height, palette, pixels: garbage(width * height, palette.inks.length, 29) };
}
