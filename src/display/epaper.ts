import { nativeKernel } from "../bus/native.ts";
import { openSpiBus } from "../bus/open-bus.ts";
import { REAL_TIMING } from "../bus/timing.ts";
import { deviceOf } from "../bus/wiring.ts";
import { type Box, boxNumbers } from "../draw/box.ts";
import type { Now } from "../meter/now.ts";
import { type Panel, paletteIdFor, type RefreshKind } from "../panel/panel.ts";
import { panelOf } from "../panel/panels.ts";
import type { RefreshJob } from "../panel/refresh-job.ts";
import { type Raster, sameRaster } from "../raster/raster.ts";
import { type Turn, turn, turnBox } from "../raster/turn.ts";
import { decideRefresh, type RefreshDecision } from "../refresh/policy.ts";
import { parseRefreshState, type RefreshState, shiftRefreshState } from "../refresh/state.ts";
import type { Display, ShowResult } from "./display.ts";
import type { DisplayRow, DisplaySurroundings } from "./display-row.ts";
import { type EpaperMemory, epaperMemory } from "./epaper-memory.ts";
import {
  type EpaperOptions,
  epaperClaims,
  epaperContradictions,
  epaperOptions,
  epaperSurface,
  wiringOf,
} from "./epaper-options.ts";
import { EpaperPanel, type PanelSurroundings } from "./epaper-panel.ts";

/** An e-paper panel on the machine's SPI bus, driven from here. */
export const epaper: DisplayRow = {
  kind: "epaper",
  keepsState: true,
  mustFinish: true, // a panel that is left in the middle stays powered, which wears it out
  options: epaperOptions,
  surface: (raw) => epaperSurface(epaperOptions.parse(raw)),
  claims: (raw) => epaperClaims(epaperOptions.parse(raw)),
  contradictions: (raw) => epaperContradictions(epaperOptions.parse(raw)),
  create: (raw, surroundings) => epaperDisplay(epaperOptions.parse(raw), surroundings),
};

/**
 * A display that is an e-paper panel: the refresh policy decides, the controller's steps do it, and what was done is kept
 * across restarts. Hardware and what was kept are first touched with the first picture.
 * @param around where the wires and the time come from; absent: this machine
 */
export function epaperDisplay(
  options: EpaperOptions,
  surroundings: DisplaySurroundings,
  around: PanelSurroundings = thisMachine(options, surroundings),
): Display {
  const panel = panelOf(options.panel);
  const { palette } = epaperSurface(options);
  const { name, log, stateFolder } = surroundings;
  const memory = epaperMemory(stateFolder, { ...panel, palette, name, log, device: deviceOf(wiringOf(options)) });
  return new EpaperDisplay({ panel, options, surroundings, memory, wires: new EpaperPanel(panel, around) });
}

function thisMachine(options: EpaperOptions, { log }: DisplaySurroundings): PanelSurroundings {
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
  readonly options: EpaperOptions;
  readonly surroundings: DisplaySurroundings;
  readonly memory: EpaperMemory;
  readonly wires: EpaperPanel;
}

/** A decision to refresh. */
type Chosen = RefreshDecision & { readonly kind: Exclude<RefreshDecision["kind"], "none"> };

/** Refreshes nearer than this to the one before leave the panel powered off only: the next is about as near. */
const SOON_MS = 60_000;
const CLOCK_STEP_MS = 2000; // a wall clock that moves otherwise than the monotonic one by more than this was set

