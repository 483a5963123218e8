import { readFile } from "node:fs/promises";
import { z } from "zod";
import { errorFacts } from "../errors.ts";
import type { Now } from "../meter/now.ts";
import { ThrottledLog } from "../throttled-log.ts";
import type { DisplayEnvironment } from "./display-row.ts";

const [COLDEST_C, WARMEST_C] = [-40, 85];
/** Age from which a message's temperature is none any more, milliseconds: sensors with a battery report every hour at least. */
const LONGEST_AGE_MS = 2 * 3_600_000;
const MILLI = 1_000;

/** Option that says how warm it is around a panel. */
export const temperatureOption = z
  .union([
    z.number().min(COLDEST_C).max(WARMEST_C),
    z.strictObject({
      topic: z
        .string()
        .regex(/^[^+#\0]+$/u, "must be one topic, without wildcards")
        .describe("Topic at the broker: a number in °C, or an object with one named temperature."),
    }),
    z.strictObject({
      file: z.string().startsWith("/").describe("File of a sensor's driver in thousandths of °C, as hwmon has them."),
    }),
  ])
  .describe("Temperature around the panel, or where it is read; indoors when left out.");

/** Temperature option that has passed the schema. */
export type TemperatureOption = z.infer<typeof temperatureOption>;

/** Temperature around a panel, °C; undefined where none is configured, `unknown` where one is and cannot be read now. */
type Temperature = number | "unknown" | undefined;

/** Returns what reads the temperature. Never throws; what cannot be read is logged, once a day while it lasts. */
export function thermometer(
  option: TemperatureOption | undefined,
  { log, lastMessage }: Pick<DisplayEnvironment, "log" | "lastMessage">,
): (now: Now) => Promise<Temperature> {
  if (option === undefined || typeof option === "number") return () => Promise.resolve(option);
  const notices = new ThrottledLog(log);
  const unknown = (now: Now, facts: object): "unknown" => {
    notices.log({ kind: JSON.stringify(option), facts: { ...option, ...facts }, message: UNKNOWN }, now.monoMs);
    return "unknown";
  };
  if ("file" in option) {
    return async (now) => {
      try {
        return celsiusOf(Number.parseInt(await readFile(option.file, "utf8"), 10) / MILLI) ?? unknown(now, NO_NUMBER);
      } catch (thrown) {
        return unknown(now, errorFacts(thrown));
      }
    };
  }
  return async (now) => {
    const message = lastMessage?.(option.topic);
    if (!message || message.retained || now.monoMs - message.at.monoMs > LONGEST_AGE_MS) return unknown(now, {});
    return celsiusIn(Buffer.from(message.payload).toString("utf8")) ?? unknown(now, NO_NUMBER);
  };
}

const UNKNOWN = "the temperature around the panel is not known: it is refreshed fully alone, as its own sensor says";
const NO_NUMBER = { error: "it is no temperature" };

function celsiusIn(payload: string): number | undefined {
  try {
    const json: unknown = JSON.parse(payload);
    return celsiusOf(typeof json === "object" && json !== null && "temperature" in json ? json.temperature : json);
  } catch {
    return undefined; // no number, and no JSON either
  }
}

function celsiusOf(value: unknown): number | undefined {
  return typeof value === "number" && value >= COLDEST_C && value <= WARMEST_C ? value : undefined;
}
