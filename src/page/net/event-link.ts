import { ALIVE } from "../../web/protocol.ts";
import { browserMonoMs } from "../clock.ts";
import { fetchFromKiosk } from "./fetch.ts";

/** The kiosk says at least that it is alive every ten seconds; a cable that was pulled says nothing. */
const SILENCE_MS = 35_000;
const LONGEST_WAIT_MS = 30_000;

/** Handlers of the events of one stream. */
export interface EventListener {
  /** The name of the events that are listened to. */
  readonly event: string;
  /**
   * One event.
   * @param isFirst whether it is the first of its connection
   * @throws anything when it cannot be understood: the connection is closed and opened again
   */
  hear(data: string, isFirst: boolean): void;
  /** The connection was lost, or could not be found again; told once or often. */
  lose(): void;
}

/** An event stream of the kiosk that is heard for as long as it is open, and found again whenever it was lost. */
export class EventLink {
  readonly #address: string;
  readonly #listener: EventListener;
  #events: EventSource | undefined;
  #isFirst = true;
  #retry: number | undefined;
  #watch: number | undefined;
  #heardAtMs = 0;
  #failures = 0;
  #isClosed = false;

  constructor(address: string, listener: EventListener) {
    this.#address = address;
    this.#listener = listener;
  }

  /** Connects, or reconnects. */
  open(): void {
    this.#stop();
    this.#isClosed = false;
    const events = new EventSource(this.#address);
    this.#events = events;
    // The first event of each connection is whole, also after the browser has reconnected by itself.
    events.addEventListener("open", () => {
      this.#isFirst = true;
    });
    events.addEventListener(this.#listener.event, ({ data }: MessageEvent<string>) => this.#hear(data));
    events.addEventListener(ALIVE, () => this.#heard());
    events.addEventListener("error", () => this.#lose());
    this.#heard();
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
    this.#heard();
    try {
      this.#listener.hear(data, this.#isFirst);
      this.#isFirst = false;
      this.#failures = 0;
    } catch {
      this.#events?.close();
      this.#lose();
    }
  }

  #heard(): void {
    this.#heardAtMs = browserMonoMs();
  }

  /** Looked at each second and not once after the silence: a machine that wakes has no time to wait for. */
  #checkSilence(): void {
    if (this.#events?.readyState === EventSource.CLOSED || browserMonoMs() - this.#heardAtMs < SILENCE_MS) return;
    this.#events?.close();
    this.#lose();
  }

  #lose(): void {
    if (this.#isClosed) return;
    this.#listener.lose();
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
}
