import type { Display, ShowResult } from "../display/display.ts";
import type { Log } from "../log.ts";
import type { Now } from "../meter/now.ts";
import type { Raster } from "../raster/raster.ts";
import type { Rendered } from "../render/rendered.ts";
import type { Face } from "../view/face.ts";
import type { PartKey, PartMemories } from "../view/parts.ts";
import type { Stop } from "../view/rest.ts";
import type { PartialView } from "../view/view.ts";
import { DisplayFailures, type DisplayFault } from "./display-failures.ts";
import type { Prepared } from "./drawing.ts";
import { ORDINARY, type Scene } from "./scene.ts";
import { afterRefusal, afterShow, NOTHING_SHOWN, type ShowLog } from "./show-log.ts";

/** Parts that a picture is drawn with; may be replaced while the display stays open. */
export interface Composition {
  /** Returns what the picture of now is drawn for. @param stop the end of the kiosk, which it tells of */
  readonly scene: (now: Now, stop?: Stop) => Scene;
  /** Prepares the next picture. @throws WattframeError while the display is not there */
  readonly prepare: () => Promise<Prepared>;
  /** Prepares a face; undefined where there is none of that size. @throws WattframeError while the display is not there */
  readonly prepareFace: (face: Face) => Promise<Prepared | undefined>;
  /** Least time from one picture on the display to the next, but for the first with a value of the meter. */
  readonly minIntervalMs: number;
  /** Least time from a picture that was on the display already to the next that is drawn, but for one with an occasion. */
  readonly lookAgainMs: number;
  /** Tells whether the meter has sent a value since the start. */
  readonly hasValue: () => boolean;
  /** IANA name of the zone whose days its pictures are counted by. */
  readonly timeZone: string;
  /** Builds these parts of the view of now, with the memory of the view that the display shows. */
  readonly view: (
    now: Now,
    parts: readonly PartKey[],
    before: PartMemories | undefined,
    facts: Scene["facts"],
  ) => { readonly view: PartialView; readonly memory: PartMemories };
}

/** Parts of a painter. */
export interface PainterParts extends Composition {
  readonly name: string;
  readonly display: Display;
  /** Resolves when the display may be used, which waits for it. Absent: at once. */
  readonly hardwareFree?: () => Promise<void>;
  readonly clock: () => Now;
  /** True when a warning already says that the display cannot work: its first failure then counts as logged. */
  readonly isReported?: boolean;
  /** Names the display in each of its records. */
  readonly log: Log;
  /** Called when the state has changed. */
  readonly onChange?: () => void;
}

/** State of a painter. */
export interface PainterState {
  /** The picture last drawn, and when. */
  readonly raster?: Raster;
  readonly drawnAt?: Now;
  /** The last decision of the display, and when; absent while it fails. */
  readonly result?: ShowResult;
  readonly decidedAt?: Now;
  /** Set where that refused every picture, so that none was drawn. */
  readonly isUndrawn?: true;
  /** Failure of the last try; absent when it worked. It stays while a picture is held back. */
  readonly fault?: DisplayFault;
}

/**
 * Draws one display on request. At most one picture is under way and one is pending; the next one shows everything that
 * came meanwhile. A request costs nothing and never waits, so a slow display delays nobody. While the display would refuse
 * every picture none is drawn; the one after that shows the values of its time. A display that fails is tried
 * again after a pause that grows, with the values of that time; after three crashes in a row it is left alone for long.
 */
export class Painter {
  readonly name: string;
  readonly #parts: PainterParts;
  #composition: Composition;
  #state: PainterState = {};
  #shows: ShowLog = NOTHING_SHOWN;
  #memory: PartMemories | undefined;
  /** The picture last drawn: the next one is drawn with it. */
  #drawn: Rendered | undefined;
  #isRequested = false;
  /** Time of the last picture that changed the display, or of the last failure: `minIntervalMs` counts from it. */
  #paceMonoMs = Number.NEGATIVE_INFINITY;
  /** Time before which an ordinary picture is not worth drawing: the display was just found to show everything. */
  #lookAgainMonoMs = Number.NEGATIVE_INFINITY;
  /** True while the display shows a picture that waits for the first value. */
  #isWaitingShown = false;
  readonly #failures: DisplayFailures;
  #running: Promise<void> | undefined;
  #busySinceMonoMs: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;
  #isClosing = false;

