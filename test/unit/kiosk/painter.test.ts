import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Display, ShowResult } from "../../../src/display/display.ts";
import { WattframeError } from "../../../src/errors.ts";
import { Painter, type PainterParts } from "../../../src/kiosk/painter.ts";
import type { Log } from "../../../src/log.ts";
import { BLACK_WHITE } from "../../../src/raster/palette.ts";
import type { Raster } from "../../../src/raster/raster.ts";
import type { ShownPower, View } from "../../../src/view/view.ts";
import { later } from "../../fixtures/told.ts";
import { NAMED_VIEWS } from "../../fixtures/views/named-views.ts";

const FULL = NAMED_VIEWS[0]![1];
const DONE: ShowResult = { changed: true, reason: "written" };

/** A display that shows when it is told to, and counts. */
class SlowDisplay implements Display {
  readonly shown: Raster[] = [];
  underWay = 0;
  most = 0;
  closed = 0;
  answer: () => Promise<ShowResult> = () => Promise.resolve(DONE);

  async show(raster: Raster): Promise<ShowResult> {
    this.underWay++;
    this.most = Math.max(this.most, this.underWay);
    try {
      const result = await this.answer();
      this.shown.push(raster);
      return result;
    } finally {
      this.underWay--;
    }
  }

  close(): Promise<void> {
    this.closed++;
    return Promise.resolve();
  }
}

let display: SlowDisplay;
let logged: string[];
let facts: object[];
let views: (ShownPower | undefined)[];
let view: View;

beforeEach(() => {
  vi.useFakeTimers();
  display = new SlowDisplay();
  logged = [];
  facts = [];
  views = [];
  view = FULL;
});
afterEach(() => {
  vi.useRealTimers();
});

/** A painter whose clock is the fake timers', and whose picture is one black pixel. */
function painterOf(parts: Partial<PainterParts> = {}): Painter {
  const started = Date.now();
  const note = (level: string) => (said: object, message: string) => {
    facts.push(said);
    logged.push(`${level} ${message}`);
  };
  const log: Log = {
    debug: () => undefined,
    info: note("info"),
    warn: note("warn"),
    error: note("error"),
    child: () => log,
  };
  return new Painter({
    name: "wall",
    renderer: {
      draw: () => ({ frame: { width: 1, height: 1, pixels: Uint32Array.of(0xff000000) }, boxes: [] }),
    },
    palette: BLACK_WHITE,
    display,
    minIntervalMs: 0,
    clock: () => later(Date.now() - started),
    view: (_now, before) => {
      views.push(before);
      return view;
    },
    log,
    ...parts,
  });
}

const settled = () => vi.advanceTimersByTimeAsync(0);

describe("a painter", () => {
  it("draws when asked and says what came of it", async () => {
    const painter = painterOf();
    expect(painter.state).toEqual({});
    painter.ask();
    await settled();
    expect(display.shown).toHaveLength(1);
    expect(painter.state).toMatchObject({ result: DONE, drawnAt: later(0) });
    expect(painter.state.raster?.pixels).toEqual(Uint8Array.of(0));
  });

  it("hands what was last drawn to the next view", async () => {
    const painter = painterOf();
    painter.ask();
    await settled();
    painter.ask();
    await settled();
    expect(views).toEqual([undefined, FULL.power.shown]);
  });

  it("has one picture under way and one to come, however often it is asked", async () => {
    const ends: (() => void)[] = [];
    display.answer = () => new Promise((resolve) => ends.push(() => resolve(DONE)));
    const painter = painterOf();
    for (let i = 0; i < 20; i++) {
      painter.ask();
      await settled();
    }
    expect([display.underWay, views.length]).toEqual([1, 1]);
    ends.shift()?.();
    await settled();
    expect([display.shown.length, display.underWay, views.length]).toEqual([1, 1, 2]);
    ends.shift()?.();
    await settled();
    expect([display.shown.length, display.underWay, views.length, display.most]).toEqual([2, 0, 2, 1]);
  });

  it("shows what is known when the turn comes, not when it was asked", async () => {
    let end: () => void = () => undefined;
    display.answer = () => new Promise((resolve) => (end = () => resolve(DONE)));
    const painter = painterOf();
    painter.ask();
    await settled();
    painter.ask();
    const newer = { ...FULL, power: { ...FULL.power, shown: { valueW: 100, unit: "W" } } } as const;
    view = newer;
    end();
    await settled();
    end();
    await settled();
    display.answer = () => Promise.resolve(DONE);
    painter.ask();
    await settled();
    expect(views.at(-1)).toEqual(newer.power.shown);
  });

  it("keeps its least interval and then draws once", async () => {
    const painter = painterOf({ minIntervalMs: 60_000 });
    painter.ask();
    await settled();
    for (let i = 0; i < 5; i++) {
      await vi.advanceTimersByTimeAsync(10_000);
      painter.ask();
    }
    await settled();
    expect(display.shown).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(9_999);
    expect(display.shown).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(display.shown).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(display.shown).toHaveLength(2);
  });

  it("offers the picture again when the display said so, and not before", async () => {
    display.answer = () =>
      Promise.resolve(
        display.shown.length === 0
          ? { changed: false, reason: "too-soon", notBeforeMonoMs: later(30_000).monoMs }
          : DONE,
      );
    const painter = painterOf();
    painter.ask();
    await vi.advanceTimersByTimeAsync(29_999);
    expect(display.shown).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(display.shown).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(display.shown).toHaveLength(2);
    await painter.close();
  });
});

