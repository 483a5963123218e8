import { parse } from "yaml";
import { z } from "zod";
import { BLOCKS } from "./telegram-block.ts";

/** Time within a case: `18:00:10` on the case's day, or a date with it, local to the meter. */
const instant = z.string().regex(/^(?:\d{4}-\d{2}-\d{2}T)?\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?$/u);

/** Messages on one topic: once, or over and over from `at` to `until`. */
const message = z
  .strictObject({
    at: instant,
    topic: z.string().min(1),
    text: z.union([z.string(), z.number()]).optional(),
    hex: z.string().optional(),
    json: z.unknown().optional(),
    telegram: z.string().optional(),
    /** What becomes of a telegram's checksum and line ends on its way. */
    as: z.enum(BLOCKS).default("crc-16/arc"),
    kept: z.boolean().default(false),
    every: z
      .string()
      .regex(/^\d+(?:\.\d+)?(?:s|min|h)$/u)
      .optional(),
    until: instant.optional(),
    /** Added to a number in `text` with each repetition. */
    step: z.number().optional(),
  })
  .refine(
    ({ text, hex, json, telegram }) => [text, hex, json, telegram].filter((form) => form !== undefined).length === 1,
    "needs exactly one of text, hex, json and telegram",
  )
  .refine(({ every, until }) => (every === undefined) === (until === undefined), "every and until go together");

/** What may be said about what came out; each part is a pattern as `matches` reads it. */
const said = z
  .strictObject({
    view: z.record(z.string(), z.unknown()),
    values: z.record(z.string(), z.unknown()),
    /** Strings in the picture. */
    texts: z.array(z.unknown()),
    /** Records of the log. */
    log: z.array(z.unknown()),
    /** Lines of `decode` for the payload of the first message. */
    decode: z.array(z.unknown()),
  })
  .partial();

const caseSchema = z
  .strictObject({
    title: z.string().min(10),
    why: z.string().min(10),
    day: z.iso.date().default("2026-01-15"),
    meter: z.record(z.string(), z.unknown()).default({}),
    at: instant.optional(),
    messages: z.array(message).min(1),
    says: said.optional(),
    never: z.array(said).default([]),
  })
  .refine(({ says, never }) => says !== undefined || never.length > 0, "needs says or never");

/** One reported fault: what came, when it is looked at, and what must and must not be said. */
export type Case = z.infer<typeof caseSchema>;

/** One kind of message of a case. */
export type CaseMessage = Case["messages"][number];

/** The case in a YAML text. @throws an error that names the key that is wrong */
export function caseOf(text: string): Case {
  const result = caseSchema.safeParse(parse(text));
  if (result.success) return result.data;
  throw new Error(z.prettifyError(result.error));
}
