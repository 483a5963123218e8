import type { Share, Traits } from "./load.ts";
import { noise } from "./random.ts";
import { darkness, type Sky, solarYield } from "./weather.ts";

/** Inputs of a steady load at one instant. */
export interface Moment {
  readonly ms: number;
  /** Hours on the wall's clock, 0 up to 24. */
  readonly hour: number;
  readonly isWeekend: boolean;
  readonly traits: Traits;
  readonly sky: Sky;
}

/** A load that is always on, at varying power. */
export interface SteadyLoad {
  readonly id: string;
  readonly share: Share;
  /** Reactive over active power: positive lags (motors), negative leads (electronics). */
  readonly varPerWatt: number;
  /** Active power over all phases; negative is export. `seed` is this load's own. */
  watts(moment: Moment, seed: number): number;
}

const MINUTE_MS = 60_000;

/** Loads that are on around the clock. */
export const STEADY_LOADS = [
  { id: "standby", share: [0.4, 0.22, 0.38], varPerWatt: -0.75, watts: () => 88 },
  {
    id: "ventilation",
    share: [0, 0, 1],
    varPerWatt: 0.5,
    watts: ({ hour }) => (hour > 6 && hour < 22 ? 62 : 46),
  },
  {
    id: "lights",
    share: [0.42, 0.21, 0.37],
    varPerWatt: -0.35,
    watts: (moment, seed) =>
      260 * presence(moment) * (0.12 + 0.88 * darkness(moment.ms, moment.sky)) * wobble(seed, moment.ms, 11),
  },
  {
    id: "electronics",
    share: [0.3, 0.3, 0.4],
    varPerWatt: -0.45,
    watts: (moment, seed) => 170 * presence(moment) * wobble(seed, moment.ms, 4),
  },
  {
    id: "solar",
    share: [1 / 3, 1 / 3, 1 / 3],
    varPerWatt: 0.03,
    watts: ({ ms, traits, sky }) => (traits.solarPeakW > 0 ? -traits.solarPeakW * solarYield(ms, sky) : 0),
  },
] as const satisfies readonly SteadyLoad[];

/** Hour of the day and how active the family is then; straight lines in between. */
const WORKDAY = [
  [0, 0.1],
  [0.7, 0.03],
  [5.8, 0.03],
  [6.3, 0.75],
  [7.5, 0.8],
  [8.2, 0.2],
  [14.8, 0.2],
  [16.2, 0.7],
  [18, 1],
  [21.5, 1],
  [23, 0.35],
  [24, 0.1],
] as const;

const DAY_OFF = [
  [0, 0.3],
  [1.3, 0.03],
  [7.6, 0.03],
  [9, 0.7],
  [13, 0.65],
  [17, 0.9],
  [22, 1],
  [23.5, 0.5],
  [24, 0.3],
] as const;

function presence({ hour, isWeekend }: Moment): number {
  const points: readonly (readonly [number, number])[] = isWeekend ? DAY_OFF : WORKDAY;
  const after = points.findIndex(([at]) => at > hour);
  const [leftHour, left] = points[after - 1] ?? [0, 0];
  const [rightHour, right] = points[after] ?? [24, left];
  return left + ((right - left) * (hour - leftHour)) / (rightHour - leftHour);
}

/** A factor around 1 that changes within so many minutes. */
function wobble(seed: number, ms: number, minutes: number): number {
  return 1 + 0.35 * noise(seed, ms / (minutes * MINUTE_MS));
}
