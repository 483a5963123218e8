import { wallTimeOf } from "../../meter/wall-time.ts";
import type { PartInput } from "../part.ts";
import type { Place } from "../place.ts";

/** Where values are listened for, and since when. */
export interface PlaceView extends Partial<Place> {
  /** Beginning of the connection that stands, wall milliseconds; absent without one or while the clock is not set. */
  readonly sinceMs?: number;
}

/** Part of the view: where values are listened for. */
export const place = {
  key: "place",
  needs: [],
  build: ({ place: where, link, now }: PartInput): PlaceView => {
    const sinceMs = link.kind === "connected" ? wallTimeOf(link.since, now) : undefined;
    return { ...where, ...(sinceMs !== undefined && { sinceMs }) };
  },
} as const;
