import type { Quantity } from "../meter/quantity.ts";
import { type KnownSamples, POWERS } from "./known-samples.ts";
import { type NetPart, netWays } from "./net-ways.ts";
import type { PowerSample } from "./samples.ts";
import type { TimeSlot } from "./slots.ts";

/** Direction in which energy flows through the meter. */
export type Direction = "Import" | "Export";

/** Net power of one slot and the registers that it is made from. */
interface Net extends PowerSample {
  readonly way: readonly NetPart[];
}

/** Power of the past by slots of time, of a meter with one or three phases. */
export class NetPower {
  readonly #samples: KnownSamples;
  /** When a register of power was first heard of; Infinity for never. */
  readonly firstMs: number;
  /** The register that decides how long ago power is known by quarters: the total where the meter has it, else a phase's. */
  readonly key: Quantity;
  readonly #waysAt: (atMs: number) => readonly (readonly NetPart[])[];

  constructor(samples: KnownSamples, phases: 1 | 3) {
    this.#samples = samples;
    this.firstMs = Math.min(...POWERS.map((key) => samples.heardMs(key)));
    const hasTotal = Number.isFinite(samples.heardMs("activePowerImportW"));
    this.key = hasTotal ? "activePowerImportW" : "activePowerImportL1W";
    this.#waysAt = waysByTime(samples, phases);
  }

  /** Net power in a slot by the first way of which every register is known in it, as long as all of them are. */
  at(slot: TimeSlot): Net | undefined {
    for (const way of this.#waysAt(slot.toMs - 1)) {
      const net = this.#sum(way, slot);
      if (net) return net;
    }
    return undefined;
  }

  /** Power of one direction in a slot: its register, or else what net power shows of it. */
  inDirection(direction: Direction, slot: TimeSlot): PowerSample | undefined {
    const row = this.#samples.gauge(`activePower${direction}W`, slot);
    if (row) return { atMs: row.atMs, holdsMs: row.heldMs, powerW: row.mean };
    const net = this.at(slot);
    const sign = direction === "Import" ? 1 : -1;
    // A direction that the meter does not have is not known.
    if (!net?.way.some((part) => part.sign === sign)) return undefined;
    return { ...net, powerW: Math.max(0, sign * net.powerW) };
  }

  #sum(way: readonly NetPart[], slot: TimeSlot): Net | undefined {
    let [powerW, atMs, holdsMs] = [0, slot.fromMs, slot.toMs - slot.fromMs];
    for (const { quantity, sign } of way) {
      const row = this.#samples.gauge(quantity, slot);
      if (!row) return undefined;
      powerW += sign * row.mean;
      atMs = Math.max(atMs, row.atMs);
      holdsMs = Math.min(holdsMs, row.heldMs);
    }
    return { way, atMs, holdsMs, powerW };
  }
}

/** The ways to net power at an instant: a meter has a quantity from when it was first heard of, not before. */
function waysByTime(samples: KnownSamples, phases: 1 | 3): (atMs: number) => readonly (readonly NetPart[])[] {
  const heardMs = new Map<Quantity, number>(POWERS.map((key) => [key, samples.heardMs(key)]));
  const eras = [...new Set(heardMs.values())]
    .filter(Number.isFinite)
    .sort((a, b) => b - a)
    .map((fromMs) => ({ fromMs, ways: netWays((quantity) => (heardMs.get(quantity) ?? Infinity) <= fromMs, phases) }));
  return (atMs) => eras.find(({ fromMs }) => fromMs <= atMs)?.ways ?? [];
}
