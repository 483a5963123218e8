import type { Now } from "../meter/now.ts";
import type { Quantity } from "../meter/quantity.ts";
import type { UnitName } from "../meter/unit.ts";
import type { LinkEnd, LinkFault, LinkState } from "../source/link-state.ts";
import type { View } from "../view/view.ts";
import type { RowGroup } from "./row-group.ts";

/** One value of one topic, as a row of the page of values. Plain JSON; texts are printable, bounded and masked, see `printable.ts`. */
export interface ValueRow {
  /** Unique in its dashboard: the topic, a line end, and the place in the payload. */
  readonly id: string;
  /** The whole topic; unique to it even where it had to be cut or made printable. */
  readonly topic: string;
  /** Its place among the rows of its topic, from 0. */
  readonly place: number;
  /** Place of the value in a JSON or raw telegram, such as `obis 1-0:1.7.0` or `bad.crc`; empty where the payload is the value. */
  readonly path: string;
  /** In {@link unit} where the quantity is known, as it came otherwise; a number is a plain decimal with a point. */
  readonly value: string;
  /** True when the value is a number. */
  readonly isNumber: boolean;
  readonly unit?: UnitName;
  /** Absent where no table and no mapping knows the value; kept where the value that came cannot be read. */
  readonly quantity?: Quantity;
  readonly group: RowGroup;
  /** True when it is a quantity, or what the reader says of itself (status, log, diagnostics). */
  readonly isKnown: boolean;
  /** OBIS groups C.D.E of the quantity, or the whole code that came. */
  readonly obis?: string;
  /** Monotonic milliseconds of the sender at which it came, see {@link Dashboard.clock}. */
  readonly atMonoMs: number;
  /**
   * Of numbers: `retained` ones were kept by the broker and are of unknown age, `stale` ones were not renewed within their
   * limit, which is the wall's, or the broker is gone. `said`: texts and states, which stay true until they change.
   */
  readonly state: "fresh" | "stale" | "retained" | "said";
  /** Present on a value of a telegram whose checksum does not fit. */
  readonly check?: "wrong";
  /** True when its message carried the retain flag. */
  readonly retained: boolean;
  /** Messages on its topic since the start. */
  readonly count: number;
  /** Usual time between two messages, milliseconds; absent before the second, and on the reader's own topics. */
  readonly intervalMs?: number;
  /**
   * Present on a number that nothing knows: the key under which the configuration's `mapping` would name it. It is not
   * made printable, for it must be exact: show it through `mappingText` only.
   */
  readonly mappingKey?: string;
}

/** A message or telegram that could not be read: the last of its kind on its topic. */
export interface FailureRow {
  readonly id: string;
  readonly topic: string;
  /** Code of the error, such as `CRC_MISMATCH`. */
  readonly code: string;
  /** Reason, masked. */
  readonly message: string;
  /** Remedy. */
  readonly hint?: string;
  /** The beginning of its bytes as hex, masked; 2048 bytes at most. */
  readonly hex: string;
  /** Length as it came, bytes. */
  readonly bytes: number;
  readonly atMonoMs: number;
  /** Number of times since the start. */
  readonly count: number;
}

/** Connection that a meter's messages come over. */
export interface BrokerState {
  /** Absent: a broker. */
  readonly end?: LinkEnd;
  readonly kind: LinkState["kind"];
  readonly reason?: string;
  readonly fault?: LinkFault;
  readonly sinceMonoMs: number;
}

/** The reader by its own status. */
export interface ReaderState {
  /** Absent until its status topic had a message. */
  readonly online?: boolean;
  /** Instant of that status; absent where it was retained, because then the instant is unknown. */
  readonly sinceMonoMs?: number;
  /** Instant at which anything last came live. */
  readonly arrivedMonoMs?: number;
  /** The meter's own clock as last sent, local time without zone. */
  readonly meterClock?: string;
  /** Telegrams of the last day. */
  readonly telegrams: number;
}

/** View behind the pictures beside the table show; the same that the panel is drawn from, without the ages, which the page counts. */
export type DashboardView = Pick<View, "meter" | "locale" | "timeZone" | "power" | "phases" | "balance"> & {
  readonly life: Pick<View["life"], "valuesAtMs" | "problems">;
  /** Energy of today and yesterday, and how far its counters may be believed. */
  readonly energy: Pick<View["totals"], "state" | "today" | "yesterday">;
};

/** Everything of one meter that the page of values shows. Plain JSON. */
export interface Dashboard {
  /** The sender's clocks when this was true; every `…MonoMs` counts on its monotonic one. */
  readonly clock: Now;
  readonly meter: string;
  readonly prefix: string;
  /** The broker, or what the meter is read through instead. */
  readonly broker: BrokerState;
  readonly reader: ReaderState;
  readonly view: DashboardView;
  /** The day up to the last whole minute, so that it changes once a minute. */
  readonly chart: View["chart"];
  /** In order of group and quantity, see `rowOrder`; 5 000 at most. */
  readonly rows: readonly ValueRow[];
  /** Topics whose rows found no room. */
  readonly topicsLeftOut: number;
  /** The newest first, those of one moment by their id, see `failureOrder`. */
  readonly failures: readonly FailureRow[];
}

/**
 * Changes of a dashboard: absent parts are as they were. `rows` and `failures` are those that are new or changed, each
 * whole; `goneRows` and `goneFailures` are the ids of those that are no more (a telegram that lost a value, a payload that
 * became another kind, a failure that newer ones pushed out). The first update of a stream is whole.
 */
export type DashboardUpdate = Pick<Dashboard, "clock"> &
  Partial<Omit<Dashboard, "clock">> & {
    readonly goneRows?: readonly string[];
    readonly goneFailures?: readonly string[];
  };
