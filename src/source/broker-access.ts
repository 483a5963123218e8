import { createHash, timingSafeEqual } from "node:crypto";
import { filterCovers, topicMatches } from "./topic-filter.ts";

/** User of the embedded broker. */
export interface BrokerUser {
  readonly name: string;
  /** Closed: only `reveal` gives its text. */
  readonly password: { reveal(): string };
  /** Filters of the topics that it may publish on. */
  readonly publish: readonly string[];
  /** Filters of the topics that it may read. */
  readonly subscribe: readonly string[];
}

/** Limits of one client of the embedded broker. */
export interface BrokerLimits {
  /** Clients that are logged in at a time. */
  readonly clients: number;
  /** The largest payload. */
  readonly payloadBytes: number;
  /** Messages and subscriptions a second from one client on average; it may be as much as five seconds ahead of that. */
  readonly messagesPerS: number;
}

/** Session of one client: its rights, and how much it has used. Made by {@link openSession}, written to here. */
export interface BrokerSession {
  /** For the log: the user's name, `anonymous`, or `kiosk`. */
  readonly name: string;
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
  /** True for the kiosk itself, which no limit holds. */
  readonly isKiosk: boolean;
  /** Current subscriptions; deleted at UNSUBSCRIBE. */
  readonly filters: Set<string>;
  /** Messages and subscriptions that it may send at once. */
  tokens: number;
  filledMonoMs: number;
}

/** Why something must not pass. */
export type AccessFault = "forbidden" | "too large" | "too many" | "too many filters";

/** Everything: who may do this may do all but read and write the broker's own topics. */
const ALL = ["#"];
const BURST_S = 5; // a reader that connects announces each of its sensors at once
const MAX_FILTERS = 100; // of one client

/**
 * Returns the user with this name and password; undefined when there is none. Without users anyone is `anonymous` and may do
 * all. Takes the same time for every wrong answer.
 */
export function openSession(
  users: readonly BrokerUser[],
  name: string | undefined,
  password: Uint8Array | undefined,
  monoMs: number,
): BrokerSession | undefined {
  if (users.length === 0) return session({ name: "anonymous", publish: ALL, subscribe: ALL, isKiosk: false }, monoMs);
  const user = users.find((one) => one.name === name);
  const isRight = sameSecret(password ?? new Uint8Array(), user?.password.reveal() ?? "");
  if (user === undefined || password === undefined || !isRight) return undefined;
  const { publish, subscribe } = user;
  return session({ name: user.name, publish, subscribe, isKiosk: false }, monoMs);
}

/** The kiosk's own session. */
export const kioskSession = (): BrokerSession =>
  session({ name: "kiosk", publish: ALL, subscribe: ALL, isKiosk: true }, 0);

/** Session of a client that has not logged in, and may do nothing. */
export const NOBODY: BrokerSession = session({ name: "nobody", publish: [], subscribe: [], isKiosk: false }, 0);

function session(
  rights: Pick<BrokerSession, "name" | "publish" | "subscribe" | "isKiosk">,
  monoMs: number,
): BrokerSession {
  return { ...rights, filters: new Set(), tokens: Number.NaN, filledMonoMs: monoMs };
}

/** Why a message must not pass; undefined when it may. Counts it against the client's rate. */
export function publishFault(
  who: BrokerSession,
  message: { readonly topic: string; readonly bytes: number },
  limits: BrokerLimits,
  monoMs: number,
): AccessFault | undefined {
  if (message.topic.startsWith("$")) return "forbidden"; // topics of the broker itself, MQTT 3.1.1, 4.7.2
  if (who.isKiosk) return undefined;
  if (!who.publish.some((filter) => topicMatches(filter, message.topic))) return "forbidden";
  if (message.bytes > limits.payloadBytes) return "too large";
  return isTooFast(who, limits, monoMs) ? "too many" : undefined;
}

/**
 * Why a client must not read what a filter names; undefined when it may, which is noted. Counts it against the client's
 * rate: each subscription is answered with all that is kept for it, the same filter again included.
 */
export function subscribeFault(
  who: BrokerSession,
  filter: string,
  limits: BrokerLimits,
  monoMs: number,
): AccessFault | undefined {
  if (filter.startsWith("$")) return "forbidden";
  if (!who.subscribe.some((allowed) => filterCovers(allowed, filter))) return "forbidden";
  if (!who.isKiosk && isTooFast(who, limits, monoMs)) return "too many";
  if (who.filters.size >= MAX_FILTERS && !who.filters.has(filter)) return "too many filters";
  who.filters.add(filter);
  return undefined;
}

/** Takes a token; true when there was none left. */
function isTooFast(who: BrokerSession, { messagesPerS }: BrokerLimits, monoMs: number): boolean {
  const full = messagesPerS * BURST_S;
  const refill = ((monoMs - who.filledMonoMs) / 1000) * messagesPerS;
  const tokens = Number.isNaN(who.tokens) ? full : Math.min(full, who.tokens + refill);
  who.filledMonoMs = monoMs;
  who.tokens = tokens < 1 ? tokens : tokens - 1;
  return tokens < 1;
}

/** Compares digests, so that neither content nor length of the secret shows in the time it takes. */
function sameSecret(given: Uint8Array, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

const digest = (bytes: Uint8Array | string): Buffer => createHash("sha256").update(bytes).digest();
