import type { IncomingMessage } from "node:http";
import type { PeerCertificate } from "node:tls";
import type { RawData, WebSocket } from "ws";
import { isRecord } from "../meter/wire/json-fields.ts";
import { LateError, networkFailure } from "./broker-fault.ts";
import type { HomeWizardDevice, HomeWizardPace, MeasurementEvents } from "./homewizard-device.ts";
import type { LinkFailure } from "./link-state.ts";
import type { Attempt } from "./reconnection.ts";

const MAX_BYTES = 65_536;
const TOKEN_REFUSED: LinkFailure = {
  refused: true,
  fault: "token",
  reason: "the device refuses the token: make another one, see doc/meters.md",
};

type Device = Required<Pick<HomeWizardDevice, "host" | "token">> & { readonly ca: string | undefined };

/** Subscribes to the measurements of a device's second interface. */
export function homewizardSocket(device: Device, events: MeasurementEvents, pace: HomeWizardPace): Attempt {
  return new Subscription(device, events, pace);
}

/** One connection, from the handshake to its end. */
class Subscription implements Attempt {
  readonly #events: MeasurementEvents;
  readonly #pace: HomeWizardPace;
  readonly #token: Device["token"];
  #socket: WebSocket | undefined;
  /** Ends the connection where no answer comes in time. */
  #timer: NodeJS.Timeout | undefined;
  #hasSentToken = false;
  #hasArrived = false;
  #isOver = false;

  constructor({ host, token, ca }: Device, events: MeasurementEvents, pace: HomeWizardPace) {
    this.#events = events;
    this.#pace = pace;
    this.#token = token;
    void this.#open(host, ca);
  }

  close(): Promise<void> {
    this.#end();
    return Promise.resolve();
  }

  /** Connects. The library is loaded here, since most kiosks have no such device. */
  async #open(host: string, ca: string | undefined): Promise<void> {
    const { WebSocket } = await import("ws");
    if (this.#isOver) return;
    // The device's certificate names its serial number and no host: it is the authority that shows whose it is.
    const trust: object =
      ca === undefined ? { rejectUnauthorized: false } : { ca, checkServerIdentity: applianceFault };
    const socket = new WebSocket(`wss://${host}/api/ws`, [], { ...trust, maxPayload: MAX_BYTES });
    this.#socket = socket;
    this.#await("no answer in time");
    socket.on("message", (data) => this.#take(data));
    socket.on("pong", () => this.#stayAlive());
    socket.on("unexpected-response", (_request, response) => this.#fail(answerFailure(response)));
    socket.on("error", (error) => this.#fail(networkFailure(error)));
    socket.on("close", () => this.#fail(this.#closed()));
  }

  #take(data: RawData): void {
    if (this.#isOver) return;
    const message = Buffer.isBuffer(data) ? parsed(data.toString()) : undefined;
    switch (message?.["type"]) {
      case "authorization_requested":
        this.#hasSentToken = true;
        this.#send({ type: "authorization", data: this.#token.reveal() });
        break;
      case "authorized":
        this.#send({ type: "subscribe", data: "measurement" });
        this.#hasArrived = true;
        this.#events.arrived();
        this.#stayAlive();
        break;
      case "measurement":
        this.#measured(message["data"]);
        break;
      case "error":
        if (!this.#hasArrived) this.#fail(TOKEN_REFUSED);
    }
  }

  #measured(data: unknown): void {
    if (isRecord(data) && this.#hasArrived) this.#events.measurement(JSON.stringify(data));
  }

  #send(message: object): void {
    this.#socket?.send(JSON.stringify(message));
  }

  /** Asks for a sign of life after a while. */
  #stayAlive(): void {
    clearTimeout(this.#timer);
    if (this.#isOver) return;
    this.#timer = setTimeout(() => {
      this.#await("the device does not answer any more");
      this.#socket?.ping();
    }, this.#pace.aliveMs);
  }

  #await(otherwise: string): void {
    this.#timer = setTimeout(() => this.#fail(networkFailure(new LateError(otherwise))), this.#pace.answerMs);
  }

  #closed(): LinkFailure {
    if (this.#hasSentToken && !this.#hasArrived) return TOKEN_REFUSED;
    return { refused: false, fault: "hung-up", reason: "the device closed the connection" };
  }

  #fail(failure: LinkFailure): void {
    if (this.#isOver) return;
    this.#end();
    this.#events.failed(failure);
  }

  #end(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#socket?.terminate();
  }
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return isRecord(json) ? json : undefined;
  } catch {
    return undefined; // no message of this interface
  }
}

function answerFailure({ statusCode = 0 }: IncomingMessage): LinkFailure {
  if (statusCode === 401 || statusCode === 403)
    return { ...TOKEN_REFUSED, reason: `${TOKEN_REFUSED.reason} (${statusCode})` };
  const reason = `the device has no such interface: it needs newer firmware, or no tokenFile (${statusCode})`;
  return { refused: true, reason };
}

/** Says whether a certificate of the maker's authority is that of an appliance; undefined where it is. */
function applianceFault(_host: string, { subject }: PeerCertificate): Error | undefined {
  if (String(subject.CN).startsWith("appliance/")) return undefined;
  return Object.assign(new Error("not a certificate of an appliance"), { code: "ERR_TLS_CERT_ALTNAME_INVALID" });
}
