import { carpet } from "./carpet.ts";
import { clock } from "./clock.ts";
import { comparison } from "./comparison.ts";
import { corner } from "./corner.ts";
import { dayLines } from "./day-lines.ts";
import { days } from "./days.ts";
import { energy } from "./energy.ts";
import { hours } from "./hours.ts";
import { now } from "./now.ts";
import { numbers } from "./numbers.ts";
import { phaseRows } from "./phase-rows.ts";
import { phaseStrip } from "./phase-strip.ts";
import { phases } from "./phases.ts";
import { quarters } from "./quarters.ts";
import { restCorner } from "./rest-corner.ts";
import { restDay } from "./rest-day.ts";
import { restHours } from "./rest-hours.ts";
import { restLines } from "./rest-lines.ts";
import { restStrip } from "./rest-strip.ts";
import { restWeek } from "./rest-week.ts";
import { status } from "./status.ts";
import { stopped } from "./stopped.ts";
import { strip } from "./strip.ts";
import { text } from "./text.ts";
import { unconfigured } from "./unconfigured.ts";
import { waiting } from "./waiting.ts";
import type { Widget } from "./widget.ts";

/** Every widget that a layout may name. */
export const WIDGETS = [
  now,
  dayLines,
  phases,
  phaseRows,
  hours,
  quarters,
  carpet,
  energy,
  comparison,
  days,
  strip,
  phaseStrip,
  numbers,
  waiting,
  restDay,
  restLines,
  restWeek,
  restHours,
  restStrip,
  restCorner,
  stopped,
  unconfigured,
  corner,
  clock,
  status,
  text,
] as const satisfies readonly Widget[];

type Row = (typeof WIDGETS)[number];

/**
 * Words that every language has to have for the widgets, by their kinds; a widget without words, or with those of another,
 * is not among them.
 */
export type WidgetWords = {
  readonly [W in Row as unknown extends W["wordsType"] ? never : W["wordsKey"]]: NonNullable<W["wordsType"]>;
};
