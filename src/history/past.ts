import type { Now } from "../meter/now.ts";
import { type Energy, energyBetween, energyOf } from "./energy.ts";
import type { SampleSource } from "./known-samples.ts";
import { type MeanPower, NetPower } from "./net-power.ts";

/** A counter of energy that {@link Past.energy} answers for. */
export type EnergyQuantity = "activeEnergyImportWh" | "activeEnergyExportWh";

const DIRECTIONS = { activeEnergyImportWh: "Import", activeEnergyExportWh: "Export" } as const;

/** Energy between two instants, and when the first that is known of it begins and the last ends, milliseconds since 1970. */
export interface KnownEnergy extends Energy {
  /** Absent when nothing is known. */
  readonly firstMs?: number;
  readonly lastMs?: number;
}

/** Answers to questions about the past of one meter, all as of one instant. Made by `History.past`. */
export class Past {
  readonly #power: NetPower;

  /** @param now with its clock set */
  constructor(history: SampleSource, phases: 1 | 3, now: Now) {
    this.#power = new NetPower(history, phases, now);
  }

  /** Mean net power between two instants over the time that is known of it, watts; undefined where none is. */
  meanNet(fromMs: number, toMs: number): MeanPower | undefined {
    return this.#power.meanNet(fromMs, toMs);
  }

  /** Energy between two instants. Figures of adjacent spans add up to the figure of both. */
  energy(quantity: EnergyQuantity, fromMs: number, toMs: number): KnownEnergy {
    const sum = energyBetween(this.#power.energySource(DIRECTIONS[quantity]), fromMs, toMs);
    const { firstMs, lastMs } = sum;
    return {
      ...energyOf(sum, fromMs, toMs),
      ...(firstMs !== undefined && { firstMs }),
      ...(lastMs !== undefined && { lastMs }),
    };
  }
}
