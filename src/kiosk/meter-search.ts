import type { Config, MeterConfig } from "../config/config.ts";
import { meterLines } from "../config/meter-lines.ts";
import { type Choice, chooseMeter } from "../intake/choose-meter.ts";
import { type FoundMeter, findMeters } from "../intake/find-meters.ts";
import { HeardMessages } from "../intake/heard-messages.ts";
import type { Log } from "../log.ts";
import type { Message } from "../meter/message.ts";
import { phaseCountOf } from "../meter/phases.ts";
import { ThrottledLog } from "../throttled-log.ts";

/** Parts that a search needs of its kiosk. */
export interface MeterSearchParts {
  readonly meters: () => readonly MeterConfig[];
  /** Passes on what is published on any topic, for so long. */
  readonly glance: (forMs: number, hear: (message: Message) => void) => Promise<void>;
  readonly onFound: () => void;
  readonly monoMs: () => number;
  readonly log: Log;
  /** Time for which is listened, and after which it is done again; milliseconds. */
  readonly pace?: { readonly listenMs: number; readonly againMs: number };
}

const PACE = { listenMs: 20_000, againMs: 60_000 };

/** Search for the meter of a configuration that says `discover: true`: the only one that publishes at the broker. */
export class MeterSearch {
  readonly #parts: MeterSearchParts;
  readonly #throttled: ThrottledLog;
  #found: FoundMeter | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Number of the search under way: what an earlier one heard counts no more. */
  #generation = 0;

  constructor(parts: MeterSearchParts) {
    this.#parts = parts;
    this.#throttled = new ThrottledLog(parts.log);
  }

  /** Returns a configuration with the meter that was found, if one was. */
  resolved(config: Config): Config {
    const found = this.#found;
    if (found === undefined) return config;
    return { ...config, meters: config.meters.map((meter) => (meter.discover ? discovered(meter, found) : meter)) };
  }

  /** Begins to search where a meter is to be found, when the broker is connected. */
  start(): void {
    this.stop();
    if (this.#wanted() !== undefined) void this.#search(this.#generation);
  }

  /** Ends the search. */
  stop(): void {
    this.#generation += 1;
    clearTimeout(this.#timer);
  }

  #wanted(): MeterConfig | undefined {
    return this.#parts.meters().find(({ discover }) => discover);
  }

  async #search(generation: number): Promise<void> {
    const { glance, pace = PACE } = this.#parts;
    const heard = new HeardMessages();
    await glance(pace.listenMs, (message) => heard.keep(message)).catch(() => {}); // then nothing was found
    const wanted = this.#wanted();
    if (generation !== this.#generation || wanted === undefined) return;
    const known = this.#parts.meters().map(({ prefix }) => prefix);
    const choice = chooseMeter(findMeters(heard.all()), known);
    this.#report(wanted, choice);
    if ("chosen" in choice) {
      this.#found = choice.chosen;
      this.#parts.onFound();
    } else this.#timer = setTimeout(() => void this.#search(generation), pace.againMs);
  }

  #report({ name }: MeterConfig, choice: Choice): void {
    const { log, monoMs } = this.#parts;
    if ("chosen" in choice) {
      const { kind, sure } = choice.chosen;
      log.info(
        { meter: name, kind, sure, config: meterLines(name, choice.chosen) },
        "the meter was found at the broker",
      );
      return;
    }
    const found = choice.candidates.map((one) => meterLines(name, one));
    const hint =
      found.length === 0 ? "Does its reader run, and publish to this broker?" : "Write the lines of one of them.";
    const facts = { meter: name, found, hint };
    this.#throttled.log({ kind: "discover", about: found.join(), facts, message: choice.reason }, monoMs());
  }
}

/** Returns a meter with where it was found and how it is read; with one phase where only that publishes and the file names no number. */
export function discovered({ discover, ...meter }: MeterConfig, found: FoundMeter): MeterConfig {
  const { prefix, format, mapping, quantities } = found;
  const wire = { ...meter.wire, ...(format !== undefined && { format }), ...(mapping && { mapping }) };
  const phases = (discover?.countsPhases ? phaseCountOf(quantities) : undefined) ?? meter.phases;
  return { ...meter, prefix, phases, wire };
}
