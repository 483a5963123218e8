import { WattframeError } from "../errors.ts";
import { isBrokerUrl } from "../source/broker-options.ts";

/** Schemes that people write for MQTT over TLS. */
const ENCRYPTED = /^(?:https|ssl|tls|tcps|mqtts)$/iu;

/**
 * The address of a broker as it was typed.
 * @param option the option that it was given to, `--broker`
 * @throws WattframeError `USAGE` that shows it, without a password, and the address that was probably meant
 */
export function brokerUrl(option: string, text: string): string {
  if (isBrokerUrl(text)) return text;
  const [, scheme = "", rest = ""] = /^(?:([a-z]+):\/\/)?(.*)$/isu.exec(text) ?? [];
  const meant = `${ENCRYPTED.test(scheme) ? "mqtts" : "mqtt"}://${rest}`;
  throw new WattframeError("USAGE", `${option} ${hidden(text)} is not the address of a broker`, {
    hint: `Write mqtt://, mqtts://, ws:// or wss:// and a host, such as ${isBrokerUrl(meant) ? hidden(meant) : "mqtt://192.168.1.10"}.`,
  });
}

/** An address, or what was meant for one, without the user and password in it. */
function hidden(text: string): string {
  return text.replace(/^([a-z]+:\/\/)?[^/]*@/iu, "$1***@");
}
