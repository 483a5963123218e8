import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DisplayConfig } from "../../../src/config/config.ts";
import type { Display } from "../../../src/display/display.ts";
import { epaper } from "../../../src/display/epaper.ts";
import { type Composition, Painter } from "../../../src/kiosk/painter.ts";
import { sceneOf } from "../../../src/kiosk/scene.ts";
import { SILENT } from "../../../src/log.ts";
import { epochOfLocal } from "../../../src/meter/local-time.ts";
import type { Now } from "../../../src/meter/now.ts";
import { quantize } from "../../../src/raster/quantize.ts";
import type { Raster } from "../../../src/raster/raster.ts";
import { parseQuietHours } from "../../../src/refresh/quiet-hours.ts";
import { refreshTimes } from "../../../src/refresh/refresh-times.ts";
import type { PartialView } from "../../../src/view/view.ts";
import { DrivenTime } from "../../slow/soak/driven-time.ts";
import { SoakPanel } from "../../slow/soak/soak-panel.ts";

const ZONE = "Europe/Helsinki";
const S = 1_000;
const MINUTE = 60 * S;

/**
 * What each telegram comes later than a whole number of seconds after the one before. So it comes at no minute and at no
 * end of an interval: which of the two comes first within an instant is not said.
 */
const APART_MS = 1;

/** Telegrams of a house, each after the one before, with the only number that is shown. */
const telegram = fc.record({
  waitS: fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 1, max: 12 }) }, fc.integer({ min: 20, max: 900 })),
  value: fc.oneof({ weight: 3, arbitrary: fc.nat(5) }, fc.nat(60)),
  isAlarm: fc.oneof({ weight: 8, arbitrary: fc.constant(false) }, fc.constant(true)),
  /** The kiosk ends and starts again. */
  isRestart: fc.oneof({ weight: 25, arbitrary: fc.constant(false) }, fc.constant(true)),
});

const story = fc.record({
  display: fc.constantFrom<object>(
    { panel: "waveshare-2in13-v4" },
    { panel: "waveshare-2in13-v4", rotate: 90 },
    { panel: "waveshare-2in9-v2", grey: true },
    { panel: "waveshare-2in13-v4", temperatureC: 5 },
    { panel: "waveshare-2in13-v4", temperatureC: -20 },
  ),
  begin: fc.constantFrom("2026-01-15T12:00:07", "2026-01-15T22:50:31", "2026-01-16T03:55:00"),
  quiet: fc.constantFrom<string | undefined>(undefined, "23:00-23:20", "23:00-06:00"),
  minIntervalMs: fc.constantFrom(0, 0, 45 * S),
  telegrams: fc.array(telegram, { minLength: 30, maxLength: 90 }),
});
type Story = typeof story extends fc.Arbitrary<infer Found> ? Found : never;

/** A story of telegrams every few seconds, each with another value, for a quarter of an hour. */
const LIVELY: Story = {
  display: { panel: "waveshare-2in13-v4" },
  begin: "2026-01-15T12:00:07",
  quiet: undefined,
  minIntervalMs: 0,
  telegrams: Array.from({ length: 180 }, (_, i) => ({
    waitS: 5,
    value: (7 * i) % 50,
    isAlarm: false,
    isRestart: false,
  })),
};

/** Values and their alarm, as the house knows them now. */
interface House {
  value: number;
  isAlarm: boolean;
}

/** What was seen of a kiosk: each picture that reached the glass and when, and how many were drawn for that. */
interface Seen {
  readonly glass: readonly string[];
  readonly drawn: number;
}

/** A kiosk's display, from its telegrams to an emulated panel. */
class Line {
  readonly house: House = { value: 0, isAlarm: false };
  readonly glass: string[] = [];
  drawn = 0;
  readonly #story: Story;
  readonly #panel: SoakPanel;
  readonly #folder: string;
  readonly #isAsked: boolean;
  #painter: Painter;

  /** @param isAsked whether the display may refuse a picture before it is drawn */
  constructor(told: Story, time: DrivenTime, folder: string, isAsked: boolean) {
    this.#story = told;
    this.#folder = folder;
    this.#isAsked = isAsked;
    this.#panel = new SoakPanel((told.display as { panel: string }).panel, time);
    this.#painter = this.#start();
  }

  request(): void {
    this.#painter.request();
  }

  async restart(): Promise<void> {
    await this.#painter.close({ command: "wattframe run" });
    this.#painter = this.#start();
  }

  async end(): Promise<void> {
    await this.#painter.close();
  }

