import { createHash, randomBytes } from "node:crypto";
import type { PreviewConfig } from "../config/config.ts";
import type { Secret } from "../config/secret.ts";
import type { Log } from "../log.ts";
import { AttemptLimit, WRONG_PASSWORDS } from "../source/attempt-limit.ts";

/** Result of a login attempt. */
export type Guess =
  | { readonly kind: "right" }
  | { readonly kind: "wrong" }
  /** Not checked: too many attempts were wrong before. */
  | { readonly kind: "slow"; readonly afterS: number };

/** Duration of a session, seconds. */
export const SESSION_S = 30 * 24 * 3_600;

const WRONG = "wrong password for the page; after five within five minutes, this address must wait five minutes";
const ALL = "all";
const MAX_SESSIONS = 100; // the oldest is logged out
/** Limit for the wrong guesses of all addresses together, so that using many addresses does not help. */
const WRONG_BY_ALL = { points: 100, duration: 300 };

/**
 * Access to the page: for everybody where there is no password; otherwise for people with a session (by cookie), programs
 * with the password (by Basic authentication) and, for one display's picture, holders of its token. Sessions are kept in
 * memory: a restart logs everybody out.
 */
export class Access {
  readonly #password: Secret | undefined;
  readonly #tokens: ReadonlyMap<string, Secret>;
  /** Monotonic end of each session by the digest of its name, in order of login. */
  readonly #sessions = new Map<string, number>();
  readonly #byAddress = new AttemptLimit(WRONG_PASSWORDS);
  readonly #byAll = new AttemptLimit(WRONG_BY_ALL);
  readonly #log: Log;

  constructor({ password, tokens }: Pick<PreviewConfig, "password" | "tokens">, log: Log) {
    this.#password = password;
    this.#tokens = tokens;
    this.#log = log;
  }

  /** Set where a password is required. */
  get hasPassword(): boolean {
    return this.#password !== undefined;
  }

  /**
   * Checks a password; wrong ones are counted by client address, and the first of each span is logged. A guess is counted
   * before it is checked, so that sending many at once gains nothing.
   */
  async guess(password: string, address: string): Promise<Guess> {
    const { count, waitMs = (await this.#byAll.attempt(ALL)).waitMs } = await this.#byAddress.attempt(address);
    if (waitMs !== undefined) return { kind: "slow", afterS: Math.max(1, Math.ceil(waitMs / 1_000)) };
    if (!this.#password?.matches(password)) {
      if (count === 1) this.#log.warn({ from: address }, WRONG);
      return { kind: "wrong" };
    }
    await Promise.all([this.#byAddress.forget(address), this.#byAll.takeBack(ALL)]);
    return { kind: "right" };
  }

  /** Begins a session and returns its name, for the cookie. */
  begin(monoMs: number): string {
    const name = randomBytes(32).toString("base64url");
    this.#sessions.set(digest(name), monoMs + SESSION_S * 1_000);
    const [oldest] = this.#sessions.keys();
    if (this.#sessions.size > MAX_SESSIONS && oldest !== undefined) this.#sessions.delete(oldest);
    return name;
  }

  /** Tells whether a cookie names a session that has not ended. */
  knows(session: string | undefined, monoMs: number): boolean {
    const endMonoMs = session === undefined ? undefined : this.#sessions.get(digest(session));
    return endMonoMs !== undefined && monoMs < endMonoMs;
  }

  /** Ends a session. */
  end(session: string | undefined): void {
    if (session !== undefined) this.#sessions.delete(digest(session));
  }

  /** Tells whether a token opens this display's picture. Tokens are too long to guess, so attempts are not counted. */
  opens(display: string, token: string | undefined): boolean {
    return token !== undefined && this.#tokens.get(display)?.matches(token) === true;
  }
}

/** Sessions are kept by their digests, so that the time of a lookup reveals nothing. */
function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
