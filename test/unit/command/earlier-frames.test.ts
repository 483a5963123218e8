import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { drawEarlierFrames } from "../../../src/command/earlier-frames.ts";
import { pictureSettings } from "../../../src/command/picture-settings.ts";
import { runProgram } from "../../../src/command/program.ts";
import { commandContext } from "../../fixtures/command-context.ts";

const TELEGRAMS = 12; // two minutes at ten seconds

/** Some of a picture's view. */
interface Drawn {
  readonly nowMs: number;
  readonly power: { readonly netW: number; readonly shown: { readonly valueW: number } };
  readonly totals: unknown;
  readonly life: unknown;
}

let folder: string;
let recording: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "wattframe-frames-"));
  recording = join(folder, "r.jsonl");
  const length = ["--start", "2026-01-15T18:00:00Z", "--duration", "2m"];
  await runProgram(["simulate", "--as", "reader", "--scenario", "day", ...length, "-o", recording], commandContext());
});
afterAll(() => rm(folder, { recursive: true }));

describe("render --frames", () => {
  it.each([
    [5, 4],
    [TELEGRAMS, TELEGRAMS - 1],
    [1_000, TELEGRAMS - 1],
  ])("of %i draws %i pictures before the last, of the telegrams before the last", async (frames, drawn) => {
    const times: number[] = [];
    const options = { replay: recording, seed: "1", timeout: "60" };
    const settings = await pictureSettings(options, commandContext());
    const draw = ({ now }: { now: { wallMs: number } }) => times.push(now.wallMs);
    const { now } = await drawEarlierFrames(frames, recording, options, settings, draw);
    expect(times.map((ms) => Math.round((now.wallMs - ms) / 10_000))).toEqual(
      Array.from({ length: drawn }, (_, i) => drawn - i),
    );
  });

  it("writes the picture that one alone is, where no figure stays", async () => {
    const pictures = await Promise.all(
      [[], ["--frames", "8"]].map(async (frames) => {
        const out = join(folder, `${frames.length}.png`);
        const args = ["render", "--replay", recording, "--layout", "week", ...frames, "-o", out];
        expect(await runProgram(args, commandContext())).toBe(0);
        return readFile(out);
      }),
    );
    expect(pictures[0]!.length).toBeGreaterThan(1_000);
    expect(pictures[0]!.equals(pictures[1]!)).toBe(true);
  });

  it("writes the picture of the last telegram, with figures as steady as a kiosk's", async () => {
    const [alone, last] = await Promise.all(
      [[], ["--frames", "8"]].map(async (frames) => {
        const out = join(folder, `${frames.length}.json`);
        const args = ["render", "--replay", recording, ...frames, "--format", "json", "-o", out];
        expect(await runProgram(args, commandContext())).toBe(0);
        return (JSON.parse(await readFile(out, "utf8")) as { view: Drawn }).view;
      }),
    );
    expect(alone!.power.netW).toBeGreaterThan(1_000);
    expect([last!.nowMs, last!.power.netW, last!.totals, last!.life]).toEqual([
      alone!.nowMs,
      alone!.power.netW,
      alone!.totals,
      alone!.life,
    ]);
    const moved = last!.power.shown.valueW - alone!.power.shown.valueW;
    expect(Math.abs(moved)).toBeLessThan(100);
    expect(moved).not.toBe(0); // here the figure of an earlier picture stays
  });

  it.each([
    [["--frames", "5"], "--frames draws the telegrams of a recording"],
    [["--frames", "0", "--replay", "r.jsonl"], "--frames 0 is not a positive number"],
    [["--frames", "2.5", "--replay", "r.jsonl"], "--frames 2.5 is not a whole number"],
  ])("is wrong usage as %j", async (args, message) => {
    const told: string[] = [];
    const code = await runProgram(["render", ...args], commandContext({ notify: (line) => void told.push(line) }));
    expect([code, told.join("\n")]).toEqual([2, expect.stringContaining(message)]);
  });
});
