import { type LiveState, ROUTES } from "../../protocol.ts";
import { fetchFromKiosk } from "./fetch-from-kiosk.ts";
import { hasRestarted } from "./has-restarted.ts";
import type { LivePage } from "./live-page.ts";

/** The kiosk says at least that it is alive every ten seconds; a cable that was pulled says nothing. */
const SILENCE_MS = 35_000;
const LONGEST_WAIT_MS = 30_000;

/** Hears the kiosk's events for as long as the page lives, and finds it again whenever it was lost. */
export class LiveSource {
  readonly #tell: (page: LivePage) => void;
  #page: LivePage = { connection: { kind: "connecting" } };
  #events: EventSource | undefined;
  #retry: number | undefined;
  #silence: number | undefined;
  #failures = 0;

  /** @param tell told of every change */
  constructor(tell: (page: LivePage) => void) {
    this.#tell = tell;
  }

  /** Connects, or connects anew. */
  open(): void {
    this.close();
    const events = new EventSource(ROUTES.live);
    this.#events = events;
    events.addEventListener("live", ({ data }: MessageEvent<string>) => this.#hear(data));
    events.addEventListener("alive", () => this.#listen());
    events.addEventListener("error", () => this.#lose());
    this.#listen();
  }

  /** Ends the connection; what was told stands. */
  close(): void {
    clearTimeout(this.#retry);
    clearTimeout(this.#silence);
    this.#events?.close();
  }

  #hear(data: string): void {
    const state = JSON.parse(data) as LiveState;
    // Another kiosk may bring another page, and its revisions are counted anew.
    if (this.#page.state !== undefined && hasRestarted(this.#page.state, state)) location.reload();
    this.#failures = 0;
    this.#listen();
    const clock = { now: state.clock, heardAtMs: performance.now() };
    this.#say({ connection: { kind: "live" }, state, clock });
  }

  /** Starts the wait for the next word. */
  #listen(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      this.#events?.close();
      this.#lose();
    }, SILENCE_MS);
  }

  #lose(): void {
    if (this.#page.connection.kind !== "lost") {
      this.#say({ ...this.#page, connection: { kind: "lost", sinceMs: Date.now() } });
    }
    // While it is "connecting" the browser tries by itself.
    if (this.#events?.readyState !== EventSource.CLOSED) return;
    clearTimeout(this.#silence);
    clearTimeout(this.#retry);
    const waitMs = Math.min(LONGEST_WAIT_MS, 1000 * 2 ** this.#failures++) * (0.75 + Math.random() / 2);
    this.#retry = setTimeout(() => void this.#again(), waitMs);
  }

  /** An event source does not tell why it was turned away, so the door is tried by hand first. */
  async #again(): Promise<void> {
    const trial = new AbortController();
    try {
      await fetchFromKiosk(ROUTES.live, trial.signal);
      trial.abort();
      this.open();
    } catch {
      this.#lose();
    }
  }

  #say(page: LivePage): void {
    this.#page = page;
    this.#tell(page);
  }
}
