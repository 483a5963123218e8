import type { Duplex } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { AttemptLimit, WRONG_PASSWORDS } from "./attempt-limit.ts";
import { type BrokerSession, openSession } from "./broker-access.ts";
import type { EmbeddedBrokerOptions } from "./embedded-broker-options.ts";
import type { LogOnce } from "./log-once.ts";
import { LoginQuota } from "./login-quota.ts";

/** Client that wants to log in. */
export interface Applicant {
  readonly stream: Duplex;
  readonly address: string;
  readonly name: string | undefined;
  readonly password: Uint8Array | undefined;
}

/** Why a login failed. */
export interface LoginRefusal {
  /** @source MQTT 3.1.1, table 3.1 */
  readonly returnCode: 3 | 4;
  readonly reason: string;
}

/** Refusals; who is refused for a password has to wait for it. */
const WRONG = { returnCode: 4, reason: "wrong user name or password", afterMs: 500 } as const;
const WRONG_TOO_OFTEN = {
  returnCode: 3,
  reason: "too many wrong passwords; every login from this address is refused for some minutes",
  afterMs: 2_000,
} as const;
const FULL = { returnCode: 3, reason: "too many clients; this one is refused", afterMs: 0 } as const;

/**
 * Decides who logs in to the embedded broker: its address must not have guessed too often, the password must be right,
 * and there must be a free place, which the session keeps until its connection ends.
 */
export class BrokerLogin {
  readonly #options: EmbeddedBrokerOptions;
  readonly #logOnce: LogOnce;
  readonly #quota: LoginQuota;
  readonly #wrong = new AttemptLimit(WRONG_PASSWORDS);

  constructor(options: EmbeddedBrokerOptions, logOnce: LogOnce) {
    this.#options = options;
    this.#logOnce = logOnce;
    this.#quota = new LoginQuota(
      options.limits.clients,
      options.users.map(({ name }) => name),
    );
  }

  /** @param monoMs monotonic time of now */
  async logIn(applicant: Applicant, monoMs: number): Promise<BrokerSession | LoginRefusal> {
    const { address, name, password, stream } = applicant;
    const { waitMs } = await this.#wrong.attempt(address);
    if (waitMs !== undefined) return this.#refuse(WRONG_TOO_OFTEN, applicant);
    const session = openSession(this.#options.users, name, password, monoMs);
    if (session === undefined) return this.#refuse(WRONG, applicant);
    // Only this attempt is taken back: a client that may log in as one user must not guess another's password without limit.
    await this.#wrong.takeBack(address);
    if (stream.destroyed || !this.#quota.acquire(session.name)) return this.#refuse(FULL, applicant);
    stream.once("close", () => this.#quota.release(session.name));
    return session;
  }

  async #refuse(
    refusal: LoginRefusal & { readonly afterMs: number },
    { address, name }: Applicant,
  ): Promise<LoginRefusal> {
    this.#logOnce("login", { from: address, user: name?.slice(0, 64) }, refusal.reason);
    if (refusal.afterMs > 0) await wait(refusal.afterMs, undefined, { ref: false });
    return refusal;
  }
}
