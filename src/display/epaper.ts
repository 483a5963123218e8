import { nativeKernel } from "../bus/native.ts";
import { openSpiBus } from "../bus/open-bus.ts";
import { probeGpio, probeSpi } from "../bus/probe-bus.ts";
import { REAL_TIMING } from "../bus/timing.ts";
import { deviceOf } from "../bus/wiring.ts";
import { type Box, boxNumbers } from "../draw/box.ts";
import type { Now } from "../meter/now.ts";
import { type Panel, paletteIdFor, type RefreshKind } from "../panel/panel.ts";
import { panelOf } from "../panel/panels.ts";
import type { RefreshJob } from "../panel/refresh-job.ts";
import type { Palette } from "../raster/palette.ts";
import { type Raster, sameRaster } from "../raster/raster.ts";
import { type Turn, turn, turnBox } from "../raster/turn.ts";
import { panelPaceMs } from "../refresh/pace.ts";
import { decideRefresh, type RefreshDecision, type RefreshSituation, refuseEveryPicture } from "../refresh/policy.ts";
import { type Occasion, parseRefreshState, type RefreshState, shiftRefreshState } from "../refresh/state.ts";
import type { Display, ShowResult } from "./display.ts";
import { type DisplayEnvironment, type DisplayRow, type Probe, probeOf, readerOf } from "./display-row.ts";
import { type EpaperMemory, epaperMemory } from "./epaper-memory.ts";
import {
  type EpaperOptions,
  epaperClaims,
  epaperContradictions,
  epaperOptions,
  epaperSurface,
  wiringOf,
} from "./epaper-options.ts";
import { EpaperPanel, type PanelEnvironment } from "./epaper-panel.ts";
import { thermometer } from "./thermometer.ts";

const read = readerOf(epaperOptions);

/** An e-paper panel on the machine's SPI bus, driven from here. */
export const epaper: DisplayRow = {
  kind: "epaper",
  keepsState: true,
  mustFinish: true, // a panel that is left in the middle stays powered, which wears it out
  options: epaperOptions,
  surface: (raw) => epaperSurface(read(raw)),
  paceMs: (raw) => panelPaceMs(panelOf(read(raw).panel)),
  topics: (raw) => {
    const { temperatureC } = read(raw);
    return typeof temperatureC === "object" && "topic" in temperatureC ? [temperatureC.topic] : [];
  },
  destination: (raw) => {
    const { panel, spi } = read(raw);
    return `${panel} on ${spi}`;
  },
  claims: (raw) => epaperClaims(read(raw)),
  contradictions: (raw) => epaperContradictions(read(raw)),
  probe: (raw) => epaperProbe(read(raw)),
  open: (raw, environment) => epaperDisplay(read(raw), environment),
};

/** Looks whether the SPI device and the GPIO lines of a panel are there and free. @param kernel absent: this machine's */
export async function epaperProbe(options: EpaperOptions, kernel = nativeKernel): Promise<Probe> {
  const wiring = wiringOf(options);
  const spi = await probeOf(["spi"], "BUS_UNAVAILABLE", async () => probeSpi(await kernel(), wiring));
  if (!spi.ok) return spi;
  return await probeOf(["pins"], "BUS_UNAVAILABLE", async () => probeGpio(await kernel(), wiring));
}

/**
 * A display that is an e-paper panel: the refresh policy decides, the controller's steps do it, and what was done is kept
 * across restarts. Hardware and what was kept are first touched with the first picture.
 * @param wires source of the bus and the time; absent: this machine
 */
export function epaperDisplay(
  options: EpaperOptions,
  environment: DisplayEnvironment,
  wires: PanelEnvironment = thisMachine(options, environment),
): Display {
  const panel = panelOf(options.panel);
  const { palette } = epaperSurface(options);
  const { name, log, stateFolder } = environment;
  const memory = epaperMemory(stateFolder, { ...panel, palette, name, log, device: deviceOf(wiringOf(options)) });
  return new EpaperDisplay({ panel, palette, options, environment, memory, wires: new EpaperPanel(panel, wires) });
}

