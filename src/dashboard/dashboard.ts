import type { Now } from "../meter/now.ts";
import type { Quantity, Unit } from "../meter/quantity.ts";
import type { View } from "../view/view.ts";

/** One value of one topic, as a row of the page of values. Plain JSON; texts are printable, bounded and masked. */
export interface ValueRow {
  /** Unique in its dashboard: the topic, and where in the payload the value stands. */
  readonly id: string;
  /** The whole topic, as it was published. */
  readonly topic: string;
  /** Where in a JSON or raw telegram the value stands, such as `obis 1-0:1.7.0`; empty where the payload is the value. */
  readonly path: string;
  /** The value for people: in the base unit where the quantity is known, as it came otherwise. */
  readonly value: string;
  readonly unit?: Unit;
  /** Absent where no table and no mapping knows the value. */
  readonly quantity?: Quantity;
  /** OBIS groups C.D.E of the quantity, or the whole code that came. */
  readonly obis?: string;
  /** Monotonic milliseconds of the sender at which it came, see {@link Dashboard.clock}. */
  readonly atMonoMs: number;
  /** `retained`: kept by the broker, of unknown age. `stale`: not renewed within its limit. `said`: texts and states, which stay true until said otherwise. */
  readonly state: "fresh" | "stale" | "retained" | "said";
  /** Whether its message carried the retain flag. */
  readonly retained: boolean;
  /** Messages on its topic since the start. */
  readonly count: number;
  /** Usual time between two messages, milliseconds; absent before the second. */
  readonly intervalMs?: number;
  /** Present on a number that nothing knows: the key under which the configuration's `mapping` would name it. */
  readonly mappingKey?: string;
}

/** A message or telegram that could not be read: the last of its kind on its topic. */
export interface FailureRow {
  readonly id: string;
  readonly topic: string;
  /** Code of the error, such as `CRC_MISMATCH`. */
  readonly code: string;
  /** Why, masked. */
  readonly message: string;
  /** The beginning of its bytes as hex, masked. */
  readonly hex: string;
  /** Length as it came, bytes. */
  readonly bytes: number;
  readonly atMonoMs: number;
  /** How often it happened since the start. */
  readonly count: number;
}

/** How the way to the broker is. */
export interface BrokerState {
  readonly kind: "connecting" | "connected" | "lost" | "refused";
  readonly reason?: string;
  readonly sinceMonoMs: number;
}

/** What the reader says of itself. */
export interface ReaderState {
  /** Absent until its status topic said something. */
  readonly online?: boolean;
  readonly sinceMonoMs?: number;
  /** When anything last came live. */
  readonly arrivedMonoMs?: number;
  /** The meter's own clock as last sent, local time without zone. */
  readonly meterClock?: string;
  /** Telegrams of the last day. */
  readonly telegrams: number;
}

/** What the pictures beside the table show; the same view that the panel is drawn from. */
export type DashboardView = Pick<View, "meter" | "locale" | "timeZone" | "power" | "phases" | "balance" | "life">;

/** Everything of one meter that the page of values shows. Plain JSON. */
export interface Dashboard {
  /** The sender's clocks when this was true; every `…MonoMs` counts on its monotonic one. */
  readonly clock: Now;
  readonly meter: string;
  readonly prefix: string;
  readonly broker: BrokerState;
  readonly reader: ReaderState;
  readonly view: DashboardView;
  readonly chart: View["chart"];
  /** In order of topic and place in the payload. */
  readonly rows: readonly ValueRow[];
  /** The newest first. */
  readonly failures: readonly FailureRow[];
}

/** What changed in a dashboard: absent parts are as they were; rows are those that changed, whole; the first one is whole. */
export type DashboardUpdate = Pick<Dashboard, "clock"> & Partial<Omit<Dashboard, "clock">>;
