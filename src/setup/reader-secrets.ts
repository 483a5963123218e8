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
