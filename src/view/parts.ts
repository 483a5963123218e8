import type { ViewPart } from "./part.ts";
import { alarm } from "./parts/alarm.ts";
import { balance } from "./parts/balance.ts";
import { byNow } from "./parts/by-now.ts";
import { chart } from "./parts/chart.ts";
import { days } from "./parts/days.ts";
import { hours } from "./parts/hours.ts";
import { lastYear } from "./parts/last-year.ts";
import { life } from "./parts/life.ts";
import { phaseDay } from "./parts/phase-day.ts";
import { phaseNow } from "./parts/phase-now.ts";
import { phaseQuarters } from "./parts/phase-quarters.ts";
import { phases } from "./parts/phases.ts";
import { place } from "./parts/place.ts";
import { power } from "./parts/power.ts";
import { rest } from "./parts/rest.ts";
import { stop } from "./parts/stop.ts";
import { subMeters } from "./parts/sub-meters.ts";
import { totals } from "./parts/totals.ts";
import { twoWeeks } from "./parts/two-weeks.ts";
import { unconfigured } from "./parts/unconfigured.ts";

/** Every part of the view; a part comes after those that it needs. */
export const PARTS = [
  power,
  alarm,
  phases,
  balance,
  phaseDay,
  phaseNow,
  phaseQuarters,
  chart,
  hours,
  totals,
  twoWeeks,
  lastYear,
  subMeters,
  days,
  byNow,
  life,
  place,
  rest,
  stop,
  unconfigured,
] as const satisfies readonly ViewPart[];

type Part = (typeof PARTS)[number];

/** Key of a part. */
export type PartKey = Part["key"];

/** Values of all parts by their keys. */
export type PartValues = { readonly [P in Part as P["key"]]: ReturnType<P["build"]> };

/** Memories of those parts that have one, by their keys. */
export type PartMemories = {
  readonly [P in Extract<Part, { readonly remember: unknown }> as P["key"]]?: ReturnType<P["remember"]>;
};

/** Keys of all parts. */
export const PART_KEYS: readonly PartKey[] = PARTS.map(({ key }) => key);
