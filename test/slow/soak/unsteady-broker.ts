import type { OpenSource } from "../../../src/kiosk/links.ts";
import { asReader } from "../../../src/simulator/as-reader.ts";
import { published } from "../../../src/simulator/publishing-shape.ts";
import { scenarioOf } from "../../../src/simulator/scenario.ts";
import { ownInstant } from "../../../src/simulator/scenario-time.ts";
import { type SimTelegram, simulate } from "../../../src/simulator/simulate.ts";
import type { SourceEvents } from "../../../src/source/source.ts";
import { isLively, isQuiet } from "./month-config.ts";

const PREFIX = "han";
const CONNECT_MS = 100;

/** From telegram to telegram, in seconds: each that a meter pushes only where something follows them all. */
const PACE_S = { lively: 10, awake: 30, quiet: 60 } as const;

/** A broker that comes and goes, and the simulated house's reader at it, whose telegrams never end. */
export class UnsteadyBroker {
  /** Telegrams that reached a kiosk. */
  delivered = 0;
  #client: { readonly events: SourceEvents; readonly now: () => ReturnType<Parameters<OpenSource>[2]> } | undefined;
  #isUp = true;
  readonly #messages: ReturnType<typeof published>;

  constructor(seed: number, timeZone: string) {
    const scenario = scenarioOf("day");
    const anchorMs = ownInstant(scenario, timeZone);
    const span = { fromMs: Date.now(), toMs: Number.POSITIVE_INFINITY };
    const telegrams = simulate({ scenario, seed, timeZone, anchorMs, ...span });
    this.#messages = published(thinned(telegrams), asReader, PREFIX);
    this.#follow();
  }

  /** The kiosk's way to it. */
  readonly open: OpenSource = (_config, events, clock) => {
    const client = { events, now: clock };
    this.#client = client;
    setTimeout(() => this.#tell(), CONNECT_MS);
    return Promise.resolve({
      publish: () => Promise.resolve(),
      stop: () => {
        if (this.#client === client) this.#client = undefined;
        return Promise.resolve();
      },
    });
  };

  /** Lets it go, or come back. */
  set(isUp: boolean): void {
    this.#isUp = isUp;
    this.#tell();
  }

  #tell(): void {
    this.#client?.events.state({ kind: this.#isUp ? "connected" : "lost", since: this.#client.now() });
  }

  /** Publishes one message after the other at its time; nobody keeps those that come while nobody is connected. */
  #follow(): void {
    const next = this.#messages.next();
    if (next.done) return;
    const { atMs, topic, payload, qos } = next.value;
    setTimeout(() => {
      if (this.#isUp && this.#client) {
        this.delivered++;
        this.#client.events.message({ topic, payload, retained: false, qos, at: this.#client.now() });
      }
      this.#follow();
    }, atMs - Date.now());
  }
}

/** Telegrams at the pace of their hour. */
function* thinned(telegrams: Iterable<SimTelegram>): Generator<SimTelegram> {
  for (const telegram of telegrams) {
    const paceS = PACE_S[isLively(telegram.atMs) ? "lively" : isQuiet(telegram.atMs) ? "quiet" : "awake"];
    if ("status" in telegram || (telegram.atMs / 1_000) % paceS === 0) yield telegram;
  }
}
