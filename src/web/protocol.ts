import type { Fault } from "../config/fault.ts";
import type { BrokerState } from "../dashboard/dashboard.ts";
import type { Now } from "../meter/now.ts";

/** Paths of the server, shared with the page. */
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

/** Event sent after ten seconds without any other, to show that the connection holds. */
export const ALIVE = "alive";

/** A palette as the page draws it: index i of a picture is `inks[i]` in its PNG and `seen[i]` on glass, 0xRRGGBB. */
export interface PaletteFacts {
  readonly id: string;
  readonly inks: readonly number[];
  readonly seen: readonly number[];
}

/** Decision of a display about one picture, or that none could be shown. */
export interface Decision {
  readonly atMonoMs: number;
  readonly changed: boolean;
  /** A stable code such as `written`, `unchanged`, `changed`, `too-soon`, `quiet-hours`. */
  readonly reason: string;
  /** Details from the display: kind of refresh, boxes, bytes … plain JSON. */
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
  /** Picture on the display; absent until the first. The PNG is at `displays/<name>.png`. */
  readonly picture?: { readonly version: string; readonly bytes: number; readonly atMonoMs: number };
  /** Reason why the display keeps its picture for now, and until when. */
  readonly waiting?: {
    readonly reason: string;
    readonly untilMonoMs?: number;
    /** True where a newer picture is drawn and waits; else none is drawn meanwhile. */
    readonly hasNewer: boolean;
  };
  /** The newest first, ten at most. */
  readonly decisions: readonly Decision[];
  /** Since the start: pictures offered, pictures shown, and what the panel counts (by kind of refresh …). */
  readonly counters: Readonly<Record<string, number>>;
  /** Reason why it cannot show its picture, what to do, and the time of the next try. */
  readonly fault?: {
    readonly code: string;
    readonly message: string;
    readonly hint?: string;
    readonly retryAtMonoMs: number;
  };
}

/** State of the running kiosk; sent whole whenever any of it changes (server-sent event `live`). */
export interface LiveState {
  readonly clock: Now;
  readonly kiosk: { readonly name: string; readonly version: string; readonly isSimulated: boolean };
  readonly locale: string;
  readonly meters: readonly {
    readonly name: string;
    readonly prefix: string;
    readonly timeZone: string;
    /** Connection to a source of its own. */
    readonly link?: BrokerState;
  }[];
  /** Absent where every meter has a source of its own. */
  readonly broker?: BrokerState;
  /** Faults in the files as they are now, named relative to their folder; the kiosk uses the last valid version. */
  readonly faults: readonly Fault[];
  /** Number of changes of layouts and configuration; the gallery is fetched again when it grows. */
  readonly revision: number;
  /** Set where there is a password, so that the user can log out. */
  readonly hasPassword: boolean;
  readonly displays: readonly LiveDisplay[];
}

/** Everything that the gallery can show, and that names its pictures. */
export interface GalleryCatalogue {
  readonly layouts: readonly /** Sizes as `800x480`. */
  (
    | { readonly name: string; readonly description: string; readonly sizes: readonly string[] }
    | { readonly name: string; readonly faults: readonly Fault[] }
  )[];
  readonly surfaces: readonly {
    readonly id: string;
    readonly label: string;
    readonly width: number;
    readonly height: number;
    readonly palette: PaletteFacts;
  }[];
  /** Panels that no layout is composed for. */
  readonly withoutComposition: readonly { readonly id: string; readonly label: string }[];
  readonly scenarios: readonly {
    readonly id: string;
    readonly description: string;
    readonly happens: string;
    /** Of its telling instant, 0 to 1439. */
    readonly minute: number;
  }[];
  readonly locales: readonly { readonly id: string; readonly name: string }[];
  readonly themes: readonly ("light" | "dark")[];
}