class EpaperDisplay implements Display {
  readonly #parts: Parts;
  #isLoaded = false;
  #state: RefreshState = {};
  #glass: Raster | undefined;
  #lastShow: Now | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async show(raster: Raster, now: Now): Promise<ShowResult> {
    const { options, panel, surroundings } = this.#parts;
    await this.#load();
    this.#followClock(now);
    const next = turn(raster, options.rotate);
    const decision = this.#decide(next, now);
    if (decision.kind === "none") {
      this.#state = decision.state;
      surroundings.log.debug({ panel: panel.id, kind: "none", reason: decision.reason }, "no refresh");
      return { ...notShown(decision, now), ...countersOf(this.#state) };
    }
    return await this.#refresh(next, { ...decision, kind: decision.kind }, now);
  }

  async close(): Promise<void> {
    await this.#parts.wires.close();
  }

  /** Reads what was kept, once: the display that had the panel before may have written to it until it was closed. */
  async #load(): Promise<void> {
    if (this.#isLoaded) return;
    const { state, glass } = await this.#parts.memory.load();
    this.#state = parseRefreshState(state);
    this.#glass = glass;
    this.#isLoaded = true;
  }

  async #refresh(next: Raster, { kind, boxes, box, reason, state }: Chosen, now: Now): Promise<ShowResult> {
    const { panel, options, memory, wires, surroundings } = this.#parts;
    await wires.open();
    const previous = this.#glass;
    const isSoon = now.wallMs - (this.#state.lastRefreshMs ?? Number.NEGATIVE_INFINITY) < SOON_MS;
    this.#state = state;
    this.#glass = undefined;
    await memory.begin(state);
    const how = howTo(panel, next, kind);
    const job: Omit<RefreshJob, "from"> = {
      kind: how,
      next,
      leave: isSoon ? "idle" : "asleep",
      ...(previous !== undefined && how === "partial" && { previous, boxes }),
      ...(options.vcomMv !== undefined && { vcomMv: options.vcomMv }),
    };
    const recovered = await wires.refresh(job);
    this.#glass = next;
    await memory.done(next);
    const factsFrom = (see: (one: Box) => Box) => ({
      kind: how,
      reason,
      boxes: boxes.map((one) => boxNumbers(see(one))),
      ...(box && { box: boxNumbers(see(box)) }),
      recovered,
    });
    surroundings.log.info({ panel: panel.id, ...factsFrom((one) => one) }, "refreshed");
    const changed = previous === undefined || !sameRaster(previous, next);
    const facts = factsFrom((one) => turnBox(one, BACK[options.rotate], panel));
    return { changed, reason, facts, ...countersOf(state) };
  }

  #decide(next: Raster, now: Now): RefreshDecision {
    const { panel, options, surroundings } = this.#parts;
    const quietMs = now.clockSet ? surroundings.quietUntilMs?.(now.wallMs) : undefined;
    return decideRefresh({
      panel,
      next,
      state: this.#state,
      nowMs: now.wallMs,
      ...(this.#glass !== undefined && { previous: this.#glass }),
      ...(quietMs !== undefined && { quietUntilMs: quietMs }),
      ...(options.temperatureC !== undefined && { temperatureC: options.temperatureC }),
    });
  }

  /** Moves what is remembered along with a wall clock that was set, so that intervals stay as long as they are. */
  #followClock(now: Now): void {
    const last = this.#lastShow;
    this.#lastShow = now;
    if (last === undefined) return;
    const byMs = now.wallMs - last.wallMs - (now.monoMs - last.monoMs);
    if (Math.abs(byMs) > CLOCK_STEP_MS) this.#state = shiftRefreshState(this.#state, byMs);
  }
}

function notShown({ reason, notBeforeMs }: RefreshDecision, now: Now): ShowResult {
  const again = notBeforeMs === undefined ? undefined : now.monoMs + notBeforeMs - now.wallMs;
  return { changed: false, reason, ...(again !== undefined && { notBeforeMonoMs: again }) };
}

/** The turn that undoes a turn: the panel is told boxes as it scans, people are told them as they see the picture. */
const BACK = { 0: 0, 90: 270, 180: 180, 270: 90 } as const satisfies Record<Turn, Turn>;

/** What the panel's health is reckoned by, for people. */
function countersOf({ lesserSinceFull = 0, lastFullMs }: RefreshState): Pick<ShowResult, "counters"> {
  return { counters: { lesserSinceFull, ...(lastFullMs !== undefined && { lastFullMs }) } };
}

/** A picture in four greys has its own full refresh. */
function howTo(panel: Panel, next: Raster, kind: "partial" | "fast" | "full"): RefreshKind {
  const isGrey = panel.grey4 !== undefined && next.palette.id === paletteIdFor(panel, "grey4");
  return isGrey && next.palette.id !== panel.palette ? "grey4" : kind;
}
