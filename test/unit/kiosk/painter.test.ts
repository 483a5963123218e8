import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Display, ShowResult } from "../../../src/display/display.ts";
import { WattframeError } from "../../../src/errors.ts";
import { Painter, type PainterParts } from "../../../src/kiosk/painter.ts";
import { ORDINARY, type Scene } from "../../../src/kiosk/scene.ts";
import { type Log, SILENT } from "../../../src/log.ts";
import type { Now } from "../../../src/meter/now.ts";
import { BLACK_WHITE } from "../../../src/raster/palette.ts";
import type { Raster } from "../../../src/raster/raster.ts";
import type { Occasion } from "../../../src/refresh/state.ts";
import type { Renderer } from "../../../src/render/renderer.ts";
import type { Face } from "../../../src/view/face.ts";
import type { PartKey, PartMemories } from "../../../src/view/parts.ts";
import type { Stop } from "../../../src/view/rest.ts";
import type { View } from "../../../src/view/view.ts";
import { later } from "../../fixtures/readings.ts";
import { NAMED_VIEWS } from "../../fixtures/views/named-views.ts";

const FULL = NAMED_VIEWS[0]![1];
const SURFACE = { width: 1, height: 1, palette: BLACK_WHITE };
const ONE_PIXEL: Renderer = {
  parts: [],
  draw: () => ({ raster: { ...SURFACE, pixels: Uint8Array.of(0) }, boxes: [] }),
};
/** Parts by which a face is known in these tests. */
const PARTS_OF: Partial<Record<Face, readonly PartKey[]>> = { night: ["rest"], stopped: ["stop"] };
const DONE: ShowResult = { changed: true, reason: "written" };

/** A display that shows when it is told to, and counts. */
class SlowDisplay implements Display {
  readonly shown: Raster[] = [];
  readonly occasions: (Occasion | undefined)[] = [];
  underWay = 0;
  most = 0;
  closed = 0;
  answer: () => Promise<ShowResult> = () => Promise.resolve(DONE);
  interrupt?: () => void;
  refusal: NonNullable<Display["refusal"]> = () => Promise.resolve(undefined);

