import { z } from "zod";
import { isTimeZone } from "../meter/local-time.ts";
import { QUANTITIES, QUANTITY, type Quantity } from "../meter/quantity.ts";
import { UNIT_NAMES, UNITS } from "../meter/unit.ts";
import { WIRE_FORMATS } from "../meter/wire/wire-formats.ts";
import { METER_DEFAULTS } from "./defaults.ts";
import { nearest } from "./nearest.ts";
import { isUnreadable } from "./resolve-secrets.ts";
import { sourceSchema } from "./source-schema.ts";

const names = <T extends string>(list: readonly T[]) => z.enum(list as readonly [T, ...T[]]);

/** A key of AES-128 as it is written. */
const KEY = /^[0-9a-f]{32}$/i;

const mapping = z
  .strictObject({
    quantity: names<Quantity>(QUANTITIES.map(({ key }) => key)).describe("what the value means"),
    unit: names(UNIT_NAMES).optional().describe("unit as sent; the base unit by default"),
    signed: z.boolean().optional().describe("true: negative import is export"),
  })
  .describe("what one topic means: its quantity, and the unit that is sent")
  .superRefine(({ quantity, unit }, context) => {
    const base = QUANTITY.get(quantity)?.unit;
    if (unit === undefined || UNITS[unit].base === base) return;
    const hint = `${quantity} is measured in ${base}`;
    context.addIssue({
      code: "custom",
      path: ["unit"],
      message: `is not a unit of ${quantity}`,
      params: { hint },
    });
  });

/** Tells whether a text can be the first levels of a topic: no wildcard, no slash at either end. */
const isPrefix = (text: string): boolean => /^[^+#/\0]+(\/[^+#/\0]+)*$/u.test(text) && !text.startsWith("$");

/** The zone that was probably meant, where a city alone or an old spelling was written. */
function suggestion(text: string): string {
  const zones = Intl.supportedValuesOf("timeZone");
  const city = text.replaceAll(" ", "_").toLowerCase();
  const near = zones.find((zone) => zone.toLowerCase().endsWith(`/${city}`)) ?? nearest(text, zones);
  return near === undefined ? ", such as Europe/Helsinki" : `; did you mean \`${near}\`?`;
}

/** One electricity meter, as its reader publishes it. */
export const meterSchema = z
  .strictObject({
    name: z
      .string()
      .min(1)
      .max(40)
      .default(METER_DEFAULTS.name)
      .describe("name of the meter, on the picture and in `meter:` of a display"),
    prefix: z
      .string()
      .refine(
        isPrefix,
        "is not the beginning of a topic such as han or house/han, without a slash at its ends and without + # $",
      )
      .default(METER_DEFAULTS.prefix)
      .describe("first part of the topics that its reader publishes on at the broker"),
    source: sourceSchema.optional(),
    discover: z
      .literal(true)
      .optional()
      .describe(
        "true instead of a prefix: the only meter that publishes at the broker; where there are two, none is taken",
      ),
    mainFuseA: z
      .number()
      .min(6)
      .max(1000)
      .default(METER_DEFAULTS.mainFuseA)
      .describe("the main fuse in amperes; bars are drawn against it"),
    phases: z
      .union([z.literal(1), z.literal(3)])
      .optional()
      .describe(
        "number of phases of the connection, 1 or 3; 3 by default, of a meter that is to be found 1 where it publishes nothing of L2 and L3",
      ),
    timeZone: z
      .string()
      .refine(isTimeZone, { error: ({ input }) => `is not a known time zone${suggestion(String(input))}` })
      .optional()
      .describe("time zone in which its days begin; this machine's by default"),
    format: names(WIRE_FORMATS.map(({ id }) => id))
      .optional()
      .describe("the only wire format that is tried on its messages, besides `mapping`; by default all are"),
    allowNoCrc: z
      .boolean()
      .default(false)
      .describe("true: also take telegrams without a checksum or with a wrong one, which are marked"),
    decryptionKey: z
      .string()
      .refine((text) => isUnreadable(text) || KEY.test(text), "is not a key of 32 hexadecimal digits")
      .optional()
      .describe("key of encrypted telegrams, 32 hexadecimal digits; better in a decryptionKeyFile"),
    decryptionKeyFile: z
      .string()
      .min(1)
      .optional()
      .describe("file that contains the key of encrypted telegrams, relative to this file"),
    authenticationKey: z
      .string()
      .refine((text) => isUnreadable(text) || KEY.test(text), "is not a key of 32 hexadecimal digits")
      .optional()
      .describe(
        "authentication key, with which the tag of encrypted telegrams is verified; better in an authenticationKeyFile",
      ),
    authenticationKeyFile: z
      .string()
      .min(1)
      .optional()
      .describe("file that contains the authentication key, relative to this file; without it no tag is verified"),
    country: names(["NO", "SE", "DK"])
      .optional()
      .describe(
        "country of the grid, where the scales of a maker's lists differ by it (Kamstrup); by default that of its time zone",
      ),
    mapping: z
      .record(z.string(), mapping)
      .default({})
      .describe(
        'meaning of topics that are not known, or known with another meaning; by object id, or by topic below the prefix ("" is the prefix itself)',
      ),
  })
  .describe("one meter");
