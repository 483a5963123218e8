import { isLoopbackHost } from "../source/listener.ts";
import { type BrokerAnswer, MQTT_PORT } from "./answers.ts";

/** How the reader reaches the broker. */
export interface ReaderLogin {
  readonly broker: string;
  readonly username: string;
  readonly password: string;
}

/**
 * The reader's `secrets.yaml`: what was there, with the lines of the broker as they are to be; else a new one, in which
 * the owner fills in the network.
 * @param otaPassword password of updates over the air, for a new file
 */
export function readerSecrets(before: string | undefined, login: ReaderLogin, otaPassword: string): string {
  const lines: readonly (readonly [string, string])[] = [
    ["mqtt_broker", login.broker],
    ["mqtt_username", login.username],
    ["mqtt_password", login.password],
  ];
  return lines.reduce(withLine, before ?? newFile(otaPassword));
}

function withLine(text: string, [key, value]: readonly [string, string]): string {
  const line = `${key}: ${JSON.stringify(value)}`;
  const place = new RegExp(`^${key}:.*$`, "mu");
  if (place.test(text)) return text.replace(place, () => line);
  return `${text}${text === "" || text.endsWith("\n") ? "" : "\n"}${line}\n`;
}

function newFile(otaPassword: string): string {
  return `# Secrets of the reader, for ESPHome: put this file beside the reader's configuration, and fill in the network.
wifi_ssid: "your network"
wifi_password: "its password"

# The broker, as the reader finds it.
mqtt_broker: ""
mqtt_username: ""
mqtt_password: ""

# For updates over the air. Keep it: without it the reader must be opened to be updated.
ota_password: ${JSON.stringify(otaPassword)}
`;
}

/** What the owner of the reader has to do there. @param isNew true where its password changes */
export function readerNotes(broker: BrokerAnswer, isNew: boolean): readonly string[] {
  if (broker.kind === "url") return isOfThisMachine(broker.url) ? [LET_IN] : [];
  const port = `The reader expects port ${MQTT_PORT}: write mqtt: { port: ${broker.port} } into its configuration.`;
  return [...(broker.port === MQTT_PORT ? [] : [port]), ...(isNew ? [NEW_PASSWORD] : [])];
}

const LET_IN = `That broker must let the reader in: Mosquitto as Debian installs it hears this machine alone, until a file in
/etc/mosquitto/conf.d has the lines \`listener 1883\` and \`password_file …\`.`;

const NEW_PASSWORD = `The reader's password is new. The broker refuses the reader until the line mqtt_password of secrets.yaml is in the
reader's own secrets.yaml and the reader is installed again: esphome run READER.yaml`;

/** Tells whether an address is one at which only this machine is reached. */
export function isOfThisMachine(url: string): boolean {
  return URL.canParse(url) && isLoopbackHost(new URL(url).hostname.replace(/^\[(.*)\]$/u, "$1"));
}
