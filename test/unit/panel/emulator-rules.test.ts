import { describe, expect, it } from "vitest";
import { run } from "../../../src/bus/run.ts";
import { refreshSteps } from "../../../src/panel/refresh-steps.ts";
import type { Step, Steps } from "../../../src/panel/step.ts";
import { WAVESHARE_4IN2_V2 } from "../../../src/panel/waveshare-4in2-v2.ts";
import { WAVESHARE_7IN3_E } from "../../../src/panel/waveshare-7in3-e.ts";
import { WAVESHARE_7IN5_V2 } from "../../../src/panel/waveshare-7in5-v2.ts";
import { BLACK_WHITE, SPECTRA_6 } from "../../../src/raster/palette.ts";
import { sameRaster } from "../../../src/raster/raster.ts";
import { noise } from "../../art.ts";
import { emulatorOf } from "../../emulator/emulator-of.ts";
import { FakeClock } from "../../emulator/fake-clock.ts";

const uc = noise(800, 480, BLACK_WHITE, 1);
const ssd = noise(400, 300, BLACK_WHITE, 1);

/** Steps of a full refresh with some of them changed or left out. */
function* spoilt(steps: Steps, spoil: (step: Step) => Step | undefined): Steps {
  for (const step of steps) {
    const kept = spoil(step);
    if (kept !== undefined) yield kept;
  }
}

const isCommand = (cmd: number) => (step: Step) => step.k === "cmd" && step.cmd === cmd;
const without = (match: (step: Step) => boolean) => (step: Step) => (match(step) ? undefined : step);
const withData = (cmd: number, change: (data: Uint8Array) => Uint8Array) => (step: Step) =>
  step.k === "cmd" && step.cmd === cmd ? { ...step, data: change(step.data) } : step;

const panels = { uc: WAVESHARE_7IN5_V2, ssd: WAVESHARE_4IN2_V2, spectra: WAVESHARE_7IN3_E };
const pictures = { uc, ssd, spectra: noise(800, 480, SPECTRA_6, 1) };

const fullRefresh = async (which: keyof typeof panels, spoil: (step: Step) => Step | undefined) => {
  const clock = new FakeClock();
  const emulator = emulatorOf(panels[which], clock);
  const steps = refreshSteps(panels[which], { kind: "full", next: pictures[which], from: "reset", leave: "asleep" });
  await run(emulator, spoilt(steps, spoil), { timing: clock });
  emulator.rest(120_000);
  return emulator.seen();
};

describe("the emulators refuse what would harm or confuse a controller", () => {
  it.each([
    ["uc", "data before the panel was set up", without((step) => step.k === "cmd" && [0x00, 0x04].includes(step.cmd))],
    ["uc", "while busy", without((step) => step.k === "busy")],
    ["uc", "refresh while powered off", without(isCommand(0x04))],
    ["uc", "deep sleep while powered", without(isCommand(0x02))],
    ["uc", "neither powered off nor asleep", without((step) => step.k === "cmd" && [0x02, 0x07].includes(step.cmd))],
    ["uc", "not asleep a minute", without(isCommand(0x07))],
    ["uc", "without its check byte", withData(0x07, () => Uint8Array.of(0x00))],
    ["uc", "bytes for a window", withData(0x13, (data) => data.subarray(1))],
    ["ssd", "settings before a software reset", without(isCommand(0x12))],
    ["ssd", "while busy", without((step) => step.k === "busy")],
    ["ssd", "refresh while powered off", withData(0x22, () => Uint8Array.of(0x34))],
    ["ssd", "refresh without a waveform", withData(0x22, () => Uint8Array.of(0xc7))],
    ["ssd", "counters off the window's corner", withData(0x4e, () => Uint8Array.of(0x50))],
    ["ssd", "outside the glass", withData(0x44, () => Uint8Array.of(0x00, 0x32))],
    ["ssd", "deep sleep while powered", withData(0x22, () => Uint8Array.of(0xf4))],
    ["ssd", "not asleep a minute", without(isCommand(0x10))],
    ["spectra", "were set", without(isCommand(0xaa))],
    ["spectra", "refresh while powered off", without(isCommand(0x04))],
    ["spectra", "is no ink", withData(0x10, (data) => data.map(() => 0x44))],
  ] as const)("%s: %s", async (which, message, spoil) => {
    await expect(fullRefresh(which, spoil)).rejects.toThrow(message);
  });

  it("show the negative when the polarity register says the other thing", async () => {
    const seen = await fullRefresh(
      "uc",
      withData(0x50, (data) => (data.length === 2 ? Uint8Array.of(0x11, 0x07) : data)),
    );
    expect(sameRaster(seen, { ...uc, pixels: uc.pixels.map((bit) => 1 - bit) })).toBe(true);
  });

  it("refuse a window off its alignment", async () => {
    const clock = new FakeClock();
    const emulator = emulatorOf(WAVESHARE_7IN5_V2, clock);
    const steps = refreshSteps(WAVESHARE_7IN5_V2, {
      kind: "partial",
      next: uc,
      previous: uc,
      from: "reset",
      leave: "idle",
    });
    const spoil = withData(0x90, (data) => data.map((byte, i) => (i === 1 ? 3 : byte)));
    await expect(run(emulator, spoilt(steps, spoil), { timing: clock })).rejects.toThrow("off its alignment");
  });

  it("leave ghosts where the old plane is not what is on the glass", async () => {
    const clock = new FakeClock();
    const emulator = emulatorOf(WAVESHARE_4IN2_V2, clock);
    const show = (steps: Steps) => run(emulator, steps, { timing: clock });
    await show(refreshSteps(WAVESHARE_4IN2_V2, { kind: "full", next: ssd, from: "reset", leave: "idle" }));
    const next = noise(400, 300, BLACK_WHITE, 2);
    const steps = refreshSteps(WAVESHARE_4IN2_V2, {
      kind: "partial",
      next,
      previous: next,
      from: "idle",
      leave: "idle",
    });
    await show(steps);
    expect(sameRaster(emulator.seen(), ssd)).toBe(true);
  });
});
