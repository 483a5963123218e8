import type { ReconnectPace } from "./reconnect-pace.ts";
import type { AttemptEvents } from "./reconnection.ts";

/** A HomeWizard device on the network. */
export interface HomeWizardDevice {
  /** Name or address, with a port where it is not the usual one. */
  readonly host: string;
  /** Token of its second interface; without it the first is asked. */
  readonly token?: { reveal(): string };
  /** Certificate of the maker's authority, PEM, by which the device is recognised; without it whatever answers there is believed. */
  readonly ca?: string;
}

/** Events of one connection to a device. */
export interface MeasurementEvents extends AttemptEvents {
  /** The device has a measurement: a JSON object as text. */
  measurement(json: string): void;
}

/** Times, milliseconds. */
export interface HomeWizardPace extends ReconnectPace {
  /** Between two questions to the first interface. */
  readonly pollMs: number;
  /** Time in which the device must answer. */
  readonly answerMs: number;
  /** A measurement that has not changed for so long is the last of a meter that is silent, and not handed on. */
  readonly unchangedMs: number;
  /** Between two signs of life on a connection of the second. */
  readonly aliveMs: number;
}

/** Usual times. */
export const HOMEWIZARD_PACE: HomeWizardPace = {
  firstMs: 1_000,
  capMs: 30_000,
  refusedMs: 60_000,
  stableMs: 10_000,
  pollMs: 5_000,
  answerMs: 5_000,
  unchangedMs: 300_000,
  aliveMs: 15_000,
};