  constructor(parts: PainterParts) {
    this.name = parts.name;
    this.#parts = parts;
    this.#composition = parts;
    this.#failures = new DisplayFailures(parts.log, parts.isReported ?? false);
  }

  get state(): PainterState {
    return this.#state;
  }

  /** True while a picture is on its way onto the display, or the display is being closed. */
  get isAtWork(): boolean {
    return this.#running !== undefined || this.#isClosing;
  }

  /** Begin of the work on the picture under way, milliseconds of `Now.monoMs`; absent while there is none. */
  get busySinceMonoMs(): number | undefined {
    return this.#busySinceMonoMs;
  }

  /** Activity of the display. */
  get shows(): ShowLog {
    return this.#shows;
  }

  /** Replaces the composition from the next picture on; a display that failed is tried without further pause. */
  compose(composition: Composition): void {
    this.#composition = composition;
    this.#lookAgainMonoMs = Number.NEGATIVE_INFINITY;
    this.#failures.tryAtOnce();
  }

  /** Requests a picture of what is known when its turn comes. */
  request(): void {
    if (this.#isClosed) return;
    this.#isRequested = true;
    this.#running ??= this.#work().finally(() => {
      this.#running = undefined;
      this.#busySinceMonoMs = undefined;
      if (this.#isRequested && !this.#timer) this.request();
    });
  }

  /**
   * Finishes the picture that is under way and leaves the display safe.
   * @param stop the end of the kiosk, of which a last picture then tells; a display that works gets it where it allows one
   *   now, and a program that draws may take too long for that
   */
  async close(stop?: Stop): Promise<void> {
    this.#isClosed = true;
    this.#isClosing = true;
    const { display } = this.#parts;
    display.interrupt?.();
    await this.#running;
    if (stop && !display.interrupt && this.#state.decidedAt && !this.#state.fault) await this.#draw(stop);
    clearTimeout(this.#timer); // only now: the last picture may have requested another offer
    await display.close().finally(() => {
      this.#isClosing = false;
    });
  }

  async #work(): Promise<void> {
    this.#busySinceMonoMs = this.#parts.clock().monoMs;
    await this.#parts.hardwareFree?.();
    while (this.#isRequested && !this.#isClosed) {
      const now = this.#parts.clock();
      const fromMonoMs = Math.max(this.#nextMonoMs(), this.#failures.retryAtMonoMs);
      const waitMs = fromMonoMs - now.monoMs;
      if (waitMs > 0) {
        this.#later(waitMs);
        return;
      }
      this.#isRequested = false;
      this.#busySinceMonoMs = now.monoMs;
      await this.#draw();
      this.#parts.onChange?.();
    }
  }

  /** Time of the next picture by `minIntervalMs`. */
  #nextMonoMs(): number {
    return this.#isFirstWithValue() ? Number.NEGATIVE_INFINITY : this.#paceMonoMs + this.#composition.minIntervalMs;
  }

  /** Tells whether the next picture is the first with a value of the meter, which need not wait. */
  #isFirstWithValue(): boolean {
    return this.#isWaitingShown && this.#composition.hasValue();
  }

