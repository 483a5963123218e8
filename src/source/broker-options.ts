import { z } from "zod";
import { isTopicFilter } from "./topic-filter.ts";

const SCHEMES = new Set(["mqtt:", "mqtts:", "ws:", "wss:"]);
const ENCRYPTED = new Set(["mqtts:", "wss:"]);

const parsed = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined);

/** Tells whether a text is the address of a broker. */
export function isBrokerUrl(text: string): boolean {
  const url = parsed(text);
  return url !== undefined && SCHEMES.has(url.protocol) && url.hostname !== "";
}

const pem = z.string().regex(/-----BEGIN [A-Z ]+-----/, "must be PEM text, beginning with -----BEGIN");

/**
 * Address and login of a broker. Certificates are PEM texts (files have been read by whoever holds the configuration).
 * TLS is always verified: an own authority goes in `ca`, and there is no switch that turns verification off.
 */
export const brokerOptions = z
  .strictObject({
    url: z
      .string()
      .refine(isBrokerUrl, "must be mqtt://, mqtts://, ws:// or wss:// with a host, such as mqtt://192.168.1.10:1883")
      .describe("address of the broker; a path counts for ws and wss only"),
    username: z.string().min(1).optional().describe("name to log in with; wins over one in the address"),
    password: z.string().optional().describe("password that goes with the name"),
    ca: pem.optional().describe("certificates of the authority that signed the broker's, instead of the usual ones"),
    cert: pem.optional().describe("this client's own certificate, for brokers that ask for one"),
    key: pem.optional().describe("private key of the client's certificate"),
    clientId: z.string().min(1).max(65535).optional().describe("MQTT client id; a random one by default"),
    keepaliveS: z
      .int()
      .min(1)
      .max(65535)
      .default(30)
      .describe("seconds between keepalive packets; a dead connection is noticed after one and a half of them"),
  })
  .refine((options) => (options.cert === undefined) === (options.key === undefined), {
    path: ["cert"],
    message: "cert and key belong together",
  })
  .refine((options) => options.ca === undefined || encrypted(options.url), {
    path: ["ca"],
    message: "needs an encrypted address: mqtts:// or wss://",
  })
  .refine((options) => options.cert === undefined || encrypted(options.url), {
    path: ["cert"],
    message: "needs an encrypted address: mqtts:// or wss://",
  });

const encrypted = (url: string): boolean => ENCRYPTED.has(parsed(url)?.protocol ?? "");

/** {@link brokerOptions} as written, with its defaults left out. */
export type BrokerOptions = z.input<typeof brokerOptions>;

/** {@link brokerOptions} and what the connection is for. */
export const mqttOptions = brokerOptions.safeExtend({
  prefixes: z
    .array(z.string().regex(/^[^+#\0]+$/, "must be a topic prefix without wildcards, such as han"))
    .readonly()
    .optional()
    .describe("prefixes whose whole trees are subscribed to: han means han/#; none for one that only publishes"),
  filters: z
    .array(z.string().refine(isTopicFilter, "must be a topic filter, such as homeassistant/sensor/+/config"))
    .readonly()
    .optional()
    .describe(
      "further topic filters, subscribed to before the prefixes; beside those a broker may deny them without a word",
    ),
  status: z
    .strictObject({ topic: z.string().regex(/^[^+#\0]+$/), online: z.string(), offline: z.string() })
    .optional()
    .describe(
      "topic that the broker sets to the word for offline, retained, when the connection breaks: the last will",
    ),
});

/** {@link mqttOptions} as written, with its defaults left out. */
export type MqttOptions = z.input<typeof mqttOptions>;

/** Returns the address of a broker without its user name and password, for logs and messages. */
export function brokerPlace(url: string): string {
  const address = parsed(url);
  if (address === undefined) return "the broker";
  return `${address.protocol}//${address.host}${address.pathname === "/" ? "" : address.pathname}`;
}
