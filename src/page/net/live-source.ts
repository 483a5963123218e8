import { type LiveState, ROUTES } from "../../web/protocol.ts";
import { browserMonoMs } from "../clock.ts";
import { EventLink } from "./event-link.ts";
import { hasRestarted, type LivePage } from "./live-page.ts";
import { useSource } from "./use-source.ts";

/** Hears the kiosk's state for as long as the page lives. */
export class LiveSource {
  readonly #tell: (page: LivePage) => void;
  readonly #link: EventLink;
  #page: LivePage = { connection: { kind: "connecting" } };

  /** @param tell told of every change */
  constructor(tell: (page: LivePage) => void) {
    this.#tell = tell;
    this.#link = new EventLink(ROUTES.live, {
      event: "live",
      hear: (data) => this.#hear(data),
      lose: () => this.#lose(),
    });
  }

  /** Connects, or reconnects. */
  open(): void {
    this.#link.open();
  }

  /** Ends the connection; what was reported stays. */
  close(): void {
    this.#link.close();
  }

  #hear(data: string): void {
    const state = JSON.parse(data) as LiveState;
    // A restarted kiosk may serve another page, and counts its revisions from the start.
    if (this.#page.state !== undefined && hasRestarted(this.#page.state, state)) location.reload();
    const clock = { now: state.clock, heardAtMs: browserMonoMs() };
    this.#say({ connection: { kind: "live" }, state, clock });
  }

  #lose(): void {
    if (this.#page.connection.kind === "lost") return;
    this.#say({ ...this.#page, connection: { kind: "lost", sinceMs: Date.now() } });
  }

  #say(page: LivePage): void {
    this.#page = page;
    this.#tell(page);
  }
}

/** State of the kiosk; follows each of its events. */
export function useLive(): LivePage {
  return useSource<LivePage>((tell) => new LiveSource(tell), "");
}
