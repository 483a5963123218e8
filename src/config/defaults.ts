/** A meter of which nothing is written, where neither the file nor what is published says otherwise. */
export const METER_DEFAULTS = { name: "house", prefix: "han", mainFuseA: 25, phases: 3 } as const;

/** A display of which nothing but its name is written. */
export const DISPLAY_DEFAULTS = {
  layout: "balance",
  theme: "light",
  refresh: { onTelegram: true, schedule: "0 * * * * *", minIntervalS: 0 },
} as const;
