import { wallTimeOf } from "../../meter/wall-time.ts";
import type { PartInput } from "../part.ts";
import type { Place } from "../place.ts";
import { hasNoValueYet, type StatusView } from "./life.ts";

/** Where values are listened for, and since when. */
export interface PlaceView extends Partial<Place> {
  /** Beginning of the connection that stands, wall milliseconds; absent without one or while the clock is not set. */
  readonly sinceMs?: number;
}

/** Part of the view: where values are listened for, while no value has come; nothing later. */
export const place = {
  key: "place",
  needs: ["life"],
  build: ({ place: where, link, now }: PartInput, { life }: { readonly life: StatusView }): PlaceView => {
    if (!hasNoValueYet(life)) return {};
    const sinceMs = link.kind === "connected" ? wallTimeOf(link.since, now) : undefined;
    return { ...where?.(), ...(sinceMs !== undefined && { sinceMs }) };
  },
} as const;
