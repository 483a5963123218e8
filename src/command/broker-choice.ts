import type { BrokerConfig } from "../config/config.ts";
import { brokerOptionsOf } from "../config/config.ts";
import { WattframeError } from "../errors.ts";
import type { BrokerOptions } from "../source/broker-options.ts";

/**
 * Returns how a command reaches the broker of a configuration: another broker as the kiosk itself does, the kiosk's own one over
 * the loopback, where it lets anybody in; over WebSocket when it listens for nothing else.
 * @throws WattframeError `USAGE` when there is none, and when the kiosk's own broker asks for a password, which only a person can choose
 */
export function brokerChoice(broker: BrokerConfig | undefined): BrokerOptions {
  if (broker === undefined)
    throw new WattframeError("USAGE", "the configuration has no broker", { hint: "Name one with --broker URL." });
  if (broker.kind === "remote") return brokerOptionsOf(broker);
  const { mqtt, ws } = broker.listen;
  const [scheme, listen] = mqtt[0] === undefined && ws[0] !== undefined ? ["ws", ws[0]] : ["mqtt", mqtt[0]];
  if (listen !== undefined && broker.users.length === 0) return { url: `${scheme}://127.0.0.1:${listen.port}` };
  throw new WattframeError("USAGE", "the kiosk's own broker asks for a password", {
    hint: `Name a user in --broker ${scheme}://NAME:PASSWORD@127.0.0.1:${listen?.port ?? 1883}.`,
  });
}
