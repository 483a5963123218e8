import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "../../../src/bus/run.ts";
import { panelsCommand } from "../../../src/command/panels.ts";
import { runProgram } from "../../../src/command/program.ts";
import { PANELS, type PanelId, panelOf } from "../../../src/panel/panels.ts";
import type { Step, Steps } from "../../../src/panel/step.ts";
import { BLACK_WHITE, GREY_4, SPECTRA_6 } from "../../../src/raster/palette.ts";
import { encodePng } from "../../../src/raster/png.ts";
import { type Raster, sameRaster } from "../../../src/raster/raster.ts";
import { turn } from "../../../src/raster/turn.ts";
import { noise } from "../../art.ts";
import { emulatorOf } from "../../emulator/emulator-of.ts";
import { FakeClock } from "../../emulator/fake-clock.ts";
import { commandContext } from "../../fixtures/command-context.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "wattframe-push-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const file = async (name: string, raster: Raster): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, encodePng(raster));
  return path;
};

/** Runs `push` with these arguments and gives its exit code, what it printed and what it told. */
const push = async (...args: readonly string[]) => {
  let [printed, told] = ["", ""];
  const context = commandContext({
    print: async (text) => {
      printed += text.toString();
    },
    notify: (line) => {
      told += `${line}\n`;
    },
  });
  const code = await runProgram(["push", ...args], context);
  return { code, printed, told };
};

function* stepsOf(printed: string): Steps {
  for (const line of printed.trimEnd().split("\n")) {
    const step = JSON.parse(line) as Step & { readonly data?: string };
    yield typeof step.data === "string" ? ({ ...step, data: Buffer.from(step.data, "hex") } as unknown as Step) : step;
  }
}

const onEmulator = (id: PanelId) => {
  const clock = new FakeClock();
  const emulator = emulatorOf(panelOf(id), clock);
  return { emulator, play: (printed: string) => run(emulator, stepsOf(printed), { timing: clock }) };
};

