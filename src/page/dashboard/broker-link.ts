import mqtt, { type MqttClient } from "mqtt/dist/mqtt.esm";
import { ANNOUNCEMENT_FILTERS } from "../../meter/wire/republishers.ts";
import { brokerFault } from "../../source/broker-fault.ts";
import type { LinkFailure } from "../../source/link-state.ts";
import { type ReconnectPace, reconnectDelayMs } from "../../source/reconnect-pace.ts";
import type { Settings } from "./settings.ts";

/** Somebody waits in front of the page, so it reconnects sooner than a kiosk. */
const PACE: ReconnectPace = { firstMs: 1_000, capMs: 20_000, refusedMs: 30_000, stableMs: 10_000 };
const CONNECT_TIMEOUT_MS = 15_000;
const KEEPALIVE_S = 20;
const NOT_ALLOWED = 0x80; // SUBACK of MQTT 3.1.1

/** One message as MQTT.js hands it on. */
export interface BrokerMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly retained: boolean;
  readonly qos: 0 | 1 | 2;
}

/** Events of a connection. */
export interface BrokerEvents {
  message(message: BrokerMessage): void;
  /** The broker has confirmed the subscription. */
  connected(): void;
  /** There is no connection, for this reason; it is retried automatically. */
  failed(fault: LinkFailure): void;
}

/** A read-only connection to a broker that reconnects after each loss, with a clean session and a new subscription. */
export class BrokerLink {
  readonly #settings: Settings;
  readonly #events: BrokerEvents;
  #client: MqttClient | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #connectedAtMs: number | undefined;

  constructor(settings: Settings, events: BrokerEvents) {
    this.#settings = settings;
    this.#events = events;
    this.#connect();
  }

  /** Disconnects; no event follows. */
  close(): void {
    clearTimeout(this.#timer);
    const client = this.#client;
    this.#client = undefined;
    client?.end(true);
  }

  /** Tries at once, where it waits for the next attempt. */
  hurry(): void {
    if (this.#client !== undefined) return;
    clearTimeout(this.#timer);
    this.#connect();
  }

  #connect(): void {
    const { url, username, password } = this.#settings;
    try {
      const client = mqtt.connect(url, {
        protocolVersion: 4,
        clean: true,
        clientId: `wattframe-page-${randomHex()}`,
        keepalive: KEEPALIVE_S,
        connectTimeout: CONNECT_TIMEOUT_MS,
        writeCache: false, // sixty thousand buffers that nobody needs
        reconnectPeriod: 0,
        resubscribe: false,
        timerVariant: "native", // its own timers live in a worker, which the page's policy forbids
        ...(username !== "" && { username, password }),
      });
      this.#client = client;
      client.on("connect", () => this.#subscribe(client));
      client.on("message", (topic, payload, { retain, qos }) => {
        if (client === this.#client) this.#events.message({ topic, payload, retained: retain, qos });
      });
      client.on("error", (error) => this.#fail(client, brokerFault(error)));
      client.on("close", () => this.#fail(client, closed(this.#connectedAtMs !== undefined)));
    } catch (thrown) {
      this.#retry(brokerFault(thrown));
    }
  }

  #subscribe(client: MqttClient): void {
    const needed = `${this.#settings.prefix}/#`;
    client.subscribe([...ANNOUNCEMENT_FILTERS, needed], { qos: 0 }, (error, _asked, packet) => {
      if (client !== this.#client) return;
      const code = packet?.granted?.at(-1); // of the last filter, without which there is nothing to show
      if (code === undefined ? error : code >= NOT_ALLOWED) {
        this.#fail(client, {
          refused: true,
          fault: "may-not-read",
          reason: `the broker does not let this user read ${needed}`,
        });
        return;
      }
      this.#connectedAtMs = performance.now();
      this.#events.connected();
    });
  }

  #fail(client: MqttClient, fault: LinkFailure): void {
    if (client !== this.#client) return;
    this.#client = undefined;
    client.end(true);
    this.#retry(fault);
  }

  #retry(fault: LinkFailure): void {
    const wasStable = this.#connectedAtMs !== undefined && performance.now() - this.#connectedAtMs >= PACE.stableMs;
    this.#connectedAtMs = undefined;
    this.#failures = wasStable ? 1 : this.#failures + 1;
    const waitMs = reconnectDelayMs(PACE, this.#failures, fault.refused, Math.random());
    this.#timer = setTimeout(() => this.#connect(), waitMs);
    this.#events.failed(fault);
  }
}

/** A browser does not tell a page why a WebSocket was not opened. */
function closed(wasConnected: boolean): LinkFailure {
  if (wasConnected) return brokerFault(undefined);
  return { refused: false, fault: "no-answer", reason: "nothing answers there as a broker" };
}

function randomHex(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
