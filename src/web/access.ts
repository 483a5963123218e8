import { createHash, randomBytes } from "node:crypto";
import type { PreviewConfig } from "../config/config.ts";
import type { Secret } from "../config/secret.ts";
import type { Log } from "../log.ts";
import { AttemptLimit, WRONG_PASSWORDS } from "../source/attempt-limit.ts";

/** What came of a guessed password. */
export type Guess =
  | { readonly kind: "right" }
  | { readonly kind: "wrong" }
  /** Not looked at: too many were wrong before. */
  | { readonly kind: "slow"; readonly afterS: number };

/** How long a person stays logged in. */
export const SESSION_S = 30 * 24 * 3_600;

const WRONG =
  "wrong password for the page; after five of them within five minutes, this address waits for five minutes";
const ALL = "all";
const MAX_SESSIONS = 100; // the oldest is logged out
/** Wrong guesses of all addresses together before everybody must wait, so that many addresses are no way around. */
const WRONG_BY_ALL = { points: 100, duration: 300 };

/**
 * Who may see the page: everybody where there is no password; otherwise who has a session (people, by cookie), who names
 * the password (programs, by Basic authentication), or, for one display's picture, its token. Nothing of it outlives the
 * process: a restart logs everybody out.
 */
export class Access {
  readonly #password: Secret | undefined;
  readonly #tokens: ReadonlyMap<string, Secret>;
  /** Digests of the sessions' names and when they end, monotonic; in order of login. */
  readonly #sessions = new Map<string, number>();
  readonly #byAddress = new AttemptLimit(WRONG_PASSWORDS);
  readonly #byAll = new AttemptLimit(WRONG_BY_ALL);
  readonly #log: Log;

  constructor({ password, tokens }: Pick<PreviewConfig, "password" | "tokens">, log: Log) {
    this.#password = password;
    this.#tokens = tokens;
    this.#log = log;
  }

  /** Whether a password is asked for. */
  get hasPassword(): boolean {
    return this.#password !== undefined;
  }

  /**
   * Judges a password; wrong ones are counted by the address that they come from, and the first of each span is logged. A
   * guess is counted before it is looked at, so that many at the same moment are no more than many one after another.
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

  /** A new session's name, to be kept in a cookie. */
  begin(monoMs: number): string {
    const name = randomBytes(32).toString("base64url");
    this.#sessions.set(digest(name), monoMs + SESSION_S * 1_000);
    const [oldest] = this.#sessions.keys();
    if (this.#sessions.size > MAX_SESSIONS && oldest !== undefined) this.#sessions.delete(oldest);
    return name;
  }

  /** Whether a cookie names a session that goes on. */
  knows(session: string | undefined, monoMs: number): boolean {
    const endMonoMs = session === undefined ? undefined : this.#sessions.get(digest(session));
    return endMonoMs !== undefined && monoMs < endMonoMs;
  }

  /** Ends a session. */
  end(session: string | undefined): void {
    if (session !== undefined) this.#sessions.delete(digest(session));
  }

  /** Whether a token opens this display's picture. Tokens are too long to be guessed, so they are not counted. */
  opens(display: string, token: string | undefined): boolean {
    return token !== undefined && this.#tokens.get(display)?.matches(token) === true;
  }
}

/** Sessions are kept by their digests, so that looking one up takes the same time whatever was guessed. */
function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
