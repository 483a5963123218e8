import { createHash, timingSafeEqual } from "node:crypto";
import { inspect } from "node:util";

/** A password or token that cannot reach a log, a status page or an error by accident: only `reveal` gives its text. */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text itself, to be handed to what needs it and kept nowhere else. */
  reveal(): string {
    return this.#text;
  }

  /** Tells whether this is the text; takes the same time whatever is given. */
  matches(given: string): boolean {
    return timingSafeEqual(digest(given), digest(this.#text));
  }

  toString(): string {
    return "***";
  }

  toJSON(): string {
    return "***";
  }

  [inspect.custom](): string {
    return "***";
  }
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** Tells whether the value of such a key, or what is below it, must not be shown: `password`, `tokens`, but not `passwordFile`. */
export function isSecretKey(key: PropertyKey): boolean {
  return /(password|token|secret|decryptionKey|authenticationKey)s?$/iu.test(String(key));
}

/** An address without the user and password that it may hold, for logs and messages. */
export function withoutUser(url: string): string {
  return url.replace(/^([a-z]+:\/\/)[^/]*@/iu, "$1***@");
}