function thisMachine(options: EpaperOptions, { log }: DisplayEnvironment): PanelEnvironment {
  return {
    openBus: async () => openSpiBus(await nativeKernel(), wiringOf(options), panelOf(options.panel).spiHz),
    timing: REAL_TIMING,
    later: (ms, work) => {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
    log,
  };
}

interface Parts {
  readonly panel: Panel;
  /** Palette of its pictures. */
  readonly palette: Palette;
  readonly options: EpaperOptions;
  readonly environment: DisplayEnvironment;
  readonly memory: EpaperMemory;
  readonly wires: EpaperPanel;
}

/** A decision that is a refresh of some kind. */
type Chosen = RefreshDecision & { readonly kind: Exclude<RefreshDecision["kind"], "none"> };

/** Time since the refresh before below which the panel is only powered off afterwards: the next one is likely to be as soon. */
const SOON_MS = 60_000;
const CLOCK_STEP_MS = 2000; // a wall clock that departs from the monotonic one by more than this was set

/** Level of each kind of refresh in the log: those that may follow each other every half minute would fill it. */
const LOGGED_AT = { full: "info", grey4: "info", fast: "debug", partial: "debug" } as const satisfies Record<
  RefreshKind,
  "info" | "debug"
>;

class EpaperDisplay implements Display {
  readonly #parts: Parts;
  #isLoaded = false;
  #state: RefreshState = {};
  #glass: Raster | undefined;
  #lastShow: Now | undefined;
  readonly #temperatureAt: ReturnType<typeof thermometer>;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#temperatureAt = thermometer(parts.options.temperatureC, parts.environment);
  }

  async refusal(now: Now, occasion?: Occasion): Promise<ShowResult | undefined> {
    const decision = refuseEveryPicture(await this.#situation(now, occasion), this.#parts.palette);
    return decision && this.#notShown(decision, now);
  }

  async show(raster: Raster, now: Now, occasion?: Occasion): Promise<ShowResult> {
    const next = turn(raster, this.#parts.options.rotate);
    const decision = decideRefresh({ ...(await this.#situation(now, occasion)), next });
    if (decision.kind === "none") return this.#notShown(decision, now);
    return await this.#refresh(next, { ...decision, kind: decision.kind }, now);
  }

  async close(): Promise<void> {
    await this.#parts.wires.close();
  }

  /** Reads the kept state, once: the display that had the panel before may have written to it until it was closed. */
  async #load(): Promise<void> {
    if (this.#isLoaded) return;
    const { state, glass } = await this.#parts.memory.load();
    this.#state = parseRefreshState(state);
    this.#glass = glass;
    this.#isLoaded = true;
  }

  async #refresh(next: Raster, { kind, boxes, box, reason, state }: Chosen, now: Now): Promise<ShowResult> {
    const { panel, options, memory, wires, environment } = this.#parts;
    await wires.open();
    const previous = this.#glass;
    const isSoon = now.wallMs - (this.#state.lastRefreshMs ?? Number.NEGATIVE_INFINITY) < SOON_MS;
    this.#state = state;
    this.#glass = undefined;
    await memory.begin(state);
    const refreshKind = refreshKindFor(panel, next, kind);
    const job: Omit<RefreshJob, "from"> = {
      kind: refreshKind,
      next,
      leave: isSoon ? "idle" : "asleep",
      ...(previous !== undefined && refreshKind === "partial" && { previous, boxes }),
      ...(options.vcomMv !== undefined && { vcomMv: options.vcomMv }),
    };
    const recovered = await wires.refresh(job);
    this.#glass = next;
    await memory.done(next);
    const factsFrom = (see: (one: Box) => Box) => ({
      kind: refreshKind,
      reason,
      boxes: boxes.map((one) => boxNumbers(see(one))),
      ...(box && { box: boxNumbers(see(box)) }),
      recovered,
    });
    environment.log[LOGGED_AT[refreshKind]]({ panel: panel.id, ...factsFrom((one) => one) }, "refreshed");
    const changed = previous === undefined || !sameRaster(previous, next);
    const facts = factsFrom((one) => turnBox(one, INVERSE_TURN[options.rotate], panel));
    return { changed, reason, facts, ...countersOf(state) };
  }

  /** Facts that the policy decides by, beside the picture. */
  async #situation(now: Now, occasion: Occasion | undefined): Promise<RefreshSituation> {
    const { panel, environment } = this.#parts;
    await this.#load();
    this.#followClock(now);
    const temperatureC = await this.#temperatureAt(now);
    return {
      panel,
      state: this.#state,
      nowMs: now.wallMs,
      ...(this.#glass !== undefined && { previous: this.#glass }),
      ...(now.clockSet && environment.refreshTimes(now.wallMs)),
      ...(occasion && { occasion }),
      ...(temperatureC !== undefined && { temperatureC }),
    };
  }

  #notShown(decision: RefreshDecision, now: Now): ShowResult {
    const { panel, environment } = this.#parts;
    this.#state = decision.state;
    environment.log.debug({ panel: panel.id, kind: "none", reason: decision.reason }, "no refresh");
    return { ...notShown(decision, now), ...countersOf(this.#state) };
  }

  /** Shifts the kept times when the wall clock was set, so that intervals keep their length. */
  #followClock(now: Now): void {
    const last = this.#lastShow;
    this.#lastShow = now;
    if (last === undefined) return;
    const byMs = now.wallMs - last.wallMs - (now.monoMs - last.monoMs);
    if (Math.abs(byMs) > CLOCK_STEP_MS) this.#state = shiftRefreshState(this.#state, byMs);
  }
}

function notShown({ reason, notBeforeMs, waitsFor }: RefreshDecision, now: Now): ShowResult {
  const again = notBeforeMs === undefined ? undefined : now.monoMs + notBeforeMs - now.wallMs;
  return {
    changed: false,
    reason,
    ...(again !== undefined && { notBeforeMonoMs: again }),
    ...(waitsFor && { waitsFor }),
  };
}

/** Turn that undoes each turn: the panel takes boxes as it scans, people read them as they see the picture. */
const INVERSE_TURN = { 0: 0, 90: 270, 180: 180, 270: 90 } as const satisfies Record<Turn, Turn>;

/** Counters shown to the user. */
function countersOf({ lesserSinceFull = 0, lastFullMs }: RefreshState): Pick<ShowResult, "counters"> {
  return { counters: { lesserSinceFull, ...(lastFullMs !== undefined && { lastFullMs }) } };
}

/** Returns the kind of refresh for a picture: one in four greys has a full refresh of its own. */
function refreshKindFor(panel: Panel, next: Raster, kind: "partial" | "fast" | "full"): RefreshKind {
  const isGrey = panel.grey4 !== undefined && next.palette.id === paletteIdFor(panel, "grey4");
  return isGrey && next.palette.id !== panel.palette ? "grey4" : kind;
}
