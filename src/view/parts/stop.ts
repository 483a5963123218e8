import type { PartInput } from "../part.ts";
import type { Stop } from "../rest.ts";

/** What ends with the picture, which is the last one; empty while the kiosk goes on. */
export type StopView = Partial<Stop>;

/** Part of the view: the end of the kiosk. */
export const stop = {
  key: "stop",
  needs: [],
  build: ({ stop: end }: PartInput): StopView => ({ ...end }),
} as const;
