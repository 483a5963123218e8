import type { Now } from "../meter/now.ts";

/** State of the connection to the broker. `refused` is a broker that answers but rejects the login. */
export interface LinkState {
  readonly kind: "connecting" | "connected" | "lost" | "refused";
  /** Reason given by the broker or the network, one line without secrets; absent while all is well. */
  readonly reason?: string;
  /** Time at which this state began. */
  readonly since: Now;
}
