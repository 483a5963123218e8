import { z } from "zod";
import { LOG_LEVELS } from "../log.ts";
import { addressOrNetwork, listenAddress } from "./address.ts";
import { brokerSchema } from "./broker-schema.ts";
import { type DisplayKind, displaySchema } from "./display-schema.ts";
import { canonicalLocale } from "./locale.ts";
import { meterSchema } from "./meter-schema.ts";

const isLocale = (text: string): boolean => canonicalLocale(text) !== undefined;

/** The locale that was probably meant by one with an underscore or an encoding, as systems write them. */
function localeInstead(text: string): string {
  const tag = text.replace(/\..*$/u, "").replaceAll("_", "-");
  return /^[a-z]{2,3}\b/iu.test(tag) && isLocale(tag)
    ? `; did you mean \`${canonicalLocale(tag)}\`?`
    : " such as fi-FI or en-GB";
}

const preview = z
  .strictObject({
    listen: listenAddress
      .prefault("127.0.0.1:8080")
      .describe("host:port; a password is needed to listen beyond this machine"),
    password: z.string().min(8).optional().describe("asked for in the browser; better in a passwordFile"),
    passwordFile: z.string().min(1).optional().describe("file that contains the password, relative to this file"),
    tokens: z
      .record(z.string(), z.string().min(16).describe("a secret of sixteen characters or more"))
      .default({})
      .describe("per display, a secret that lets a picture frame fetch that one picture: ?token=…"),
    hosts: z.array(z.string().min(1)).default([]).describe("further host names that the page is reached by"),
    trustProxy: z
      .array(addressOrNetwork)
      .default([])
      .describe("reverse proxies before the page, whose X-Forwarded-For tells who asks: IP addresses or networks"),
  })
  .describe("the page in the browser; without this key nothing listens");

/**
 * The configuration as it is written, for the kinds of display that there are.
 * Relations between keys are checked beside it, see `cross-checks.ts`.
 */
export function configSchema(kinds: readonly DisplayKind[]) {
  return z
    .strictObject({
      name: z
        .string()
        .regex(/^[\w-]{1,40}$/u, "may contain letters, digits, - and _ only, 40 at most")
        .default("wattframe")
        .describe("name of this kiosk, in its own topics wattframe/<name>/…"),
      broker: brokerSchema.optional(),
      meters: z
        .array(meterSchema)
        .min(1)
        .max(20)
        .prefault([{}])
        .describe("the electricity meters, each a group of keys that begins with a dash: - name: …"),
      locale: z
        .string()
        .refine(isLocale, { error: ({ input }) => `is not a locale${localeInstead(String(input))}` })
        .default("en-GB")
        .describe("language of the words, and format of numbers and dates"),
      clock: z
        .strictObject({
          trusted: z
            .boolean()
            .default(false)
            .describe("true: trust this machine's clock even if the system does not report it as synchronised"),
        })
        .prefault({})
        .describe("this machine's clock"),
      history: z
        .strictObject({ path: z.string().min(1).describe("folder, relative to this file") })
        .optional()
        .describe("where the history is kept; without this key, in memory only"),
      preview: preview.optional(),
      log: z
        .strictObject({ level: z.enum(LOG_LEVELS).default("info").describe("how much is logged") })
        .prefault({})
        .describe("the log, on stderr"),
      layouts: z
        .string()
        .min(1)
        .optional()
        .describe("folder of your own layouts, relative to this file; they come before the shipped ones"),
      displays: z
        .array(displaySchema(kinds))
        .min(1)
        .max(20)
        .describe("the displays, each a group of keys that begins with a dash: - name: …"),
    })
    .describe("a configuration; doc/wattframe.minimal.yaml is one to copy");
}

/** The configuration as the schema gives it, with every default filled in and secrets still where they were written. */
export type WrittenConfig = z.output<ReturnType<typeof configSchema>>;
