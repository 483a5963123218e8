import type { LinkEnd, LinkFault, LinkState } from "../source/link-state.ts";
/** A text with a singular: `{count}` marks the number. */
export interface Counted {
  readonly one: string;
  readonly many: string;
}

/** Sentences for one reason of a display: with the picture shown, and with it held back. */
export interface ReasonWords {
  readonly shown: string;
  readonly held: string;
}

/** The same sentence for a picture that is shown and one that is held back. */
export function both(sentence: string): ReasonWords {
  return { shown: sentence, held: sentence };
}

/** Reasons that a display gives for showing or holding back a picture. */
export const REASONS = [
  "written",
  "unchanged",
  "changed",
  "changed-much",
  "first-start",
  "unknown-glass",
  "full-due",
  "daily",
  "too-soon",
  "quiet-hours",
  "too-cold",
  "too-warm",
] as const;

/** One of {@link REASONS}. */
export type Reason = (typeof REASONS)[number];

/** Kinds of a refresh. */
export const REFRESH_KINDS = ["partial", "fast", "full", "grey4"] as const;

/** One of {@link REFRESH_KINDS}. */
export type RefreshKind = (typeof REFRESH_KINDS)[number];

/** Kinds of quantities, without direction, phase, tariff and channel. */
export type QuantityStem =
  | "activePower"
  | "reactivePower"
  | "activeEnergy"
  | "reactiveEnergy"
  | "current"
  | "voltage"
  | "frequency"
  | "gasVolume"
  | "waterVolume"
  | "hotWaterVolume"
  | "heatEnergy"
  | "coldEnergy";

/** Texts of the page in the browser, in one language. `{name}` marks the values that are filled in. */
export interface PageWords {
  /** Beside a value that is out of date. */
  readonly outOfDate: string;
  /** Beside a current whose direction is not known. */
  readonly directionUnknown: string;
  /** `{amperes}` is the main fuse. */
  readonly mainFuse: string;
  readonly tabs: Readonly<Record<"live" | "values" | "gallery", string>>;
  readonly tabList: string;
  readonly skip: string;
  readonly simulated: string;
  readonly logOut: string;
  readonly about: string;
  readonly zone: string;
  readonly lastKnown: string;
  readonly now: string;
  readonly ago: string;
  readonly ahead: string;
  readonly days: Counted;
  readonly everyTime: string;
  /** Path from the kiosk to its broker. */
  readonly broker: Readonly<Record<LinkState["kind"], string>>;
  readonly brokerReasons: Readonly<Record<LinkFault, string>>;
  /** Path from the page to the kiosk. */
  readonly connection: Readonly<Record<"connecting" | "live" | "lost" | "lostSince", string>>;
  /** Failed requests to the kiosk. */
  readonly request: Readonly<Record<"unreachable" | "status" | "noCanvas", string>>;
  readonly login: Readonly<Record<"title" | "password" | "submit" | "wrong" | "slow", string>>;
  readonly live: LiveWords;
  readonly viewer: ViewerWords;
  readonly faults: FaultWords;
  readonly gallery: GalleryWords;
  readonly values: ValuesWords;
  readonly settings: SettingsWords;
}

interface LiveWords {
  readonly noDisplay: string;
  readonly layout: string;
  readonly meter: string;
  readonly theme: Readonly<Record<"light" | "dark", string>>;
  readonly picture: string;
  /** State of a display, one line. */
  readonly upToDate: string;
  readonly waiting: string;
  readonly waitingUntil: string;
  readonly staying: string;
  readonly stayingUntil: string;
  readonly failing: string;
  readonly none: string;
  readonly loading: string;
  readonly shown: string;
  readonly pictures: Counted;
  readonly nextTry: string;
  readonly log: string;
  readonly counters: string;
  readonly when: string;
  readonly reason: string;
  readonly refresh: string;
  readonly nothing: string;
  readonly reasons: Readonly<Record<Reason, ReasonWords>>;
  readonly kinds: Readonly<Record<RefreshKind, string>>;
  readonly areas: Counted;
  readonly recovered: string;
  readonly counter: Readonly<Record<"offered" | "shown" | "lesserSinceFull" | "lastFullMs", string>>;
  readonly beforeLoss: string;
  readonly older: string;
}

interface ViewerWords {
  readonly colours: string;
  readonly glass: string;
  readonly sent: string;
  readonly size: string;
  readonly fit: string;
  readonly boxes: string;
  readonly openPng: string;
  readonly canvas: string;
  readonly keys: string;
  readonly foreign: Counted;
  readonly pixel: string;
  /** Names of black, white, red, yellow, green, blue and orange. */
  readonly inks: readonly [string, string, string, string, string, string, string];
  readonly grey: string;
}

