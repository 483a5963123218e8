import type { Fault } from "../config/fault.ts";
import type { BrokerState } from "../dashboard/dashboard.ts";
import type { Now } from "../meter/now.ts";

/** Where the page finds what; the server and the page both read this table. */
export const ROUTES = {
  live: "/events/live",
  values: "/events/values",
  gallery: "/gallery.json",
  galleryPicture: "/gallery/picture.png",
  displays: "/displays",
  layouts: "/layouts",
  login: "/login",
  logout: "/logout",
} as const;

/** The event that says that a stream's connection holds, when there has been nothing else to say for ten seconds. */
export const ALIVE = "alive";

/** A palette as the page draws it: index i of a picture is `inks[i]` in its PNG and `seen[i]` on glass, 0xRRGGBB. */
export interface PaletteFacts {
  readonly id: string;
  readonly inks: readonly number[];
  readonly seen: readonly number[];
}

/** What was decided about one picture that was offered to a display. */
export interface Decision {
  readonly atMonoMs: number;
  readonly changed: boolean;
  /** A stable code such as `written`, `unchanged`, `changed`, `too-soon`, `quiet-hours`. */
  readonly reason: string;
  /** What the display tells of it: the kind of refresh, boxes, bytes … plain JSON. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** One display of the running kiosk. */
export interface LiveDisplay {
  readonly name: string;
  /** `epaper`, `framebuffer`, `png-file`, `command`. */
  readonly kind: string;
  /** Name of the panel on the shop's page; absent where there is none. */
  readonly panel?: string;
  readonly meter: string;
  readonly layout: string;
  readonly theme: "light" | "dark";
  readonly width: number;
  readonly height: number;
  readonly palette: PaletteFacts;
  /** What it shows now; absent until the first picture is on it. The PNG is at `displays/<name>.png`. */
  readonly picture?: { readonly version: string; readonly bytes: number; readonly atMonoMs: number };
  /** A newer picture that waits, and until when. */
  readonly waiting?: { readonly reason: string; readonly untilMonoMs?: number };
  /** The newest first, ten at most. */
  readonly decisions: readonly Decision[];
  /** Since the start: pictures offered, pictures shown, and what the panel counts (by kind of refresh …). */
  readonly counters: Readonly<Record<string, number>>;
  /** Why it does not show its picture, what to do about it, and when it is tried again. */
  readonly fault?: {
    readonly code: string;
    readonly message: string;
    readonly hint?: string;
    readonly retryAtMonoMs: number;
  };
}

/** All that the page knows of the running kiosk; sent whole whenever any of it changes (server-sent event `live`). */
export interface LiveState {
  readonly clock: Now;
  readonly kiosk: { readonly name: string; readonly version: string; readonly isSimulated: boolean };
  readonly locale: string;
  readonly meters: readonly { readonly name: string; readonly prefix: string }[];
  readonly broker: BrokerState;
  /** What is wrong in the files as they are now; the pictures are of the last good ones. Files are named relative to their folder. */
  readonly faults: readonly Fault[];
  /** Counts the changes of layouts and configuration, so that the gallery asks anew. */
  readonly revision: number;
  /** Whether the session can be ended: there is a password. */
  readonly hasPassword: boolean;
  readonly displays: readonly LiveDisplay[];
}
