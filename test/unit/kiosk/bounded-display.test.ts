import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Display, ShowResult } from "../../../src/display/display.ts";
import { WattframeError } from "../../../src/errors.ts";
import { boundedDisplay, longestShowMs } from "../../../src/kiosk/bounded-display.ts";
import { BLACK_WHITE } from "../../../src/raster/palette.ts";
import { NOON } from "../../fixtures/readings.ts";

const LIMIT_MS = 60_000;
const RASTER = { width: 1, height: 1, palette: BLACK_WHITE, pixels: Uint8Array.of(0) };
const DONE: ShowResult = { changed: true, reason: "written" };
const HANGS = { code: "DISPLAY_HANGS", message: expect.stringContaining("more than 60 s") };

/** A display whose pictures end when the test lets them. */
class OpenEnded implements Display {
  readonly ends: ((result: ShowResult) => void)[] = [];
  interrupted = 0;
  closed = 0;

  show(): Promise<ShowResult> {
    return new Promise((resolve) => this.ends.push(resolve));
  }
  refusal(): Promise<ShowResult | undefined> {
    return new Promise((resolve) => this.ends.push(resolve));
  }
  interrupt(): void {
    this.interrupted++;
    this.ends.at(-1)?.(DONE);
  }
  close(): Promise<void> {
    this.closed++;
    return Promise.resolve();
  }
}

let inner: OpenEnded;
let display: Display;

beforeEach(() => {
  vi.useFakeTimers();
  inner = new OpenEnded();
  display = boundedDisplay(inner, LIMIT_MS);
});
afterEach(() => vi.useRealTimers());

const show = () => display.show(RASTER, NOON);
/** What a promise rejects with; undefined where it does not. */
async function failureOf(promise: Promise<unknown> | undefined): Promise<unknown> {
  try {
    await promise;
  } catch (thrown) {
    return thrown;
  }
  return undefined;
}
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe("a display with a limit", () => {
  it("answers as it does without one, and leaves no timer", async () => {
    const shown = show();
    await pass(LIMIT_MS - 1);
    inner.ends[0]?.(DONE);
    expect(await shown).toEqual(DONE);
    const failing = boundedDisplay(
      { show: () => Promise.reject(new WattframeError("BUS_IO", "no answer")), close: () => Promise.resolve() },
      LIMIT_MS,
    );
    await expect(failing.show(RASTER, NOON)).rejects.toMatchObject({ code: "BUS_IO" });
    expect([failing.refusal, failing.interrupt]).toEqual([undefined, undefined]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each([
    ["show", () => show()],
    ["refusal", () => display.refusal?.(NOON)],
  ])("fails when a %s takes longer, and does nothing else until that has ended", async (_what, call) => {
    const first = failureOf(call());
    await pass(LIMIT_MS);
    expect(await first).toMatchObject(HANGS);
    await expect(show()).rejects.toMatchObject(HANGS);
    expect(inner.ends).toHaveLength(1);
    inner.ends[0]?.(DONE);
    await pass(0);
    const second = show();
    inner.ends[1]?.(DONE);
    expect(await second).toEqual(DONE);
  });

  it("is closed once what hung was interrupted", async () => {
    const first = failureOf(show());
    await pass(LIMIT_MS);
    expect(await first).toMatchObject(HANGS);
    display.interrupt?.();
    await display.close();
    expect([inner.interrupted, inner.closed]).toEqual([1, 1]);
  });

  it("is not closed under what still hangs, and nobody waits long for that", async () => {
    const first = failureOf(show());
    await pass(LIMIT_MS);
    expect(await first).toMatchObject(HANGS);
    const closing = failureOf(display.close());
    await pass(2_000);
    expect(await closing).toMatchObject(HANGS);
    expect(inner.closed).toBe(0);
  });
});

it("has the limit of its kind, which a program's own may lengthen", () => {
  const options = { run: ["/bin/show", "{png}"], size: "800x480", timeoutS: 600 };
  expect(longestShowMs({ kind: "command", options })).toBe(660_000);
  expect(longestShowMs({ kind: "png-file", options: { path: "a.png" } })).toBe(180_000);
});