  /** Draws the picture of now, or the one of the kiosk's end, unless the display would refuse any. */
  async #draw(stop?: Stop): Promise<void> {
    const now = this.#parts.clock();
    const { view: viewOf, hasValue } = this.#composition;
    const { display } = this.#parts;
    let isDriving = false;
    try {
      const { renderer, facts, occasion } = await this.#prepare(now, stop);
      const mayWait = !occasion && !stop && !this.#isFirstWithValue();
      const waitMs = mayWait ? this.#lookAgainMonoMs - now.monoMs : 0;
      if (waitMs > 0) return this.#later(waitMs);
      isDriving = true;
      const refusal = await display.refusal?.(now, occasion);
      isDriving = false;
      if (refusal) return this.#refused(refusal, now);
      const isWaiting = !hasValue();
      const { view, memory } = viewOf(now, renderer.parts, this.#memory, facts);
      this.#drawn = renderer.draw(view, this.#drawn);
      const { raster } = this.#drawn;
      isDriving = true;
      const result = await display.show(raster, now, occasion);
      if (result.changed) [this.#memory, this.#paceMonoMs, this.#isWaitingShown] = [memory, now.monoMs, isWaiting];
      this.#worked(raster, result, now);
    } catch (thrown) {
      this.#paceMonoMs = now.monoMs;
      this.#failed(thrown, isDriving);
    }
  }

  /** The scene of now with what it is drawn by; an ordinary one where its face has no such size. */
  async #prepare(now: Now, stop?: Stop): Promise<Prepared & Scene> {
    const { scene: sceneAt, prepare, prepareFace } = this.#composition;
    const scene = sceneAt(now, stop);
    const face = scene.face && (await prepareFace(scene.face));
    if (face) return { ...scene, ...face };
    return { ...(scene.face ? ORDINARY : scene), ...(await prepare()) };
  }

  #worked(raster: Raster, result: ShowResult, now: Now): void {
    const { log } = this.#parts;
    const { changed, notBeforeMonoMs } = result;
    const isThere = !changed && notBeforeMonoMs === undefined;
    this.#lookAgainMonoMs = isThere ? now.monoMs + this.#composition.lookAgainMs : Number.NEGATIVE_INFINITY;
    const wasShown = this.#shows.glass !== undefined;
    if (notBeforeMonoMs === undefined) this.#failures.end();
    // A picture that is held back says nothing of the hardware.
    const fault = notBeforeMonoMs === undefined ? undefined : this.#failures.faultUntil(notBeforeMonoMs);
    this.#state = { raster, drawnAt: now, result, decidedAt: now, ...(fault && { fault }) };
    this.#shows = afterShow(this.#shows, raster, result, now, this.#composition.timeZone);
    if (wasShown || this.#shows.glass === undefined) log.debug(result, "drawn");
    else log.info(result, "the first picture is shown");
    this.#again(result, now);
  }

  /** No picture was drawn, since the display would have refused any; that says nothing of the hardware. */
  #refused(result: ShowResult, now: Now): void {
    const fault = this.#failures.faultUntil(result.notBeforeMonoMs ?? this.#failures.retryAtMonoMs);
    const decision = { result, decidedAt: now, isUndrawn: true } as const;
    this.#state = { ...lastDrawn(this.#state), ...decision, ...(fault && { fault }) };
    this.#shows = afterRefusal(this.#shows, result, now, this.#composition.timeZone);
    this.#parts.log.debug(result, "not drawn");
    this.#again(result, now);
  }

  /** Draws again at the time that a display gave. */
  #again({ notBeforeMonoMs }: ShowResult, now: Now): void {
    if (notBeforeMonoMs !== undefined) this.#later(Math.max(1, notBeforeMonoMs - now.monoMs));
  }

  #failed(thrown: unknown, isDriving: boolean): void {
    if (this.#isClosed) return; // it may have been interrupted for that
    const failures = this.#failures;
    failures.add(thrown, isDriving, this.#parts.clock().monoMs);
    const fault = failures.faultUntil(failures.retryAtMonoMs);
    this.#state = { ...lastDrawn(this.#state), ...(fault && { fault }) };
    this.#isRequested = true; // by itself, once the pause is over
  }

  #later(waitMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.request();
    }, waitMs);
  }
}

function lastDrawn({ raster, drawnAt }: PainterState): PainterState {
  return raster && drawnAt ? { raster, drawnAt } : {};
}
