import type { LogLevel } from "../log.ts";
import type { WireOptions } from "../meter/wire/wire-format.ts";
import type { QuietHours } from "../refresh/quiet-hours.ts";
import type { BrokerOptions } from "../source/broker-options.ts";
import type { ListenAt } from "../source/listener.ts";
import type { OwnSource } from "../source/own-source.ts";
import type { Secret } from "./secret.ts";

/** The configuration of a kiosk: every default filled in, every file name absolute, every secret closed. May be printed. */
export interface Config {
  /** The file that it came from, absolute. */
  readonly file: string;
  /** The kiosk's name, in its own topics. */
  readonly name: string;
  /** Absent where every meter has a source of its own. */
  readonly broker?: BrokerConfig;
  /** At least one; names and prefixes differ. */
  readonly meters: readonly MeterConfig[];
  readonly locale: string;
  readonly clock: { readonly trusted: boolean };
  /** Absent: in memory only. */
  readonly history?: { readonly path: string };
  /** Absent: nothing listens. */
  readonly preview?: PreviewConfig;
  readonly log: { readonly level: LogLevel };
  /** Folder of the user's own layouts, absolute; absent when there is none. */
  readonly layouts?: string;
  /** At least one; names differ. */
  readonly displays: readonly DisplayConfig[];
}

/** The broker, where messages come from and go to. */
export type BrokerConfig = EmbeddedBrokerConfig | RemoteBrokerConfig;

/** A broker of the kiosk's own. */
export interface EmbeddedBrokerConfig {
  readonly kind: "embedded";
  readonly listen: { readonly mqtt: readonly ListenAt[]; readonly ws: readonly ListenAt[] };
  /** Empty: anonymous, and then every address is of the loopback. */
  readonly users: readonly BrokerUser[];
  readonly limits: { readonly clients: number; readonly payloadBytes: number; readonly messagesPerS: number };
}

/** User of the embedded broker; topics are filters. */
export interface BrokerUser {
  readonly name: string;
  readonly password: Secret;
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

/** A broker that the kiosk connects to. */
export interface RemoteBrokerConfig {
  readonly kind: "remote";
  /** Without the user and password that may have been written in it. */
  readonly url: string;
  readonly username?: string;
  readonly password?: Secret;
  /** PEM text of the authority that signed the broker's certificate. */
  readonly ca?: string;
  /** This client's certificate, PEM. */
  readonly cert?: string;
  /** Private key of `cert`, PEM. */
  readonly key?: Secret;
  readonly keepaliveS: number;
}

/** A meter, with how its messages are read. */
export interface MeterConfig {
  readonly name: string;
  /** First part of its topics at the broker; of a source of its own, what its messages are named by. */
  readonly prefix: string;
  /** Present while the meter is to be found at the broker; its prefix is then one that no topic has. */
  readonly discover?: {
    /** True where its phases are those that it publishes, since the file names no number. */
    readonly countsPhases: boolean;
  };
  /** Absent: the broker. */
  readonly source?: OwnSource;
  readonly mainFuseA: number;
  readonly phases: 1 | 3;
  readonly timeZone: string;
  /** Options for reading its messages. */
  readonly wire: WireOptions;
}

/** The page in the browser. */
export interface PreviewConfig {
  readonly listen: ListenAt;
  /** Present wherever others than this machine can reach it. */
  readonly password?: Secret;
  /** By display: what a picture frame shows to fetch that display's picture. */
  readonly tokens: ReadonlyMap<string, Secret>;
  /** Further host names that it answers to. */
  readonly hosts: readonly string[];
  /** Addresses and networks of reverse proxies whose X-Forwarded-For is trusted. */
  readonly trustProxy: readonly string[];
}

/** A display: what it shows, and when and where. */
export interface DisplayConfig {
  readonly name: string;
  readonly kind: string;
  /** Name of a meter that exists. */
  readonly meter: string;
  readonly layout: string;
  readonly theme: "light" | "dark";
  readonly refresh: { readonly onTelegram: boolean; readonly schedule: string; readonly minIntervalS: number };
  readonly quietHours?: QuietHours;
  /** The options of its kind, as the kind's own schema gives them; `path` is absolute. */
  readonly options: Readonly<Record<string, unknown>>;
  /** True when a warning about the file already says that this machine lacks what it needs. */
  readonly isReported?: true;
}

/** Options for connecting to another broker, with its secrets revealed: to be handed to the source and kept nowhere. */
export function brokerOptionsOf(broker: RemoteBrokerConfig): BrokerOptions {
  const { kind: _, password, key, ...rest } = broker;
  return {
    ...rest,
    ...(password !== undefined && { password: password.reveal() }),
    ...(key !== undefined && { key: key.reveal() }),
  };
}
