import { z } from "zod";
import { TELEGRAM_FORMATS } from "../meter/wire/telegram.ts";
import { parseAddress } from "./address.ts";

const BAUD_RATES = [300, 600, 1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200] as const;

/** What meters' ports speak at rates that are not the usual 8N1: wired M-Bus, and P1 before its fourth version. */
const USUAL = {
  2400: { dataBits: 8, parity: "even" },
  9600: { dataBits: 7, parity: "even" },
} as const;

const serial = z
  .strictObject({
    path: z
      .string()
      .regex(/^\//u, "is not the absolute path of a device such as /dev/ttyUSB0")
      .describe("device of the cable; the names in /dev/serial/by-id stay the same when it is plugged in elsewhere"),
    baud: z
      .literal(BAUD_RATES)
      .default(115_200)
      .describe("bits per second: 115200 for P1 and HAN ports, 9600 for old P1 ports, 2400 for M-Bus"),
    dataBits: z.literal([7, 8]).optional().describe("data bits; 8 by default, 7 at 9600 baud"),
    parity: z.enum(["none", "even", "odd"]).optional().describe("parity; none by default, even at 9600 and 2400 baud"),
    format: z
      .enum(["auto", ...TELEGRAM_FORMATS])
      .default("auto")
      .describe("the only kind of telegram that is looked for; by default all are"),
  })
  .transform(({ dataBits, parity, ...rest }) => {
    const usual =
      rest.baud === 2400 || rest.baud === 9600 ? USUAL[rest.baud] : ({ dataBits: 8, parity: "none" } as const);
    return { ...rest, dataBits: dataBits ?? usual.dataBits, parity: parity ?? usual.parity };
  })
  .describe("a cable in a serial port of this machine");

const tcp = z
  .string()
  .refine((text) => (parseAddress(text)?.port ?? 0) > 0, "is not host:port, such as 192.168.1.20:23")
  .transform((text) => parseAddress(text) ?? { host: text, port: 0 })
  .describe("host:port of a reader that hands on the meter's bytes over TCP, such as ser2net");

/** Name or address of a device, with a port where it is not the usual one. */
export const HOST = /^[^\s/@]+$/u;

const homewizard = z
  .strictObject({
    host: z
      .string()
      .regex(HOST, "is not a name or an address such as 192.168.1.30")
      .describe("name or address of the device"),
    token: z.string().min(8).optional().describe("token of its second interface; better in a tokenFile"),
    tokenFile: z
      .string()
      .min(1)
      .optional()
      .describe("file that contains the token, relative to this file; without a token the first interface is asked"),
    ca: z
      .string()
      .min(1)
      .optional()
      .describe("PEM file of HomeWizard's authority, by which the device is recognised; needs a token"),
  })
  .describe("a P1 or kWh meter of HomeWizard, which is asked over the network");

const kinds = { serial: serial.optional(), tcp: tcp.optional(), homewizard: homewizard.optional() };

/** Keys of the kinds of sources. */
export const SOURCE_KINDS: readonly string[] = Object.keys(kinds);

/** Where a meter's values come from, if not from the broker; one of these. */
export const sourceSchema = z
  .strictObject(kinds)
  .describe("where its values come from, instead of the broker: one of these keys");
