import type { History } from "../history/history.ts";
import { isKnownAlready } from "../history/latest.ts";
import type { AssumedUnit, AssumedUnits } from "../meter/assumed-unit.ts";
import type { Now } from "../meter/now.ts";
import { type Quantity, type Values, without } from "../meter/quantity.ts";
import type { Reading } from "../meter/reading.ts";
import { byInstant } from "../meter/sender-time.ts";
import {
  NOTHING_PUBLISHED,
  type NoveltyState,
  noveltyOf,
  withConnection,
  withHeld,
  withoutHeld,
  withRepublisher,
  withStatus,
} from "./novelty.ts";
import {
  checkPlausibility,
  type Implausible,
  NOTHING_CHECKED,
  type PlausibilityLimits,
  type PlausibilityState,
} from "./plausibility.ts";

/** Receiver of reports about changed and refused values. */
export interface EntryReports {
  refusedValue(refused: Implausible, assumed: AssumedUnit | undefined, at: Now): void;
  repaired(quantity: Quantity, at: Now): void;
}

/** Entry of one meter's readings into its history: impossible values are refused, and old ones never count as new. */
export class ReadingEntry {
  readonly #history: History;
  readonly #reports: EntryReports;
  #limits: PlausibilityLimits;
  /** Undefined before the first reading. */
  #plausibility: PlausibilityState | undefined;
  #isBridgeGone = false;
  #novelty: NoveltyState = NOTHING_PUBLISHED;

  constructor(limits: PlausibilityLimits, history: History, reports: EntryReports) {
    this.#limits = limits;
    this.#history = history;
    this.#reports = reports;
  }

  /** Continues with other limits. Units found wrong are examined again. */
  change(limits: PlausibilityLimits): void {
    this.#limits = limits;
    if (this.#plausibility) this.#plausibility = { ...this.#plausibility, units: {} };
  }

  /** Notes a new connection to the broker. */
  connected(monoMs: number): void {
    this.#novelty = withConnection(this.#novelty, monoMs);
  }

  /** Takes the reader's own status. */
  status(isOnline: boolean, { at, retained }: { readonly at: Now; readonly retained: boolean }): void {
    this.#novelty = withStatus(this.#novelty, { isOnline, monoMs: at.monoMs, retained }, this.#known());
    this.#history.readerStatus(isOnline, at, retained);
  }

  /**
   * Notes that the bridge before the reader said that it is online or offline: without it nothing comes from the reader. What the reader
   * says itself counts more than that its bridge is online.
   */
  bridgeStatus(isOnline: boolean, message: { readonly at: Now; readonly retained: boolean }): void {
    if (isOnline && this.#history.latest.reader !== undefined && !this.#isBridgeGone) return;
    this.#isBridgeGone = !isOnline;
    this.status(isOnline, message);
  }

  /** Notes that another program which publishes states again was started. */
  republisherStarted(monoMs: number): void {
    this.#novelty = withRepublisher(this.#novelty, monoMs, this.#known());
  }

  /** Takes a reading whose first message came at `startMonoMs`. */
  add(arrived: Reading, startMonoMs: number, assumed: AssumedUnits): void {
    const { state, novelty } = noveltyOf(this.#novelty, arrived, startMonoMs);
    const isKept = novelty !== "news";
    const { identity = {} } = arrived;
    // A meter may have been exchanged while nothing listened: its counters are compared with those that were kept.
    const before = this.#plausibility ?? {
      ...NOTHING_CHECKED,
      trusted: this.#history.lastCounters(arrived.at),
      identity: this.#history.identity,
    };
    const checked = checkPlausibility(before, arrived.values, arrived.at.monoMs, this.#limits, {
      assumed,
      isKept,
      identity,
    });
    this.#plausibility = checked.state;
    this.#novelty = state;
    for (const { quantities, sinceMonoMs } of checked.wronglyRead) this.#forget(quantities, sinceMonoMs, arrived.at);
    const { refused, repaired, restarted } = checked;
    const reading = {
      ...arrived,
      values: checked.values,
      ...(repaired.length > 0 && { repaired }),
      ...(restarted.length > 0 && { restarted }),
    };
    if (novelty === "news") this.#addHeld();
    if (novelty === "held") this.#novelty = withHeld(this.#novelty, reading);
    const refusedQuantities = refused.map(({ quantity }) => quantity);
    this.#history.heardOf(refusedQuantities, arrived.at);
    this.#addToHistory({
      ...reading,
      ...(isKept && { retained: true }),
      ...((novelty === "again" || novelty === "held") && { republished: true }),
    });
    for (const item of refused) this.#reports.refusedValue(item, assumed[item.quantity], arrived.at);
    for (const quantity of repaired) this.#reports.repaired(quantity, arrived.at);
  }

  /** Adds the readings on hold: the meter has proved to be alive, so they were new when they came. */
  #addHeld(): void {
    for (const reading of this.#novelty.held) this.#addToHistory(reading);
    this.#novelty = withoutHeld(this.#novelty);
  }

  /** Adds values at the times that their sender gave; those of an earlier time only once, however many telegrams carry them. */
  #addToHistory(reading: Reading): void {
    for (const part of byInstant(reading)) if (!this.#isKnown(part, reading)) this.#history.add(part);
  }

  #isKnown(part: Reading, { at }: Reading): boolean {
    if (part.retained || part.at.monoMs === at.monoMs || (part.restarted?.length ?? 0) > 0) return false;
    return isKnownAlready(this.#history.latest, part);
  }

  #forget(quantities: readonly Quantity[], sinceMonoMs: number, now: Now): void {
    const held = this.#novelty.held.map((reading) => ({ ...reading, values: without(reading.values, quantities) }));
    this.#novelty = { ...this.#novelty, held };
    this.#history.forget(quantities, sinceMonoMs, now);
  }

  #known(): Values {
    return Object.fromEntries(
      Object.entries(this.#history.latest.known).map(([quantity, known]) => [quantity, known.value]),
    );
  }
}
