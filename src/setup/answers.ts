import type { Wires } from "./wires.ts";

/** What a person says: each answer as it is asked for, on the command line or at the terminal; of wires on the command line alone. */
export interface Said extends Wires {
  /** Id of the panel, or "none". */
  readonly panel: string;
  readonly mainFuse: number;
  readonly phases: number;
  readonly locale: string;
  readonly timeZone: string;
  /** "embedded", "embedded:PORT", or an address in which a user name may stand. */
  readonly broker: string;
  readonly prefix: string;
  /** True to believe the machine's clock though nothing says that it is synchronised. */
  readonly trustClock: boolean;
  /** True to open the page to other machines, with a password. */
  readonly page: boolean;
}

/** Answers that make a first configuration. */
export interface Answers {
  /** Id of the panel, or "none": the picture then goes to a file. */
  readonly panel: string;
  /** Layout that fits the panel. */
  readonly layout: string;
  /** Clockwise turn with which it fits. */
  readonly rotate: 0 | 90;
  readonly wires: Wires;
  readonly mainFuseA: number;
  readonly phases: number;
  readonly locale: string;
  readonly timeZone: string;
  readonly broker: BrokerAnswer;
  /** First part of the reader's topics. */
  readonly prefix: string;
  readonly trustClock: boolean;
  readonly page: boolean;
  /** Folder of the history and path of the picture file, as the configuration names them. */
  readonly historyPath: string;
  readonly picturePath: string;
}

/** The kiosk is the broker itself, or another one is used; with a user name it has a password file of that name. */
export type BrokerAnswer =
  | { readonly kind: "embedded"; readonly port: number }
  | { readonly kind: "url"; readonly url: string; readonly username?: string };

/** User of the embedded broker with which the reader logs in. */
export const READER = "reader";

/** MQTT's own port. */
export const MQTT_PORT = 1883;

/** The answer of one text: `embedded`, `embedded:PORT`, or an address in which a user name may stand. */
export function brokerAnswer(text: string): BrokerAnswer {
  const [, port = MQTT_PORT] = /^embedded:([1-9]\d{0,4})$/u.exec(text) ?? [];
  if (text === "embedded" || port !== MQTT_PORT) return { kind: "embedded", port: Number(port) };
  if (!URL.canParse(text)) return { kind: "url", url: text }; // the check of the configuration says what is wrong with it
  const url = new URL(text);
  const username = decodeURIComponent(url.username);
  return { kind: "url", url: text.replace(/\/\/[^/@]*@/u, "//"), ...(username !== "" && { username }) };
}

/** The text that {@link brokerAnswer} reads as this broker. */
export function brokerText(broker: BrokerAnswer): string {
  if (broker.kind === "embedded") return broker.port === MQTT_PORT ? "embedded" : `embedded:${broker.port}`;
  const { url, username } = broker;
  return username === undefined ? url : url.replace("//", () => `//${encodeURIComponent(username)}@`);
}

/** Name of the user that has a password file; undefined where none is needed. */
export function passwordUser(broker: BrokerAnswer): string | undefined {
  return broker.kind === "embedded" ? READER : broker.username;
}

/** Port of the page. */
export const PAGE_PORT = 8080;
/** File with the page's password; no user's file has this name. */
export const PAGE_PASSWORD_FILE = "page-password";

/** Name of the file with that user's password, beside the configuration. */
export function passwordFile(user: string): string {
  return `${encodeURIComponent(user)}.password`;
}
