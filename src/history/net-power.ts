import type { Now } from "../meter/now.ts";
import { QUANTITIES, type Quantity } from "../meter/quantity.ts";
import type { EnergySource } from "./energy.ts";
import { KnownSamples, type SampleSource } from "./known-samples.ts";
import { type NetPart, netWays } from "./net-ways.ts";
import type { PowerSample } from "./samples.ts";

const MINUTE_MS = 60_000;

/** A way in which energy goes through the meter. */
export type Direction = "Import" | "Export";

/** Mean power of a span, watts, and the share of the span that it rests on, 0 to 1. */
export interface MeanPower {
  readonly powerW: number;
  readonly coverage: number;
}

/** Net power of one minute and the registers that it is made from. */
interface Net extends PowerSample {
  readonly way: readonly NetPart[];
}

/** Power of the past by minutes, of a meter with one or three phases. */
export class NetPower {
  readonly #past: KnownSamples;
  readonly #waysAt: (atMs: number) => readonly (readonly NetPart[])[];

  /** @param now with its clock set */
  constructor(history: SampleSource, phases: 1 | 3, now: Now) {
    this.#past = new KnownSamples(history, now);
    this.#waysAt = waysByTime(this.#past, phases);
  }

  /** Mean net power between two instants over the time that is known of it; undefined where none is. */
  meanNet(fromMs: number, toMs: number): MeanPower | undefined {
    let [sum, heldMs] = [0, 0];
    for (const startMs of minutes(fromMs, toMs)) {
      const net = this.#net(startMs);
      if (!net) continue;
      sum += net.powerW * net.holdsMs;
      heldMs += net.holdsMs;
    }
    return heldMs === 0 ? undefined : { powerW: sum / heldMs, coverage: Math.min(1, heldMs / (toMs - fromMs)) };
  }

  /** What the energy of one direction is made from: its counter, and its power or else what the phases show of it. */
  energySource(direction: Direction): EnergySource {
    const past = this.#past;
    const powerOf = (startMs: number) =>
      past.minute(`activePower${direction}W`, startMs) ?? inDirection(direction, this.#net(startMs));
    return {
      untilMs: past.untilMs,
      points: (fromMs, toMs) => past.points(`activeEnergy${direction}Wh`, fromMs, toMs),
      *power(fromMs, toMs) {
        for (const startMs of minutes(Math.max(fromMs, past.fromMs), toMs)) {
          const sample = powerOf(startMs);
          if (sample) yield sample;
        }
      },
    };
  }

  /** Net power of a minute by the first way of which every register is known in it, as long as all of them are. */
  #net(startMs: number): Net | undefined {
    for (const way of this.#waysAt(startMs + MINUTE_MS - 1)) {
      const net = this.#sum(way, startMs);
      if (net) return net;
    }
    return undefined;
  }

  #sum(way: readonly NetPart[], startMs: number): Net | undefined {
    let [powerW, atMs, holdsMs] = [0, startMs, MINUTE_MS];
    for (const { quantity, sign } of way) {
      const sample = this.#past.minute(quantity, startMs);
      if (!sample) return undefined;
      powerW += sign * sample.powerW;
      atMs = Math.max(atMs, sample.atMs);
      holdsMs = Math.min(holdsMs, sample.holdsMs);
    }
    return { way, atMs, holdsMs, powerW };
  }
}

/** The part of net power that goes in one direction; undefined where the meter does not have it. */
function inDirection(direction: Direction, net: Net | undefined): PowerSample | undefined {
  const sign = direction === "Import" ? 1 : -1;
  if (!net?.way.some((part) => part.sign === sign)) return undefined;
  return { ...net, powerW: Math.max(0, sign * net.powerW) };
}

function* minutes(fromMs: number, toMs: number): Generator<number> {
  for (let startMs = Math.floor(fromMs / MINUTE_MS) * MINUTE_MS; startMs < toMs; startMs += MINUTE_MS) yield startMs;
}

/** The ways to net power at an instant: a meter has a quantity from when it was first heard of, not before. */
function waysByTime(past: KnownSamples, phases: 1 | 3): (atMs: number) => readonly (readonly NetPart[])[] {
  const heardMs = new Map<Quantity, number>(
    QUANTITIES.filter(({ unit }) => unit === "W").map(({ key }) => [key, past.heardMs(key)]),
  );
  const eras = [...new Set(heardMs.values())]
    .filter(Number.isFinite)
    .sort((a, b) => b - a)
    .map((fromMs) => ({ fromMs, ways: netWays((quantity) => (heardMs.get(quantity) ?? Infinity) <= fromMs, phases) }));
  return (atMs) => eras.find(({ fromMs }) => fromMs <= atMs)?.ways ?? [];
}