  async show(raster: Raster, _now?: Now, occasion?: Occasion): Promise<ShowResult> {
    this.occasions.push(occasion);
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
let views: (PartMemories | undefined)[];
let view: View;
let scene: Scene;
/** Whether the meter has sent a value. */
let hasValue: boolean;
/** Parts and facts of each view that was built. */
let drawn: (readonly [readonly PartKey[], Scene["facts"]])[];

beforeEach(() => {
  vi.useFakeTimers();
  display = new SlowDisplay();
  logged = [];
  facts = [];
  views = [];
  view = FULL;
  scene = ORDINARY;
  hasValue = true;
  drawn = [];
});
afterEach(() => {
  vi.useRealTimers();
});

const memoryOf = ({ power }: View): PartMemories => ({ power: power.shown ? { shown: power.shown } : {} });

const composition = () => ({
  scene: (_now: unknown, stop?: Stop): Scene => (stop ? { face: "stopped", facts: { stop } } : scene),
  hasValue: () => hasValue,
  lookAgainMs: 0,
  prepareFace: (face: Face) =>
    Promise.resolve({ surface: SURFACE, renderer: { ...ONE_PIXEL, parts: PARTS_OF[face] ?? [] } }),
  prepare: () => Promise.resolve({ surface: SURFACE, renderer: ONE_PIXEL }),
  view: (_now: unknown, parts: readonly PartKey[], before: PartMemories | undefined, facts: Scene["facts"]) => {
    views.push(before);
    drawn.push([parts, facts]);
    return { view, memory: memoryOf(view) };
  },
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
    ...composition(),
    display,
    minIntervalMs: 0,
    timeZone: "Europe/Helsinki",
    clock: () => later(Date.now() - started),
    log,
    ...parts,
  });
}

const passes = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const settled = () => passes(0);
const failing = () => Promise.reject(new WattframeError("BUS_IO", "no answer", { hint: "look at the wires" }));

describe("a painter", () => {
  it("draws when asked and says what came of it", async () => {
    const painter = painterOf();
    expect(painter.state).toEqual({});
    painter.request();
    await settled();
    expect(display.shown).toHaveLength(1);
    expect(painter.state).toMatchObject({ result: DONE, drawnAt: later(0) });
    expect(painter.state.raster?.pixels).toEqual(Uint8Array.of(0));
  });

  it("replaces the picture that waits for the meter as soon as the display allows, whatever the least interval", async () => {
    hasValue = false;
    const painter = painterOf({ minIntervalMs: 3_600_000 });
    const shownAfter = async (ms: number) => {
      await passes(ms);
      painter.request();
      await settled();
      return display.shown.length;
    };
    expect(await shownAfter(0)).toBe(1);
    expect(await shownAfter(60_000)).toBe(1); // still without a value: the user's interval holds
    hasValue = true;
    display.answer = () =>
      Promise.resolve({ changed: false, reason: "too-soon", notBeforeMonoMs: later(180_000).monoMs });
    expect(await shownAfter(60_000)).toBe(2); // offered; the panel rests
    display.answer = () => Promise.resolve(DONE);
    await passes(60_000);
    expect(display.shown).toHaveLength(3); // shown when the panel allows it
    expect(await shownAfter(60_000)).toBe(3); // and from now on by the user's interval
    await passes(3_540_000);
    expect(display.shown).toHaveLength(4);
  });

  it("says since when it has been at work on a picture, and nothing while it waits", async () => {
    let finish = () => {};
    display.answer = () => new Promise((resolve) => (finish = () => resolve(DONE)));
    const painter = painterOf({ minIntervalMs: 60_000 });
    expect(painter.busySinceMonoMs).toBeUndefined();
    await passes(5_000);
    painter.request();
    await passes(200_000);
    expect(painter.busySinceMonoMs).toBe(later(5_000).monoMs);
    finish();
    await settled();
    painter.request();
    await settled();
    expect(painter.busySinceMonoMs).toBe(later(205_000).monoMs);
    finish();
    await settled();
    painter.request();
    await passes(30_000);
    expect(painter.isAtWork).toBe(false);
    expect(painter.busySinceMonoMs).toBeUndefined();
  });

  it("logs the first picture that is shown, once", async () => {
    display.answer = () => Promise.resolve({ changed: false, reason: "too-soon" });
    const painter = painterOf();
    painter.request();
    await settled();
    expect(logged).toEqual([]);
    display.answer = () => Promise.resolve(DONE);
    for (let i = 0; i < 2; i++) {
      painter.request();
      await settled();
    }
    expect(display.shown).toHaveLength(3);
    expect(logged).toEqual(["info the first picture is shown"]);
    expect(facts).toEqual([DONE]);
  });

  it("logs no failure that a warning has announced, but another one", async () => {
    display.answer = failing;
    const painter = painterOf({ isReported: true });
    painter.request();
    await passes(5_000);
    expect(painter.state.fault).toMatchObject({ message: "no answer" });
    expect(logged).toEqual([]);
    display.answer = () => Promise.reject(new WattframeError("BUS_IO", "no power"));
    await passes(10_000);
    expect(logged).toEqual(["error the display failed", "error the display is left alone: it failed 3 times in a row"]);
  });

  it("hands what was last drawn to the next view", async () => {
    const painter = painterOf();
    painter.request();
    await settled();
    painter.request();
    await settled();
    expect(views).toEqual([undefined, memoryOf(FULL)]);
  });

  it("has one picture under way and one to come, however often it is asked", async () => {
    const ends: (() => void)[] = [];
    display.answer = () => new Promise((resolve) => ends.push(() => resolve(DONE)));
    const painter = painterOf();
    for (let i = 0; i < 20; i++) {
      painter.request();
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
    painter.request();
    await settled();
    painter.request();
    const newer = { ...FULL, power: { ...FULL.power, shown: { valueW: 100, unit: "W", hundredsW: 100 } } } as const;
    view = newer;
    end();
    await settled();
    end();
    await settled();
    display.answer = () => Promise.resolve(DONE);
    painter.request();
    await settled();
    expect(views.at(-1)).toEqual(memoryOf(newer));
  });

  it("keeps its least interval and then draws once", async () => {
    const painter = painterOf({ minIntervalMs: 60_000 });
    painter.request();
    await settled();
    for (let i = 0; i < 5; i++) {
      await vi.advanceTimersByTimeAsync(10_000);
      painter.request();
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
    painter.request();
    await vi.advanceTimersByTimeAsync(29_999);
    expect(display.shown).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(display.shown).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(display.shown).toHaveLength(2);
    await painter.close();
  });
});

describe("a display that shows everything already", () => {
  const THERE: ShowResult = { changed: false, reason: "unchanged" };

  /** A painter that has just found that, at time 0. */
  async function foundThere(): Promise<Painter> {
    const painter = painterOf({ lookAgainMs: 3_000 });
    display.answer = () => Promise.resolve(THERE);
    painter.request();
    await settled();
    display.answer = () => Promise.resolve(DONE);
    return painter;
  }

  it("is not drawn for again at once, but once a little later, of what is known then", async () => {
    const painter = await foundThere();
    for (let i = 0; i < 3; i++) {
      await passes(800);
      painter.request();
    }
    await passes(599);
    expect([drawn.length, painter.state.result]).toEqual([1, THERE]);
    await passes(1);
    expect([drawn.length, painter.state.drawnAt]).toEqual([2, later(3_000)]);
    await passes(60_000);
    expect(drawn).toHaveLength(2);
    await painter.close();
  });

  it("is drawn for at once after a picture that changed it", async () => {
    const painter = await foundThere();
    await passes(3_000);
    for (let i = 0; i < 3; i++) {
      painter.request();
      await passes(1);
    }
    expect(drawn).toHaveLength(4);
    await painter.close();
  });

  it("does not delay an alarm, another layout, the first value or the end", async () => {
    for (const begin of [
      () => {
        scene = { occasion: "alarm", facts: {} };
      },
      (painter: Painter) => painter.compose({ ...composition(), minIntervalMs: 0, timeZone: "Europe/Helsinki" }),
    ]) {
      drawn = [];
      scene = ORDINARY;
      const painter = await foundThere();
      await passes(100);
      begin(painter);
      painter.request();
      await settled();
      expect(drawn).toHaveLength(2);
      await painter.close();
    }
    hasValue = false;
    scene = ORDINARY;
    const waiting = painterOf({ lookAgainMs: 3_000 });
    waiting.request();
    await settled(); // the picture that waits for a value
    display.answer = () => Promise.resolve(THERE);
    waiting.request();
    await settled();
    drawn = [];
    waiting.request();
    await passes(100);
    expect(drawn).toHaveLength(0);
    hasValue = true;
    waiting.request();
    await settled();
    expect(drawn).toHaveLength(1);
    await waiting.close({ command: "wattframe run" });
    expect(drawn).toHaveLength(2);
  });
});

describe("a display that would refuse every picture", () => {
  const untilMonoMs = later(30_000).monoMs;
  const SOON: ShowResult = { changed: false, reason: "too-soon", notBeforeMonoMs: untilMonoMs };
  const refuse = (result: () => ShowResult | undefined): void => {
    display.refusal = (now, occasion) => {
      asked.push(occasion);
      return Promise.resolve(now.monoMs < untilMonoMs ? result() : undefined);
    };
  };
  let asked: (Occasion | undefined)[];
  beforeEach(() => {
    asked = [];
  });

  it("has none drawn, says why and until when, and then gets the newest one at once", async () => {
    const painter = painterOf();
    painter.request();
    await settled();
    refuse(() => SOON);
    for (let i = 0; i < 3; i++) {
      await passes(5_000);
      painter.request();
      await settled();
    }
    const { raster, drawnAt } = painter.state;
    expect([drawn.length, display.shown.length, drawnAt]).toEqual([1, 1, later(0)]);
    expect(painter.state).toEqual({ raster, drawnAt, result: SOON, decidedAt: later(15_000), isUndrawn: true });
    expect(painter.shows.entries[0]).toEqual({ at: later(15_000), result: SOON });
    const newer = { ...FULL, power: { ...FULL.power, shown: { valueW: 100, unit: "W", hundredsW: 100 } } } as const;
    view = newer;
    await passes(14_999);
    expect(drawn).toHaveLength(1);
    await passes(1);
    expect(painter.state).toMatchObject({ result: DONE, drawnAt: later(30_000), decidedAt: later(30_000) });
    expect(painter.state).not.toHaveProperty("isUndrawn");
    painter.request();
    await settled();
    expect(views.at(-1)).toEqual(memoryOf(newer));
  });

  it("learns of the occasion that would be drawn", async () => {
    refuse(() => SOON);
    const painter = painterOf();
    for (const occasion of ["alarm", "rest"] as const) {
      scene = { occasion, facts: {} };
      painter.request();
      await settled();
    }
    expect([asked, drawn]).toEqual([["alarm", "rest"], []]);
  });

  it("keeps its fault while it refuses, since that says nothing of the hardware", async () => {
    const painter = painterOf();
    display.answer = failing;
    painter.request();
    await settled();
    let cold: ShowResult = { changed: false, reason: "too-cold" };
    refuse(() => cold);
    await passes(5_000);
    expect(painter.state).toMatchObject({ result: cold, fault: { code: "BUS_IO" } });
    cold = SOON;
    painter.request();
    await settled();
    expect(painter.state.fault?.retryAtMonoMs).toBe(untilMonoMs);
    display.answer = () => Promise.resolve(DONE);
    await passes(25_000);
    expect([painter.state.fault, display.shown.length]).toEqual([undefined, 1]);
  });

  it("is asked again at the next request where time alone does not help", async () => {
    let result: ShowResult | undefined = { changed: false, reason: "too-cold" };
    refuse(() => result);
    const painter = painterOf();
    painter.request();
    await passes(10_000);
    expect([asked.length, vi.getTimerCount()]).toEqual([1, 0]);
    result = undefined;
    painter.request();
    await settled();
    expect(display.shown).toHaveLength(1);
  });

  it("is not kept waiting by the least interval between pictures", async () => {
    refuse(() => SOON);
    const painter = painterOf({ minIntervalMs: 3_600_000 });
    painter.request();
    await passes(30_000);
    expect(painter.state).toMatchObject({ result: DONE, drawnAt: later(30_000) });
  });

  it("gets no last picture at the end, and no timer is left", async () => {
    const painter = painterOf();
    painter.request();
    await settled();
    refuse(() => SOON);
    await painter.close({ command: "wattframe run" });
    expect([display.shown.length, display.closed, vi.getTimerCount()]).toEqual([1, 1, 0]);
  });
});

it("remembers numbers as the display shows them, not as it refused them", async () => {
  const painter = painterOf();
  painter.request();
  await settled();
  const other = { ...FULL, power: { ...FULL.power, shown: { valueW: 100, unit: "W", hundredsW: 100 } } } as const;
  for (const reason of ["unchanged", "too-soon"]) {
    display.answer = () => Promise.resolve({ changed: false, reason });
    view = other;
    painter.request();
    await settled();
  }
  painter.request();
  await settled();
  expect(views.at(-1)).toEqual(memoryOf(FULL));
});

it("counts its least interval from the last picture that the display shows", async () => {
  display.answer = () => Promise.resolve({ changed: false, reason: "unchanged" });
  const painter = painterOf({ minIntervalMs: 60_000 });
  painter.request();
  await passes(10_000);
  display.answer = () => Promise.resolve(DONE);
  painter.request();
  await settled();
  expect(painter.state.drawnAt).toEqual(later(10_000));
  painter.request();
  await passes(59_999);
  expect(painter.state.drawnAt).toEqual(later(10_000));
  await passes(1);
  expect(painter.state.drawnAt).toEqual(later(70_000));
});

describe("a display that fails", () => {
  it("is reported once with what to do, tried again by itself after pauses that grow, and its recovery is logged", async () => {
    const painter = painterOf();
    painter.request();
    await settled();
    const { raster, drawnAt } = painter.state;
    let tries = 0;
    display.answer = () => {
      tries++;
      return failing();
    };
    painter.request();
    await settled();
    expect(painter.state).toEqual({
      raster,
      drawnAt,
      fault: { code: "BUS_IO", message: "no answer", hint: "look at the wires", retryAtMonoMs: later(5_000).monoMs },
    });
    const triedAfterS = [5, 10, 3_600, 3_600];
    for (const [i, pauseS] of triedAfterS.entries()) {
      painter.request(); // a telegram does not shorten the pause
      await passes(pauseS * 1_000 - 1);
      expect(tries).toBe(i + 1);
      await passes(1);
      expect(tries).toBe(i + 2);
    }
    const alone = "error the display is left alone: it failed 3 times in a row";
    const failed = ["info the first picture is shown", "error the display failed", alone];
    expect(logged).toEqual(failed);
    display.answer = () => Promise.resolve(DONE);
    await passes(3_600_000);
    expect(painter.state.fault).toBeUndefined();
    expect(logged).toEqual([...failed, "info the display works again"]);
    display.answer = failing;
    painter.request();
    await settled();
    expect(painter.state.fault?.retryAtMonoMs).toBe(painter.state.drawnAt!.monoMs + 5_000);
    expect(logged).toHaveLength(5);
  });

  it.each(["BUS_IO", "BUSY_TIMEOUT", "COMMAND_FAILED", "INTERNAL"] as const)(
    "is left alone with its error after three crashes in a row (%s), until an hour has passed or it is composed",
    async (code) => {
      let tries = 0;
      display.answer = () => {
        tries++;
        return Promise.reject(code === "INTERNAL" ? new TypeError("no answer") : new WattframeError(code, "no answer"));
      };
      const painter = painterOf();
      painter.request();
      await passes(14_999);
      expect([tries, painter.state.fault?.isLeftAlone]).toEqual([2, undefined]);
      await passes(1);
      expect(painter.state.fault).toMatchObject({
        code,
        message: "no answer",
        hint: expect.stringContaining("Left alone after 3 failures in a row."),
        isLeftAlone: true,
      });
      painter.request();
      await passes(3_599_999);
      expect(tries).toBe(3);
      await passes(1);
      expect(tries).toBe(4);
      painter.compose({ ...composition(), minIntervalMs: 0, timeZone: "Europe/Helsinki" });
      painter.request();
      await settled();
      expect([tries, painter.state.fault?.isLeftAlone]).toEqual([5, undefined]);
      await painter.close();
    },
  );

  it("is not left alone for two crashes with a picture between them, nor for what is no crash", async () => {
    const answers = [failing, failing, () => Promise.resolve(DONE), failing, failing];
    display.answer = () => (answers.shift() ?? failing)();
    const painter = painterOf({ minIntervalMs: 1 });
    for (let i = 0; i < 5; i++) {
      painter.request();
      await passes(i === 2 ? 1_000 : 5_000);
    }
    expect(painter.state.fault).not.toHaveProperty("isLeftAlone");
    for (const code of ["BUS_UNAVAILABLE", "FILE_WRITE"] as const) {
      const other = painterOf();
      display.answer = () => Promise.reject(new WattframeError(code, "not there"));
      other.request();
      await passes(600_000);
      expect(other.state.fault).toMatchObject({ code, message: "not there" });
      expect(other.state.fault).not.toHaveProperty("isLeftAlone");
      await other.close();
    }
    await painter.close();
  });

  it("is left alone too where its limits hold the picture back between the crashes, with its fault all the while", async () => {
    let tries = 0;
    let heldUntilMs = 0;
    const started = Date.now();
    display.answer = () => {
      const nowMs = Date.now() - started;
      if (nowMs < heldUntilMs)
        return Promise.resolve({ changed: false, reason: "too-soon", notBeforeMonoMs: later(heldUntilMs).monoMs });
      tries++;
      heldUntilMs = nowMs + 180_000;
      return failing();
    };
    const painter = painterOf();
    painter.request();
    await passes(30_000);
    expect([tries, painter.state.result?.reason]).toEqual([1, "too-soon"]);
    expect(painter.state.fault).toMatchObject({ code: "BUS_IO", retryAtMonoMs: later(180_000).monoMs });
    await passes(340_000);
    expect([tries, painter.state.fault?.isLeftAlone]).toEqual([3, true]);
    await passes(3_000_000);
    expect(tries).toBe(3);
    expect(logged).toEqual(["error the display failed", "error the display is left alone: it failed 3 times in a row"]);
    display.answer = () => Promise.resolve(DONE);
    await passes(600_000);
    expect(painter.state.fault).toBeUndefined();
    expect(logged.slice(2)).toEqual(["info the display works again", "info the first picture is shown"]);
    await painter.close();
  });

  it.each([
    ["a minute", "BUS_UNAVAILABLE", [5, 10, 20, 40, 60, 60, 60]],
    ["ten minutes", "FILE_WRITE", [5, 10, 20, 40, 80, 160, 320, 600, 600]],
  ] as const)("waits %s at most after %s", async (_most, code, pausesS) => {
    let tries = 0;
    display.answer = () => {
      tries++;
      return Promise.reject(new WattframeError(code, "no such device"));
    };
    const painter = painterOf();
    painter.request();
    await settled();
    for (const [i, pauseS] of pausesS.entries()) {
      await passes(pauseS * 1_000 - 1);
      expect(tries).toBe(i + 1);
      await passes(1);
      expect(tries).toBe(i + 2);
    }
    expect(logged).toEqual(["error the display failed"]);
    await painter.close();
  });

  it("is reported again when it fails another way, and tried at once when its composition is replaced", async () => {
    const painter = painterOf();
    display.answer = failing;
    painter.request();
    await settled();
    display.answer = () => Promise.reject(new WattframeError("BUS_IO", "another reason"));
    painter.compose({ ...composition(), minIntervalMs: 0, timeZone: "Europe/Helsinki" });
    painter.request();
    await settled();
    expect(logged).toHaveLength(2);
    expect(painter.state.fault).toEqual({
      code: "BUS_IO",
      message: "another reason",
      retryAtMonoMs: later(5_000).monoMs,
    });
  });

  it("that goes on failing is reported once a day, with how often it happened", async () => {
    const facts: object[] = [];
    const log: Log = { ...SILENT, error: (own) => void facts.push(own) };
    const painter = painterOf({ log });
    display.answer = failing;
    painter.request();
    await passes(25 * 3_600_000);
    const daily = { code: "BUS_IO", retryInS: 3_600 };
    expect(facts).toMatchObject([
      { code: "BUS_IO", hint: "look at the wires", retryInS: 5 },
      { ...daily, hint: expect.stringContaining("sudo systemctl reload wattframe") },
      { ...daily, repeats: expect.any(Number) },
      { ...daily, repeats: expect.any(Number) },
    ]);
    await painter.close();
  });

  it("is not there at first, and shows its picture when it is", async () => {
    let isThere = false;
    const painter = painterOf({
      prepare: () =>
        isThere
          ? Promise.resolve({ surface: SURFACE, renderer: ONE_PIXEL })
          : Promise.reject(new WattframeError("BUS_UNAVAILABLE", "no /dev/fb0")),
    });
    painter.request();
    await settled();
    expect(painter.state).toMatchObject({ fault: { code: "BUS_UNAVAILABLE" } });
    expect(painter.state).not.toHaveProperty("drawnAt");
    isThere = true;
    await passes(5_000);
    expect([display.shown.length, painter.state.fault]).toEqual([1, undefined]);
  });

  it("differs from a drawing that fails only by its message", async () => {
    const painter = painterOf({
      prepare: () =>
        Promise.resolve({
          surface: SURFACE,
          renderer: {
            parts: [],
            draw: () => {
              throw new Error("a widget broke");
            },
          },
        }),
    });
    painter.request();
    await settled();
    expect(painter.state.fault?.message).toBe("a widget broke");
    expect(painter.state).not.toHaveProperty("raster");
  });
});

it("leaves hardware alone that is not free yet", async () => {
  let free: () => void = () => undefined;
  const hardwareFree = new Promise<void>((resolve) => (free = resolve));
  const painter = painterOf({ hardwareFree: () => hardwareFree });
  painter.request();
  await settled();
  expect(display.shown).toEqual([]);
  free();
  await settled();
  expect(display.shown).toHaveLength(1);
});

describe("the scene of a picture", () => {
  const night: Scene = { face: "night", occasion: "rest", facts: { rest: { fromMs: 1, untilMs: 2 } } };

  it("is drawn by its face and its facts, and the display learns of its occasion", async () => {
    scene = night;
    const painter = painterOf();
    painter.request();
    await settled();
    scene = { occasion: "alarm", facts: {} };
    painter.request();
    await settled();
    expect(drawn).toEqual([
      [["rest"], night.facts],
      [[], {}],
    ]);
    expect(display.occasions).toEqual(["rest", "alarm"]);
  });

  it("is an ordinary one where the face has no such size", async () => {
    scene = night;
    const painter = painterOf({ prepareFace: () => Promise.resolve(undefined) });
    painter.request();
    await settled();
    expect([drawn, display.occasions]).toEqual([[[[], {}]], [undefined]]);
  });
});

describe("the end of the kiosk", () => {
  const stop: Stop = { command: "wattframe run" };

  it("is told by a last picture, and nothing is drawn after it", async () => {
    display.answer = () => Promise.resolve({ ...DONE, notBeforeMonoMs: later(50_000).monoMs });
    const painter = painterOf();
    painter.request();
    await settled();
    await painter.close(stop);
    expect(drawn.at(-1)).toEqual([["stop"], { stop }]);
    expect([display.shown.length, display.closed, vi.getTimerCount()]).toEqual([2, 1, 0]);
  });

  it("waits for the picture under way before it", async () => {
    let end: () => void = () => undefined;
    display.answer = () => new Promise((resolve) => (end = () => resolve(DONE)));
    const painter = painterOf();
    painter.request();
    await settled();
    end();
    await settled();
    painter.request();
    await settled();
    const closing = painter.close(stop);
    await settled();
    expect([display.shown.length, drawn.length, painter.isAtWork]).toEqual([1, 2, true]);
    end();
    await settled();
    expect([display.shown.length, drawn.length]).toEqual([2, 3]);
    end();
    await closing;
    expect([display.shown.length, display.most, painter.isAtWork]).toEqual([3, 1, false]);
  });

  it.each([
    ["that has drawn nothing yet", async () => undefined],
    [
      "that fails",
      async (painter: Painter) => {
        display.answer = failing;
        painter.request();
        await settled();
      },
    ],
    [
      "whose program may take longer than the end",
      async (painter: Painter) => {
        display.interrupt = () => undefined;
        painter.request();
        await settled();
      },
    ],
  ])("leaves a display alone %s", async (_name, before) => {
    const painter = painterOf();
    await before(painter);
    const times = drawn.length;
    await painter.close(stop);
    expect([drawn.length, display.closed]).toEqual([times, 1]);
  });

  it("does not keep a display open whose last picture fails", async () => {
    const painter = painterOf();
    painter.request();
    await settled();
    display.answer = failing;
    await painter.close(stop);
    expect([display.closed, vi.getTimerCount()]).toEqual([1, 0]);
    expect(logged).toEqual(["info the first picture is shown"]);
  });
});

describe("closing", () => {
  it("waits for the picture that is under way, and closes the display once", async () => {
    let end: () => void = () => undefined;
    display.answer = () => new Promise((resolve) => (end = () => resolve(DONE)));
    const painter = painterOf();
    painter.request();
    await settled();
    painter.request();
    let isClosed = false;
    const closing = painter.close().then(() => (isClosed = true));
    await settled();
    expect([isClosed, display.closed, painter.isAtWork]).toEqual([false, 0, true]);
    end();
    await closing;
    expect(painter.isAtWork).toBe(false);
    expect([display.shown.length, display.closed]).toEqual([1, 1]);
  });

  it("ends a picture early where the display can, and does not call that a failure", async () => {
    let end: (why: Error) => void = () => undefined;
    display.answer = () => new Promise((_, reject) => (end = reject));
    display.interrupt = () => end(new WattframeError("COMMAND_FAILED", "was stopped"));
    const painter = painterOf();
    painter.request();
    await settled();
    await painter.close();
    expect([display.closed, logged, vi.getTimerCount()]).toEqual([1, [], 0]);
  });

  it("draws nothing any more, and leaves no timer behind", async () => {
    const painter = painterOf({ minIntervalMs: 1_000 });
    display.answer = () => Promise.resolve({ ...DONE, notBeforeMonoMs: later(50_000).monoMs });
    painter.request();
    await settled();
    painter.request();
    await painter.close();
    painter.request();
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(100_000);
    expect(display.shown).toHaveLength(1);
  });
});
