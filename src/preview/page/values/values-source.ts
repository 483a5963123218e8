import type { Dashboard, DashboardUpdate } from "../../../dashboard/dashboard.ts";
import { withUpdate } from "../../../dashboard/with-update.ts";
import { ROUTES } from "../../protocol.ts";
import type { Connection } from "../connection.ts";
import { fetchFromKiosk } from "../net/fetch-from-kiosk.ts";
import { browserMonoMs } from "./browser-clock.ts";
import type { Told } from "./told.ts";

/** The kiosk says at least that it is alive every ten seconds; a cable that was pulled says nothing. */
const SILENCE_MS = 35_000;
const LONGEST_WAIT_MS = 30_000;

/** What is known of a meter, and how the way to it is. */
export interface ValuesPage {
  readonly connection: Connection;
  readonly told?: Told;
}

/** Hears the values of one meter for as long as it is open, and finds the kiosk again whenever it was lost. */
export class ValuesSource {
  readonly #address: string;
  readonly #tell: (page: ValuesPage) => void;
  #page: ValuesPage = { connection: { kind: "connecting" } };
  #events: EventSource | undefined;
  #isFirst = true;
  #retry: number | undefined;
  #watch: number | undefined;
  #heardAtMs = 0;
  #failures = 0;
  #isClosed = false;

  /** @param tell told of every change */
  constructor(meter: string, tell: (page: ValuesPage) => void) {
    this.#address = `${ROUTES.values}?meter=${encodeURIComponent(meter)}`;
    this.#tell = tell;
  }

  /** Connects, or connects anew. */
  open(): void {
    this.#stop();
    this.#isClosed = false;
    const events = new EventSource(this.#address);
    this.#events = events;
    // The first word of each connection is whole, also when the browser has connected anew by itself.
    events.addEventListener("open", () => {
      this.#isFirst = true;
    });
    events.addEventListener("values", ({ data }: MessageEvent<string>) => this.#hear(data));
    events.addEventListener("alive", () => this.#listen());
    events.addEventListener("error", () => this.#lose());
    this.#listen();
    this.#watch = setInterval(() => this.#checkSilence(), 1_000);
  }

  /** Ends for good; nothing more is told. */
  close(): void {
    this.#isClosed = true;
    this.#stop();
  }

  #stop(): void {
    clearTimeout(this.#retry);
    clearInterval(this.#watch);
    this.#events?.close();
  }

  #hear(data: string): void {
    const dashboard = this.#renewed(data);
    if (dashboard === undefined) return;
    this.#isFirst = false;
    this.#failures = 0;
    this.#listen();
    this.#say({ connection: { kind: "live" }, told: { dashboard, heardAtMs: browserMonoMs() } });
  }

  /** Absent when the word cannot be understood: then the whole is asked for anew. */
  #renewed(data: string): Dashboard | undefined {
    try {
      const update = JSON.parse(data) as DashboardUpdate;
      return withUpdate(this.#isFirst ? undefined : this.#page.told?.dashboard, update);
    } catch {
      this.#events?.close();
      this.#lose();
      return undefined;
    }
  }

  #listen(): void {
    this.#heardAtMs = browserMonoMs();
  }

  /** Looked at each second and not once after the silence: a machine that wakes has no time to wait for. */
  #checkSilence(): void {
    if (this.#page.connection.kind === "lost" || browserMonoMs() - this.#heardAtMs < SILENCE_MS) return;
    this.#events?.close();
    this.#lose();
  }

  #lose(): void {
    if (this.#isClosed) return;
    if (this.#page.connection.kind !== "lost") {
      this.#say({ ...this.#page, connection: { kind: "lost", sinceMs: Date.now() } });
    }
    // While it is "connecting" the browser tries by itself.
    if (this.#events?.readyState !== EventSource.CLOSED) return;
    clearTimeout(this.#retry);
    const waitMs = Math.min(LONGEST_WAIT_MS, 1000 * 2 ** this.#failures++) * (0.75 + Math.random() / 2);
    this.#retry = setTimeout(() => void this.#again(), waitMs);
  }

  /** An event source does not tell why it was turned away, so the door is tried by hand first. */
  async #again(): Promise<void> {
    const trial = new AbortController();
    try {
      await fetchFromKiosk(this.#address, trial.signal);
      trial.abort();
      if (!this.#isClosed) this.open();
    } catch {
      this.#lose();
    }
  }

  #say(page: ValuesPage): void {
    this.#page = page;
    this.#tell(page);
  }
}