describe("a display that fails", () => {
  const failing = () => Promise.reject(new WattframeError("BUS_IO", "no answer"));

  it("is reported once, is asked again, and its recovery is told", async () => {
    const painter = painterOf();
    painter.ask();
    await settled();
    const { raster } = painter.state;
    display.answer = failing;
    for (let i = 0; i < 3; i++) {
      painter.ask();
      await settled();
    }
    expect(painter.state).toMatchObject({ raster, fault: { code: "BUS_IO", message: "no answer" } });
    expect(logged).toEqual(["error the display failed"]);
    display.answer = () => Promise.resolve(DONE);
    painter.ask();
    await settled();
    expect(painter.state.fault).toBeUndefined();
    expect(logged).toEqual(["error the display failed", "info the display works again"]);
  });

  it("is reported again when it fails another way", async () => {
    const painter = painterOf();
    display.answer = failing;
    painter.ask();
    await settled();
    display.answer = () => Promise.reject(new WattframeError("BUSY_TIMEOUT", "busy"));
    painter.ask();
    await settled();
    expect(logged).toHaveLength(2);
  });

  it("is INTERNAL, logged with its stack, when the drawing itself is at fault; the painter lives on", async () => {
    let isBroken = true;
    const painter = painterOf({
      renderer: {
        draw: () => {
          if (isBroken) throw new TypeError("a widget broke");
          return { frame: { width: 1, height: 1, pixels: Uint32Array.of(0xff000000) }, boxes: [] };
        },
      },
    });
    painter.ask();
    await settled();
    expect(painter.state.fault).toEqual({ code: "INTERNAL", message: "a widget broke" });
    expect(painter.state).not.toHaveProperty("raster");
    expect(facts).toEqual([
      { code: "INTERNAL", error: "a widget broke", stack: expect.stringContaining("painter.test.ts") as string },
    ]);
    isBroken = false;
    painter.ask();
    await settled();
    expect(painter.state).toMatchObject({ result: DONE });
  });

  it("is logged with what to do about it", async () => {
    const painter = painterOf();
    display.answer = () => Promise.reject(new WattframeError("BUS_UNAVAILABLE", "no SPI", { hint: "Switch SPI on." }));
    painter.ask();
    await settled();
    expect(facts).toEqual([{ code: "BUS_UNAVAILABLE", error: "no SPI", hint: "Switch SPI on." }]);
  });
});

describe("closing", () => {
  it("waits for the picture that is under way, and closes the display once", async () => {
    let end: () => void = () => undefined;
    display.answer = () => new Promise((resolve) => (end = () => resolve(DONE)));
    const painter = painterOf();
    painter.ask();
    await settled();
    painter.ask();
    let isClosed = false;
    const closing = painter.close().then(() => (isClosed = true));
    await settled();
    expect([isClosed, display.closed]).toEqual([false, 0]);
    end();
    await closing;
    expect([display.shown.length, display.closed]).toEqual([1, 1]);
  });

  it("draws nothing any more, and leaves no timer behind", async () => {
    const painter = painterOf({ minIntervalMs: 1_000 });
    display.answer = () => Promise.resolve({ ...DONE, notBeforeMonoMs: later(50_000).monoMs });
    painter.ask();
    await settled();
    painter.ask();
    await painter.close();
    painter.ask();
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(100_000);
    expect(display.shown).toHaveLength(1);
  });
});
