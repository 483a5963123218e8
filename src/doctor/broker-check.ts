import { SILENT } from "../log.ts";
import { type BrokerOptions, brokerPlace } from "../source/broker-options.ts";
import type { LinkState } from "../source/link-state.ts";
import { connectMqtt } from "../source/mqtt-source.ts";
import type { Clock } from "../source/source.ts";
import type { Finding } from "./finding.ts";
import { linkFinding } from "./kiosk-checks.ts";

const LIMIT_MS = 5_000;

/** Looks whether a broker is reached and lets this client in; nothing is published or subscribed to. */
export async function brokerFinding(options: BrokerOptions, clock: Clock, limitMs = LIMIT_MS): Promise<Finding> {
  const found = await firstState(options, clock, limitMs);
  const state = found ?? { kind: "silent", reason: `no answer within ${limitMs / 1_000} s` };
  return linkFinding("broker", `the broker at ${brokerPlace(options.url)}`, state);
}

/** First state of a connection of its own, which is closed again; undefined where there was none in time. */
async function firstState(options: BrokerOptions, clock: Clock, limitMs: number): Promise<LinkState | undefined> {
  let found: (state?: LinkState) => void = () => undefined;
  const first = new Promise<LinkState | undefined>((resolve) => {
    found = resolve;
  });
  const state = (one: LinkState) => (one.kind === "connecting" ? undefined : found(one));
  const source = connectMqtt(options, { message: () => undefined, state }, clock, SILENT);
  const timer = setTimeout(() => found(), limitMs);
  try {
    return await first;
  } finally {
    clearTimeout(timer);
    await source.stop();
  }
}