describe("push --dry-run", () => {
  it("prints steps that bring the PNG onto the glass, a partial refresh after it, and leaves the panel asleep", async () => {
    const [a, b] = [noise(800, 480, BLACK_WHITE, 1), noise(800, 480, BLACK_WHITE, 2)];
    const [fileA, fileB] = [await file("a.png", a), await file("b.png", b)];
    const { emulator, play } = onEmulator("waveshare-7in5-v2");
    const full = await push(fileA, "--panel", "waveshare-7in5-v2", "--refresh", "full", "--dry-run");
    expect(full.code).toBe(0);
    await play(full.printed);
    expect(sameRaster(emulator.seen(), a)).toBe(true);
    emulator.rest(120_000);
    const args = ["--refresh", "partial", "--previous", fileA, "--from", "asleep", "--dry-run"];
    await play((await push(fileB, "--panel", "waveshare-7in5-v2", ...args)).printed);
    expect(sameRaster(emulator.seen(), b)).toBe(true);
  });

  it("sends no more than the box to a panel that is idle", async () => {
    const [a, b] = [
      await file("a.png", noise(400, 300, BLACK_WHITE, 1)),
      await file("b.png", noise(400, 300, BLACK_WHITE, 2)),
    ];
    const args = ["--refresh", "partial", "--previous", a, "--box", "80,60,160,60", "--from", "idle", "--dry-run"];
    const { printed } = await push(b, "--panel", "waveshare-4in2-v2", ...args);
    const steps = [...stepsOf(printed)];
    expect(steps.some(({ k }) => k === "rst")).toBe(false);
    expect(steps.reduce((sum, step) => sum + (step.k === "cmd" ? step.data.length : 0), 0)).toBeLessThan(
      2 * 1200 + 100,
    );
  });

  it("takes four greys by their thresholds", async () => {
    const greys = noise(400, 300, GREY_4, 3);
    const { emulator, play } = onEmulator("waveshare-4in2-v2");
    await play(
      (await push(await file("g.png", greys), "--panel", "waveshare-4in2-v2", "--refresh", "grey4", "--dry-run"))
        .printed,
    );
    expect(sameRaster(emulator.seen(), greys)).toBe(true);
  });

  it("turns clockwise", async () => {
    const upright = noise(480, 800, SPECTRA_6, 4);
    const { emulator, play } = onEmulator("waveshare-7in3-e");
    await play(
      (await push(await file("u.png", upright), "--panel", "waveshare-7in3-e", "--rotate", "90", "--dry-run")).printed,
    );
    expect(sameRaster(emulator.seen(), turn(upright, 90))).toBe(true);
  });

  it("says that there is nothing to do when nothing differs", async () => {
    const same = await file("same.png", noise(400, 300, BLACK_WHITE, 1));
    const { code, printed, told } = await push(
      same,
      "--panel",
      "waveshare-4in2-v2",
      "--refresh",
      "partial",
      "--previous",
      same,
      "--dry-run",
    );
    expect([code, printed]).toEqual([0, ""]);
    expect(told).toContain("nothing differs");
  });

  // The steps of an IT8951 follow its answers, so what is printed is one course of several; the others are played as they are.
  it.each(PANELS.filter(({ controller }) => controller !== "it8951").map(({ id }) => id))(
    "clears %s, and shows it a test picture",
    async (id) => {
      const { emulator, play } = onEmulator(id);
      await play((await push("--panel", id, "--clear", "--dry-run")).printed);
      const paper = emulator.seen();
      expect(new Set(paper.pixels)).toEqual(new Set([paper.palette.roles.paper]));
      const { printed } = await push("--panel", id, "--test-pattern", "--dry-run");
      await play(printed);
      expect(new Set(emulator.seen().pixels).size).toBe(paper.palette.inks.length);
      const upright = emulator.seen();
      await play((await push("--panel", id, "--test-pattern", "--rotate", "180", "--dry-run")).printed);
      expect(sameRaster(emulator.seen(), turn(upright, 180))).toBe(true);
    },
  );

  it("prints the words of an IT8951 as transfers, answered as a healthy one would", async () => {
    const { code, printed } = await push("--panel", "waveshare-7in8-it8951", "--clear", "--vcom", "-1530", "--dry-run");
    expect(code).toBe(0);
    const steps = printed
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { k: string; t?: string; healthy?: string });
    expect(new Set(steps.map(({ k, t }) => `${k} ${t ?? ""}`.trim()))).toEqual(
      new Set(["pwr", "rst", "delay", "i80 cmd", "i80 write", "i80 read"]),
    );
    expect(steps.find(({ t }) => t === "read")?.healthy).toMatch(/^0750057c/);
  });

  it("refuses with one clear message and exit code 1, 2 or 3", async () => {
    const small = await file("small.png", noise(400, 300, BLACK_WHITE, 1));
    const right = await file("right.png", noise(800, 480, BLACK_WHITE, 1));
    const cases: readonly (readonly [number, string, readonly string[]])[] = [
      [1, "the picture is 400×300, the panel 800×480", [small]],
      [1, "takes no box", [right, "--box", "0,0,8,8"]],
      [1, "does not lie inside", [right, "--refresh", "partial", "--previous", right, "--box", "0,0,808,8"]],
      [1, "multiple of 8", [right, "--refresh", "partial", "--previous", right, "--box", "1,0,8,8"]],
      [1, "needs the picture that is on the glass", [right, "--refresh", "partial"]],
      [3, "cannot be read", [join(folder, "none.png")]],
      [2, "One picture is needed", []],
      [2, "One picture is needed", [right, "--clear"]],
      [2, "four whole numbers", [right, "--box", "1,2"]],
      [2, "Allowed choices", [right, "--refresh", "slow"]],
    ];
    for (const [code, message, args] of cases) {
      const result = await push(...args, "--panel", "waveshare-7in5-v2", "--dry-run");
      expect([result.code, result.printed]).toEqual([code, ""]);
      expect(result.told).toContain(message);
    }
    const colour = await push("--clear", "--panel", "waveshare-7in3-e", "--refresh", "fast", "--dry-run");
    expect([colour.code, colour.told]).toEqual([1, "waveshare-7in3-e: it has no fast refresh.\n    It can do full.\n"]);
    expect((await push("--clear", "--panel", "nope", "--dry-run")).code).toBe(2);
    await writeFile(join(folder, "bad.png"), "no picture");
    expect((await push(join(folder, "bad.png"), "--panel", "waveshare-7in5-v2")).code).toBe(1);
  });
});

it("panels lists every panel with what was tested, for people and for programs", async () => {
  const outputs: string[] = [];
  const print = async (text: string | Uint8Array) => void outputs.push(text.toString());
  const context = commandContext({
    print,
  });
  await panelsCommand(context).parseAsync([], { from: "user" });
  await panelsCommand(context).parseAsync(["--json"], { from: "user" });
  const [table = "", json = ""] = outputs;
  expect(table).toMatch(
    /^waveshare-7in5-v2 +800x480 +black-white +full fast partial grey4 +balance, .*phases.* +emulator, transcript, kernel$/m,
  );
  const rows = JSON.parse(json) as readonly {
    readonly id: string;
    readonly layouts: readonly object[];
    readonly proofs: { readonly glass: boolean };
  }[];
  expect(table).toMatch(/^waveshare-13in3-k .* poster\b.* emulator/m);
  expect(rows.map(({ id }) => id)).toEqual(PANELS.map(({ id }) => id));
  expect(rows.find(({ id }) => id === "waveshare-7in5-v2")?.layouts).toContainEqual({
    layout: "balance",
    rotate: [0, 90, 180, 270],
  });
  expect(rows.find(({ id }) => id === "waveshare-7in5-v2")?.layouts).not.toContainEqual(
    expect.objectContaining({ layout: "glance" }),
  );
  expect(rows.filter(({ layouts }) => layouts.length === 0)).toEqual([]);
  expect(rows.some(({ proofs }) => proofs.glass)).toBe(false);
});