  #start(): Painter {
    const { minIntervalMs } = this.#story;
    const painter = new Painter({
      ...this.#composition(),
      name: "wall",
      display: this.#display(),
      clock,
      log: SILENT,
      minIntervalMs,
      lookAgainMs: 0, // each picture is drawn by the line that it is compared with
      hasValue: () => true,
      timeZone: ZONE,
    });
    painter.request();
    return painter;
  }

  #times = (wallMs: number) => {
    const { quiet } = this.#story;
    return refreshTimes(wallMs, ZONE, quiet === undefined ? undefined : parseQuietHours(quiet));
  };

  #display(): Display {
    const folder = this.#folder;
    const config = { options: this.#story.display } as DisplayConfig;
    const { refusal, ...inner } = this.#panel.display(config, {
      name: "wall",
      runtimeFolder: folder,
      stateFolder: folder,
      log: SILENT,
      refreshTimes: this.#times,
    });
    const show: Display["show"] = async (raster, now, occasion) => {
      const result = await inner.show(raster, now, occasion);
      if (result.facts) this.glass.push(`${now.wallMs} ${result.reason} ${inkOf(raster)}`);
      return result;
    };
    return { ...(this.#isAsked && refusal && { refusal }), show, close: () => inner.close() };
  }

  /** A picture is a bar as long as the value, steady within its dead band, and one as long as the minute. */
  #composition(): Pick<Composition, "scene" | "prepare" | "prepareFace" | "view"> {
    const surface = epaper.surface(epaper.options.parse(this.#story.display));
    const draw = (view: PartialView) => {
      this.drawn++;
      const { value, minute, face } = view as unknown as { value: number; minute: number; face: number };
      const { width, height } = surface;
      const pixels = new Uint32Array(width * height).fill(0xffffffff);
      for (const [row, length] of [value, minute, face].entries())
        pixels.fill(0xff000000, row * 8 * width, row * 8 * width + length);
      if (value > 50) pixels.fill(0xff000000, width * 30, width * (height - 2));
      return { raster: quantize({ width, height, pixels }, surface.palette), boxes: [] };
    };
    const prepared = Promise.resolve({ surface, renderer: { parts: [], draw } });
    return {
      scene: ({ wallMs }, stop) => {
        const { quiet } = this.#times(wallMs);
        return sceneOf({ isAlarm: this.house.isAlarm, ...(quiet && { quiet }), ...(stop && { stop }) });
      },
      prepare: () => prepared,
      prepareFace: () => prepared,
      view: (now, _parts, before, facts) => {
        const { value } = this.house;
        const last = (before as { value?: number } | undefined)?.value ?? value;
        const steady = Math.abs(value - last) < 3 ? last : value;
        const face = facts.stop ? 20 : facts.rest ? 10 : 0;
        const minute = face > 0 ? 0 : Math.floor(now.wallMs / MINUTE) % 60;
        return { view: { value: steady, minute, face } as unknown as PartialView, memory: { value: steady } as object };
      },
    };
  }
}

const inkOf = ({ pixels }: Raster): string => Buffer.from(pixels).toString("base64");

function clock(): Now {
  return { wallMs: Date.now(), monoMs: performance.now(), clockSet: true };
}

/** Lives through a story; every minute asks for a picture, as a schedule does. */
async function seenOf(told: Story, isAsked: boolean): Promise<Seen> {
  const folder = mkdtempSync(join(tmpdir(), "wattframe-refused-"));
  const time = new DrivenTime(epochOfLocal(told.begin, ZONE));
  try {
    const line = new Line(told, time, folder, isAsked);
    let atMs = Date.now();
    const passTo = async (ms: number) => {
      setTimeout(() => undefined, ms - Date.now()); // time passes from timer to timer
      await time.passTo(ms);
    };
    for (const { waitS, value, isAlarm, isRestart } of told.telegrams) {
      const untilMs = atMs + waitS * S + APART_MS;
      for (let ms = Math.ceil((atMs + 1) / MINUTE) * MINUTE; ms < untilMs; ms += MINUTE) {
        await passTo(ms);
        line.request();
      }
      await passTo(untilMs);
      atMs = untilMs;
      Object.assign(line.house, { value, isAlarm });
      if (isRestart) await time.passDuring(line.restart());
      else line.request();
    }
    await time.passDuring(line.end());
    return { glass: line.glass, drawn: line.drawn };
  } finally {
    time.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

describe("pictures that the display would refuse", () => {
  it("are not drawn, and what reaches the glass, and when, is the same as if each had been", async () => {
    let shown = 0;
    await fc.assert(
      fc.asyncProperty(story, async (told) => {
        const asked = await seenOf(told, true);
        const each = await seenOf(told, false);
        expect(asked.glass).toEqual(each.glass);
        shown += asked.glass.length;
      }),
      { numRuns: 16, examples: [[LIVELY]] },
    );
    expect(shown).toBeGreaterThan(20);
  }, 300_000);

  it("are most of those of telegrams that come every few seconds", async () => {
    const asked = await seenOf(LIVELY, true);
    const each = await seenOf(LIVELY, false);
    expect(asked.drawn).toBeLessThan(each.drawn / 4);
  });
});
