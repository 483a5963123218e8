import { hash, noise } from "./random.ts";

/** The house's place, for its sun and weather. */
export interface Sky {
  readonly seed: number;
  /** Hours from UTC to the mean time of the sun at the house. */
  readonly solarOffsetHours: number;
  /** Weight of the clouds: 0 a clear sky every day, 1 the usual weather. */
  readonly cloudiness: number;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const YEAR_DAYS = 365.2425;
const LATITUDE = rad(60.2);
const TILT = rad(35); // a typical Finnish roof, facing south
const SYSTEM_YIELD = 0.92; // inverter, cables and warm cells

/** Outdoor temperature in °C: the season of southern Finland, the hour of the day and some days' weather. */
export function outdoorC(ms: number, sky: Sky): number {
  const season = Math.cos((2 * Math.PI * (yearDay(ms) - 25)) / YEAR_DAYS); // coldest in late January
  const hour = (ms / HOUR_MS + sky.solarOffsetHours) % 24;
  const swing = (3.2 - 2 * season) * Math.cos((2 * Math.PI * (hour - 15)) / 24); // warmest at three in the afternoon
  return 5.8 - 11.5 * season + swing + 4.5 * noise(hash(sky.seed, "front"), ms / (2.3 * DAY_MS));
}

/** Darkness outside the window: 0 broad day, 1 night. */
export function darkness(ms: number, sky: Sky): number {
  return Math.min(1, Math.max(0, (0.16 - sunSine(ms, sky).elevation) / 0.26));
}

/**
 * Power of each installed watt of solar panel now, 0 to about 1.
 * @source the geometry of the sun on a tilted plane and the attenuation by air mass of Meinel's formula, as in textbooks
 */
export function solarYield(ms: number, sky: Sky): number {
  const { elevation, incidence } = sunSine(ms, sky);
  if (elevation <= 0.01 || incidence <= 0) return 0.06 * Math.max(0, elevation);
  const airMass = 1 / (elevation + 0.03);
  const beam = 1.25 * 0.7 ** (airMass ** 0.678) * incidence;
  const diffuse = 0.12 * elevation;
  return SYSTEM_YIELD * (beam * clearness(ms, sky) + diffuse);
}

/** Share of the sun's beam that passes the clouds, 0.08 to 1: some days are grey, fair days have clouds that pass in minutes. */
function clearness(ms: number, sky: Sky): number {
  const day = noise(hash(sky.seed, "grey"), ms / (1.4 * DAY_MS)) * 0.7;
  const passing = noise(hash(sky.seed, "clouds"), ms / (9 * 60_000)) * 0.5;
  return 1 - sky.cloudiness * Math.min(0.92, Math.max(0, 0.28 + day + passing));
}

function sunSine(ms: number, sky: Sky): { elevation: number; incidence: number } {
  const declination = rad(-23.44) * Math.cos((2 * Math.PI * (yearDay(ms) + 10)) / YEAR_DAYS);
  const hourAngle = (Math.PI / 12) * ((ms / HOUR_MS + sky.solarOffsetHours) % 24) - Math.PI;
  const along = Math.cos(declination) * Math.cos(hourAngle);
  return {
    elevation: Math.sin(declination) * Math.sin(LATITUDE) + along * Math.cos(LATITUDE),
    incidence: Math.sin(declination) * Math.sin(LATITUDE - TILT) + along * Math.cos(LATITUDE - TILT),
  };
}

/** Days since the turn of the year, near enough for the sun. */
function yearDay(ms: number): number {
  return (ms / DAY_MS) % YEAR_DAYS;
}

function rad(degrees: number): number {
  return (degrees / 180) * Math.PI;
}
