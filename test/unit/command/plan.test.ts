import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runProgram } from "../../../src/command/program.ts";
import { BLACK_WHITE } from "../../../src/raster/palette.ts";
import { encodePng } from "../../../src/raster/png.ts";
import { blankRaster } from "../../../src/raster/raster.ts";
import { commandContext } from "../../fixtures/command-context.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "wattframe-plan-"));
  const white = blankRaster(800, 480, BLACK_WHITE);
  const pixels = Uint8Array.from(white.pixels);
  pixels.fill(0, 100 * 800 + 10, 100 * 800 + 20);
  writeFileSync(join(folder, "a.png"), encodePng(white));
  writeFileSync(join(folder, "b.png"), encodePng({ ...white, pixels }));
  writeFileSync(join(folder, "small.png"), encodePng(blankRaster(8, 8, BLACK_WHITE)));
});
afterAll(() => rmSync(folder, { recursive: true }));

const plan = async (next: string, state: unknown, now: string, ...more: readonly string[]) => {
  let [printed, told] = ["", ""];
  const context = commandContext({
    print: async (text) => {
      printed += text.toString();
    },
    notify: (line) => {
      told += `${line}\n`;
    },
  });
  const file = join(folder, "state.json");
  writeFileSync(file, typeof state === "string" ? state : JSON.stringify(state));
  const args = ["--panel", "waveshare-7in5-v2", "--previous", join(folder, "a.png"), "--next", join(folder, next)];
  const code = await runProgram(["plan", ...args, "--state", file, "--now", now, ...more], context);
  return { code, told, answer: printed === "" ? {} : (JSON.parse(printed) as Record<string, unknown>) };
};

it("plans from a first start through too soon to a partial refresh, each with the state of the one before", async () => {
  const first = await plan("b.png", {}, "2026-01-15T18:00:00Z");
  expect(first.answer).toEqual({
    kind: "full",
    boxes: [[0, 0, 800, 480]],
    box: [0, 0, 800, 480],
    reason: "first-start",
    state: { lastRefreshMs: 1768500000000, lastFullMs: 1768500000000 },
  });
  const second = await plan("b.png", first.answer["state"], "2026-01-15T18:00:10Z");
  expect(second.answer).toEqual({
    kind: "none",
    boxes: [],
    reason: "too-soon",
    notBefore: "2026-01-15T18:00:30.000Z",
    state: first.answer["state"],
  });
  const third = await plan("b.png", second.answer["state"], "2026-01-15T18:00:30Z");
  expect(third.answer).toMatchObject({ kind: "partial", boxes: [[8, 100, 16, 1]], box: [8, 100, 16, 1] });
});

it("keeps quiet hours in the time zone that is given, unless there is an alarm", async () => {
  const state = { lastRefreshMs: 1768500000000, lastFullMs: 1768500000000 };
  const quiet = ["--quiet", "23:00-06:00", "--time-zone", "Europe/Helsinki"];
  expect((await plan("b.png", state, "2026-01-15T21:00:00Z", ...quiet)).answer).toMatchObject({
    kind: "none",
    reason: "quiet-hours",
    notBefore: "2026-01-16T04:00:00.000Z",
  });
  expect((await plan("b.png", state, "2026-01-15T20:59:00Z", ...quiet)).answer).toMatchObject({ kind: "partial" });
  expect((await plan("b.png", state, "2026-01-15T18:30:00Z", ...quiet)).answer).toMatchObject({ kind: "partial" });
  expect((await plan("b.png", state, "2026-01-15T21:00:00Z", ...quiet, "--alarm")).answer).toMatchObject({
    kind: "partial",
  });
});

it("plans the full refresh of the day at 04:00 of the time zone, in quiet hours too", async () => {
  const state = { lastRefreshMs: Date.parse("2026-01-15T22:00Z"), lastFullMs: Date.parse("2026-01-15T22:00Z") };
  const helsinki = ["--quiet", "23:00-06:00", "--time-zone", "Europe/Helsinki"];
  expect((await plan("a.png", state, "2026-01-16T01:59:59Z", ...helsinki)).answer).toMatchObject({ kind: "none" });
  const daily = await plan("a.png", state, "2026-01-16T02:00:00Z", ...helsinki);
  expect(daily.answer).toMatchObject({ kind: "full", reason: "daily" });
  expect((await plan("a.png", daily.answer["state"], "2026-01-16T05:00:00Z", ...helsinki)).answer).toMatchObject({
    kind: "none",
    reason: "unchanged",
  });
  expect((await plan("a.png", state, "2026-01-16T04:00:00Z")).answer).toMatchObject({ kind: "full", reason: "daily" });
});

it("shows the picture of quiet hours once in them", async () => {
  const state = { lastRefreshMs: Date.parse("2026-01-15T20:00Z"), lastFullMs: Date.parse("2026-01-15T20:00Z") };
  const quiet = ["--quiet", "23:00-06:00", "--rest"];
  const entered = await plan("b.png", state, "2026-01-15T23:00:00Z", ...quiet);
  expect(entered.answer).toMatchObject({ kind: "partial", state: { shown: "rest" } });
  expect((await plan("b.png", entered.answer["state"], "2026-01-15T23:30:00Z", ...quiet)).answer).toMatchObject({
    kind: "none",
    reason: "quiet-hours",
  });
});

it.each([
  ["a picture of another size", 1, ["small.png", {}, "2026-01-15T18:00:00Z"]],
  ["a picture that is not there", 3, ["none.png", {}, "2026-01-15T18:00:00Z"]],
  ["a state that is no JSON", 2, ["b.png", "{", "2026-01-15T18:00:00Z"]],
  ["a time without a zone", 2, ["b.png", {}, "2026-01-15T18:00:00"]],
  ["an unknown time zone", 2, ["b.png", {}, "2026-01-15T18:00:00Z", "--time-zone", "Mars/Olympus"]],
  ["hours that are none", 2, ["b.png", {}, "2026-01-15T18:00:00Z", "--quiet", "late"]],
] as const)("refuses %s in one message", async (_name, code, [next, state, now, ...more]) => {
  const refused = await plan(next, state, now, ...more);
  expect(refused).toMatchObject({ code, answer: {} });
  expect(refused.told.length).toBeGreaterThan(10);
});
