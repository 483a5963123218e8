import { type Log, SILENT } from "../../src/log.ts";
import type { MqttOptions } from "../../src/source/broker-options.ts";
import { type EmbeddedBroker, startBroker } from "../../src/source/embedded-broker.ts";
import type { EmbeddedBrokerOptions } from "../../src/source/embedded-broker-options.ts";
import { connectMqtt } from "../../src/source/mqtt-source.ts";
import { createPublisher, type Publisher, type PublisherOptions } from "../../src/source/publisher.ts";
import type { Source } from "../../src/source/source.ts";
import { type Witness, wallClock, witness } from "./mqtt-witness.ts";

export const FAST = { firstMs: 50, capMs: 200, refusedMs: 200, stableMs: 500 };
export const LIMITS = { clients: 8, payloadBytes: 65_536, messagesPerS: 200 };
export const LOOPBACK = [{ host: "127.0.0.1", port: 0 }];
const closed = (text: string) => ({ reveal: () => text });
export const reader = { name: "reader", password: closed("r3ader-secret"), publish: ["han/#"], subscribe: ["han/set"] };
export const guest = { name: "guest", password: closed("gu3st-secret"), publish: [], subscribe: ["han/#"] };
export const AS_READER = { username: "reader", password: "r3ader-secret" };
export const AS_GUEST = { username: "guest", password: "gu3st-secret" };
export const live = { retain: false, qos: 0 } as const;
export const kept = { retain: true, qos: 1 } as const;

const ending: (() => Promise<unknown>)[] = [];

/** Has something done after the test, the last first. */
export const atEnd = (end: () => Promise<unknown>): void => void ending.push(end);

export async function endAll(): Promise<void> {
  for (const end of ending.splice(0).toReversed()) await end();
}

export async function start(options: Partial<EmbeddedBrokerOptions> = {}, log: Log = SILENT) {
  const broker = await startBroker({ listen: { mqtt: LOOPBACK }, users: [], limits: LIMITS, ...options }, log);
  atEnd(() => broker.stop());
  return { broker, url: broker.addresses[0] ?? "" };
}

export async function source(
  options: MqttOptions,
  broker?: EmbeddedBroker,
): Promise<{ seen: Witness; source: Source }> {
  const seen = witness();
  const wiring = broker === undefined ? { pace: FAST } : { pace: FAST, open: () => broker.open() };
  const connected = connectMqtt({ prefixes: ["han"], ...options }, seen.events, wallClock, SILENT, wiring);
  atEnd(() => connected.stop());
  await seen.until("an answer", () => ["connected", "refused"].includes(seen.states.at(-1)?.kind ?? ""));
  return { seen, source: connected };
}

/** The kiosk's own connection. */
export const kiosk = (broker: EmbeddedBroker, options: Partial<MqttOptions> = {}) =>
  source({ url: "mqtt://127.0.0.1", ...options }, broker);

export async function publisher(url: string, options: PublisherOptions = {}): Promise<Publisher> {
  const made = await createPublisher(url, options, SILENT);
  atEnd(() => made.end());
  return made;
}

export function logged(): { log: Log; lines: string[] } {
  const lines: string[] = [];
  return { log: { ...SILENT, warn: (_, text) => void lines.push(text) }, lines };
}
