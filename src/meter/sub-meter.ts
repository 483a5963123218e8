/** M-Bus channels of an electricity meter, to which other meters are connected. */
export const CHANNELS = [1, 2, 3, 4] as const;

/** One of {@link CHANNELS}. */
export type Channel = (typeof CHANNELS)[number];

/** Quantities of the meters that an electricity meter reads beside its own, `#` for the channel, and the media that they measure. */
const STEMS = [
  { stem: "gasVolumeC#M3", medium: "gas", unit: "m3", instances: [1, 3] }, // 3: before the correction for temperature
  { stem: "waterVolumeC#M3", medium: "water", unit: "m3", instances: [1] },
  { stem: "hotWaterVolumeC#M3", medium: "hotWater", unit: "m3", instances: [1] },
  { stem: "heatEnergyC#Wh", medium: "heat", unit: "Wh", instances: [1] },
  { stem: "coldEnergyC#Wh", medium: "cold", unit: "Wh", instances: [1] },
  { stem: "activeEnergyImportC#Wh", medium: "electricity", unit: "Wh", instances: [1] },
  { stem: "activeEnergyExportC#Wh", medium: "electricity", unit: "Wh", instances: [2] },
] as const;

type Stem = (typeof STEMS)[number]["stem"];

/** What a sub-meter measures. */
export type Medium = (typeof STEMS)[number]["medium"];

type KeyOf<S extends string, C extends Channel> = S extends `${infer Head}#${infer Tail}`
  ? `${Head}${C}${Tail}`
  : never;

/** Quantity of a sub-meter: what it measures, its channel, its unit. */
export type SubMeterQuantity = KeyOf<Stem, Channel>;

/** Row of a sub-meter's quantity; all of them are counters. */
export interface SubMeterRow {
  readonly key: SubMeterQuantity;
  /** OBIS groups C.D.E of its object on its channel, `0-n:24.2.1`. */
  readonly obis: string;
  readonly kind: "counter";
  readonly unit: "m3" | "Wh";
  readonly medium: Medium;
  readonly channel: Channel;
  /** Group E of the objects that carry it, the first before the others. */
  readonly instances: readonly number[];
}

/**
 * Everything that sub-meters measure, by medium and channel.
 * @source DSMR 5.0.2 section 6.12; e-MUCS P1 companion specification (24.2.3); EN 13757-3 (media)
 */
export const SUB_METER_QUANTITIES: readonly SubMeterRow[] = STEMS.flatMap(({ stem, ...row }) =>
  CHANNELS.map((channel) => ({
    ...row,
    key: stem.replace("#", String(channel)) as SubMeterQuantity,
    obis: `24.2.${row.instances[0]}`,
    kind: "counter" as const,
    channel,
  })),
);

const ROWS: ReadonlyMap<string, SubMeterRow> = new Map(SUB_METER_QUANTITIES.map((row) => [row.key, row]));

/** The row of a sub-meter's quantity; undefined for the electricity meter's own. */
export function subMeterRow(quantity: string): SubMeterRow | undefined {
  return ROWS.get(quantity);
}

/**
 * Media by the device type that a sub-meter gives itself.
 * @source EN 13757-3 table 3
 */
const MEDIA: ReadonlyMap<number, Medium> = new Map([
  [2, "electricity"],
  [3, "gas"],
  [4, "heat"],
  [6, "hotWater"],
  [7, "water"],
  [10, "cold"],
  [11, "cold"],
  [12, "heat"],
  [13, "heat"],
  [21, "hotWater"],
  [22, "water"],
]);

/** Medium of a device type as a meter writes it, three decimal digits; undefined for anything else. */
export function mediumOfType(text: string): Medium | undefined {
  return /^\d{1,3}$/.test(text) ? MEDIA.get(Number(text)) : undefined;
}

/** Device type by which a sub-meter of a medium is known. */
export function deviceTypeOf(medium: Medium): number | undefined {
  return [...MEDIA].find(([, each]) => each === medium)?.[0];
}

/** Quantity of a medium on a channel. @param instance group E of the object that carries it */
export function subMeterQuantity(medium: Medium, channel: number, instance = 1): SubMeterRow | undefined {
  return SUB_METER_QUANTITIES.find(
    (row) => row.medium === medium && row.channel === channel && row.instances.includes(instance),
  );
}
