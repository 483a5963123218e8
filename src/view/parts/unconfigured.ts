import type { PartInput } from "../part.ts";
import type { Unconfigured } from "../unconfigured.ts";

/** What to do where there is no configuration; empty where there is one. */
export type UnconfiguredView = Partial<Unconfigured>;

/** Part of the view: how a kiosk gets its configuration. */
export const unconfigured = {
  key: "unconfigured",
  needs: [],
  build: ({ unconfigured: what }: PartInput): UnconfiguredView => ({ ...what }),
} as const;