interface FaultWords {
  readonly label: string;
  readonly title: Counted;
  readonly lastValid: string;
  readonly hide: string;
  readonly show: string;
}

interface GalleryWords {
  readonly filters: string;
  /** Facets with the choice of all their values. */
  readonly facets: Readonly<
    Record<"layout" | "surface" | "scenario" | "locale" | "theme", { readonly name: string; readonly all: string }>
  >;
  readonly loading: string;
  readonly failed: string;
  readonly pictures: Counted;
  readonly noPicture: string;
  readonly first: string;
  readonly more: string;
  readonly cardFailed: string;
  readonly tryAgain: string;
  readonly on: string;
  readonly back: string;
  /** Links to the pictures beside one. */
  readonly neighbours: string;
  readonly previous: string;
  readonly next: string;
  readonly noSuch: string;
  readonly noSuchHelp: string;
  readonly drawing: string;
  readonly olderLayout: string;
  readonly faulty: Counted;
  readonly faultyNone: string;
  readonly faultyOlder: string;
  readonly without: string;
  readonly withoutHelp: string;
  readonly time: string;
  readonly backTo: string;
  readonly source: string;
  readonly sourceLoading: string;
  readonly sourceFailed: string;
}

interface ValuesWords {
  readonly meter: string;
  readonly page: string;
  /** What a meter is read through. */
  readonly ends: Readonly<Record<LinkEnd, string>>;
  readonly reader: string;
  readonly brokerKinds: Readonly<Record<LinkState["kind"], string>>;
  readonly since: string;
  readonly duration: string;
  readonly justNow: string;
  readonly online: string;
  readonly offline: string;
  readonly kept: string;
  readonly noStatus: string;
  readonly lastValues: string;
  readonly meterClock: string;
  readonly telegrams: Counted;
  readonly ageUnknown: string;
  readonly lastKnown: string;
  readonly checksum: string;
  readonly heard: string;
  readonly table: string;
  readonly search: string;
  readonly searchHint: string;
  readonly which: string;
  readonly known: Readonly<Record<"all" | "known" | "unknown", string>>;
  readonly columns: Readonly<Record<"value" | "quantity" | "obis" | "topic" | "age" | "rate" | "retained", string>>;
  readonly sortBy: string;
  readonly caption: string;
  readonly notKnown: string;
  readonly yes: string;
  readonly no: string;
  readonly count: Counted;
  readonly found: string;
  readonly empty: string;
  readonly noMatch: string;
  readonly showAll: string;
  readonly leftOut: Counted;
  /** Buttons that show and hide the rows of reactive power and energy. */
  readonly showReactive: Counted;
  readonly hideReactive: string;
  readonly quantities: Readonly<Record<QuantityStem, string>>;
  readonly import: string;
  readonly export: string;
  readonly failures: string;
  readonly noFailures: string;
  readonly noMessages: string;
  readonly failureAt: string;
  readonly times: Counted;
  readonly bytes: Counted;
  readonly bytesOf: string;
  readonly bytesLeft: Counted;
  readonly copy: string;
  readonly copyQuestion: string;
  readonly unit: string;
  readonly signed: string;
  readonly copyPlace: string;
  readonly copyButton: string;
  readonly close: string;
  readonly copied: string;
  readonly selected: string;
  readonly chart: string;
  readonly gaps: string;
}

/** Fields of the static page's form. */
export type SettingsField = "url" | "username" | "password" | "prefix" | "mainFuseA" | "phases" | "timeZone";

/** Texts of the static page's settings. */
export interface SettingsWords {
  readonly intro: string;
  /** Heading of the settings of the meter, which are folded. */
  readonly more: string;
  readonly form: string;
  readonly language: string;
  readonly fields: Readonly<Record<SettingsField, { readonly name: string; readonly hint?: string }>>;
  readonly remember: string;
  readonly connect: string;
  readonly forget: string;
  readonly open: string;
  readonly privacy: string;
  readonly at: string;
  readonly connecting: string;
  readonly notConnected: string;
  readonly partMissing: string;
  readonly faults: Readonly<
    Record<"address" | "userInAddress" | "insecure" | "prefix" | "mainFuse" | "timeZone", string>
  >;
  readonly help: Readonly<
    Record<
      "silent" | "anonymous" | "mayNotRead" | "login" | "retrying" | "retryingFor" | "nobody" | "certificate",
      string
    >
  >;
}
