import type { ScaledUnit } from "./unit.ts";

/** Unit of a topic's payload as the reader itself announced it. */
export interface AnnouncedUnit {
  /** As written. */
  readonly text: string;
  /** Absent when it is not a known unit of electricity. */
  readonly unit?: ScaledUnit;
}

/** Units that a reader announced, by topic below its prefix. */
export interface AnnouncedUnits {
  /** Returns the unit of a topic; undefined when none was announced. */
  of(topic: string): AnnouncedUnit | undefined;
}
