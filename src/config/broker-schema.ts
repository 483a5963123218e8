import { z } from "zod";
import { brokerOptions } from "../source/broker-options.ts";
import { isTopicFilter } from "../source/topic-filter.ts";
import { listenAddresses } from "./address.ts";

const topicFilter = z
  .string()
  .refine(isTopicFilter, "is not a topic filter such as han/# or han/+/state")
  .describe("a topic; + stands for one level, # for all that follow");
const filePath = z.string().min(1);

const user = z
  .strictObject({
    name: z.string().min(1).max(128).describe("name to log in with"),
    password: z
      .string()
      .min(1)
      .optional()
      .describe("its password; better in a passwordFile or taken from the environment"),
    passwordFile: filePath.optional().describe("file that contains the password, relative to this file"),
    publish: z.array(topicFilter).default([]).describe("topics that it may publish on; none by default"),
    subscribe: z.array(topicFilter).default([]).describe("topics that it may read; none by default"),
  })
  .describe("a user that may log in");

const limits = z
  .strictObject({
    clients: z.int().min(1).max(1000).default(20).describe("maximum number of clients that are logged in"),
    payloadBytes: z.int().min(1024).max(16_777_216).default(65_536).describe("size of the largest message in bytes"),
    messagesPerS: z
      .int()
      .min(1)
      .max(100_000)
      .default(200)
      .describe("messages and subscriptions a second from one client, on average"),
  })
  .describe("limits of the embedded broker");

const byProtocol = z.strictObject({
  mqtt: listenAddresses.default([]).describe("addresses for MQTT over TCP, which readers use"),
  ws: listenAddresses.default([]).describe("addresses for MQTT over WebSocket, which browsers use"),
});

const embedded = z
  .strictObject({
    listen: z
      .union([listenAddresses.transform((mqtt) => ({ mqtt, ws: [] as typeof mqtt })), byProtocol])
      .prefault("127.0.0.1:1883")
      .describe("host:port or a list of them, or one of these per protocol: mqtt, ws"),
    users: z.array(user).default([]).describe("users that may log in; without users only this machine may connect"),
    limits: limits.prefault({}),
  })
  .describe("a built-in broker, so that no other is needed");

/** The source of the messages: either the embedded broker, or another one by its address. */
export const brokerSchema = z
  .strictObject({
    embedded: embedded.optional(),
    url: brokerOptions.shape.url.optional(),
    username: z.string().min(1).optional().describe("name to log in with"),
    password: z
      .string()
      .min(1)
      .optional()
      .describe("its password; better in a passwordFile or taken from the environment"),
    passwordFile: filePath.optional().describe("file that contains the password, relative to this file"),
    ca: filePath.optional().describe("PEM file of the authority that signed the broker's certificate"),
    cert: filePath.optional().describe("PEM file of this client's certificate, for brokers that ask for one"),
    key: filePath.optional().describe("PEM file of the private key of cert"),
    keepaliveS: brokerOptions.shape.keepaliveS,
  })
  .describe("where the messages of meters come from that have no source of their own: embedded, or url");
