import { describe, expect, it } from "vitest";
import type { ShowResult } from "../../../src/display/display.ts";
import { afterRefusal, afterShow, isWaiting, NOTHING_SHOWN, type ShowLog } from "../../../src/kiosk/show-log.ts";
import { BLACK_WHITE } from "../../../src/raster/palette.ts";
import type { Raster } from "../../../src/raster/raster.ts";
import { later } from "../../fixtures/readings.ts";

/** A picture of one row. */
const picture = (...pixels: number[]): Raster => ({
  width: pixels.length,
  height: 1,
  palette: BLACK_WHITE,
  pixels: Uint8Array.from(pixels),
});
const A = picture(0, 1, 0);
const B = picture(1, 1, 0);

const ZONE = "Europe/Helsinki";
const WRITTEN: ShowResult = { changed: true, reason: "written" };
const SAME: ShowResult = { changed: false, reason: "unchanged" };
const SOON: ShowResult = { changed: false, reason: "too-soon", notBeforeMonoMs: 5 };

/** What is logged of these pictures, a second apart. */
const logOf = (...shown: readonly (readonly [Raster, ShowResult])[]): ShowLog =>
  shown.reduce((log, [raster, result], i) => afterShow(log, raster, result, later(i * 1_000), ZONE), NOTHING_SHOWN);

describe("the glass", () => {
  it("is what was last shown, since then", () => {
    expect(logOf([A, WRITTEN], [B, WRITTEN]).glass).toEqual({ raster: B, at: later(1_000) });
  });

  it("stays as it was while a picture is held back or the same", () => {
    expect(logOf([A, WRITTEN], [B, SOON], [B, SOON]).glass).toEqual({ raster: A, at: later(0) });
    expect(logOf([A, WRITTEN], [A, SAME]).glass).toEqual({ raster: A, at: later(0) });
  });

  it("is unknown until something is shown or said to be there already", () => {
    expect(NOTHING_SHOWN.glass).toBeUndefined();
    expect(logOf([A, SOON]).glass).toBeUndefined();
    expect(logOf([A, SOON], [A, SAME]).glass).toEqual({ raster: A, at: later(1_000) });
  });

  it("waits for the picture that was last offered, unless it shows the same", () => {
    const log = logOf([A, WRITTEN], [B, SOON]);
    expect(isWaiting(log, B)).toBe(true);
    expect(isWaiting(log, A)).toBe(false);
    expect(isWaiting(log, picture(0, 1, 0))).toBe(false);
    expect(isWaiting(log, undefined)).toBe(false);
    expect(isWaiting(NOTHING_SHOWN, A)).toBe(true);
  });
});

describe("the entries", () => {
  const reasons = ({ entries }: ShowLog) =>
    entries.map(({ at, result }) => `${result.reason} ${at.wallMs - later(0).wallMs}`);

  it("are the newest first, and say the same only once", () => {
    const log = logOf([A, WRITTEN], [A, SAME], [A, SAME], [B, SOON], [B, SOON], [B, WRITTEN], [A, WRITTEN]);
    expect(reasons(log)).toEqual(["written 6000", "written 5000", "too-soon 4000", "unchanged 2000", "written 0"]);
  });

  it("are ten at most", () => {
    const log = logOf(...Array.from({ length: 30 }, (_, i) => [i % 2 ? A : B, WRITTEN] as const));
    expect(log.entries).toHaveLength(10);
    expect(reasons(log)[0]).toBe("written 29000");
  });
});

it("counts pictures offered and shown, and refreshes by kind, and changes no log that was handed out", () => {
  const before = logOf([A, WRITTEN]);
  const after = afterShow(before, B, { ...WRITTEN, facts: { kind: "full" } }, later(1), ZONE);
  const last = afterShow(after, B, { ...SAME, facts: { bytes: 3 } }, later(2), ZONE);
  expect(before.counts).toEqual({ offered: 1, shown: 1 });
  expect(after.counts).toEqual({ offered: 2, shown: 2, full: 1 });
  expect(last.counts).toEqual({ offered: 3, shown: 2, full: 1 });
  expect(NOTHING_SHOWN.counts).toEqual({ offered: 0, shown: 0 });
});

it("counts the pictures of the local day apart, from the first one of it", () => {
  const MIDNIGHT_MS = 10 * 3_600_000; // 22:00 UTC of a day whose noon is the fixtures' instant zero
  const night = [-2_000, -1_000, 0, 1_000].map((ms) => MIDNIGHT_MS + ms);
  const days = night.map((_, i) =>
    night
      .slice(0, i + 1)
      .reduce((log, ms) => afterShow(log, A, { ...WRITTEN, facts: { kind: "fast" } }, later(ms), ZONE), NOTHING_SHOWN),
  );
  const today = days.map(
    (log) => log.today && [log.today.sinceMs - later(MIDNIGHT_MS).wallMs, log.today.counts["fast"]],
  );
  expect(today).toEqual([
    [-2_000, 1],
    [-2_000, 2],
    [0, 1],
    [0, 2],
  ]);
  expect(days[3]?.counts).toEqual({ offered: 4, shown: 4, fast: 4 });
  expect(NOTHING_SHOWN.today).toBeUndefined();
});

describe("a refusal without a picture", () => {
  it("is an entry, once for each reason in a row, and counts no picture", () => {
    const shown = logOf([A, WRITTEN]);
    const once = afterRefusal(shown, SOON, later(1_000), ZONE);
    const twice = afterRefusal(once, SOON, later(2_000), ZONE);
    expect(twice.entries).toEqual([
      { at: later(2_000), result: SOON },
      { at: later(0), result: WRITTEN },
    ]);
    const { glass, counts, today } = shown;
    expect(twice).toMatchObject({ glass, counts, today });
  });

  it("begins the counts of its day", () => {
    const dayMs = 24 * 3_600_000;
    const { today, counts } = afterRefusal(logOf([A, WRITTEN]), SOON, later(dayMs), ZONE);
    expect([today?.counts, today?.sinceMs]).toEqual([{ offered: 0, shown: 0 }, later(dayMs).wallMs]);
    expect(counts).toEqual({ offered: 1, shown: 1 });
  });
});
