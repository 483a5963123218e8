import { Command } from "commander";
import { visible } from "../dashboard/printable.ts";
import { freshnessOf } from "../history/freshness.ts";
import { failureText } from "../intake/failure-store.ts";
import type { KnownAt } from "../intake/known-at.ts";
import { epochOfLocal } from "../meter/local-time.ts";
import { QUANTITIES, type Quantity } from "../meter/quantity.ts";
import { subMeterRow } from "../meter/sub-meter.ts";
import { wallTimeOf } from "../meter/wall-time.ts";
import type { CommandContext } from "./context.ts";
import { withTelegramOptions } from "./key-file.ts";
import { knownFrom } from "./known-source.ts";
import { type PictureOptions, pictureSettings } from "./picture-settings.ts";

/** `values`: every quantity with its age and reliability. */
export function valuesCommand(context: CommandContext): Command {
  return withTelegramOptions(new Command("values"))
    .description("Prints every quantity with its value, age and reliability, one JSON object per line.")
    .option("-c, --config <file>", "take meter and broker from this configuration")
    .option("--display <name>", "display of the configuration whose meter is read (default: the first)")
    .option("--replay <file>", "take the values from this recording")
    .option("--scenario <name>", "take the values from a simulated scenario")
    .option("--seed <n>", "seed of the simulated house", "1")
    .option("--at <iso>", "time of the values (default: the recording's last)")
    .option("--broker <url>", "take the values from the next telegram of this broker")
    .option("--prefix <prefix>", "first part of the reader's topics")
    .option("--timeout <s>", "seconds to wait for a telegram", "60")
    .option("--time-zone <zone>", "such as Europe/Helsinki")
    .action(async (options: PictureOptions) => {
      const settings = await pictureSettings(options, context);
      const known = await knownFrom(options, settings, context);
      const clock = meterClockLine(known, settings.meter.timeZone);
      if (clock !== undefined) context.notify(clock);
      for (const failure of known.failures ?? []) {
        context.notify(visible(`cannot be read: ${failureText(failure)}`));
        if (failure.hint !== undefined) context.notify(`    ${visible(failure.hint)}`);
      }
      await context.print(
        valueLines(known)
          .map((line) => `${JSON.stringify(line)}\n`)
          .join(""),
      );
    });
}

/** Returns one object per quantity, in the order of the table, as `values` prints them; of sub-meters those that there are. */
export function valueLines(known: KnownAt) {
  const { heardOf } = known.history.latest;
  const quantities = QUANTITIES.filter(({ key }) => heardOf[key] || !subMeterRow(key));
  return quantities.map(({ key }) => lineOf(key, known));
}

/**
 * One quantity as `values` prints it. `why` is `repaired` for a fresh value that was corrected, `checksum-wrong` for
 * one of a telegram whose checksum does not fit.
 */
function lineOf(quantity: Quantity, { history, now }: KnownAt) {
  const { state, why, ageMs } = freshnessOf(history.latest, quantity, now);
  const known = history.latest.known[quantity];
  if (!known || state === "absent") return { quantity, state, why };
  const atMs = state === "retained" ? undefined : wallTimeOf(known.at, now);
  return {
    quantity,
    value: known.value,
    ...(atMs === undefined ? {} : { at: new Date(atMs).toISOString() }),
    ageS: Math.round((ageMs ?? 0) / 100) / 10,
    state,
    why: why ?? (known.check ? "checksum-wrong" : known.repaired ? "repaired" : "renewed"),
  };
}

/** The meter's own clock beside ours, for the person at the terminal; it is never used for an age. */
function meterClockLine({ history, now }: KnownAt, timeZone: string): string | undefined {
  const { meterClock, arrivedAt } = history.latest;
  const wallMs = arrivedAt && wallTimeOf(arrivedAt, now);
  if (meterClock === undefined || wallMs === undefined) return undefined;
  const aheadS = Math.round((epochOfLocal(meterClock, timeZone) - wallMs) / 1_000);
  const how = aheadS === 0 ? "as this clock" : `${Math.abs(aheadS)} s ${aheadS > 0 ? "ahead of" : "behind"} this clock`;
  return `the meter's clock said ${meterClock}, ${how}`;
}
