import { Command, Option } from "commander";
import { WattframeError } from "../errors.ts";
import { FILE_FORMATS, type FileFormatName, FORMATS_HELP, readImportFile } from "../importer/import-file.ts";
import { ENERGY_UNITS, type EnergyUnit, type ReadSpans } from "../importer/read-spans.ts";
import { isTimeZone } from "../meter/local-time.ts";
import type { CommandContext } from "./context.ts";
import { importHistory } from "./import-history.ts";
import { instantMs } from "./instant.ts";

/** Refused rows that are named, at most. */
const MOST_NAMED = 20;

interface ImportOptions {
  readonly from: FileFormatName;
  readonly history: string;
  readonly meter?: string;
  readonly timeZone?: string;
  readonly importId: readonly string[];
  readonly exportId: readonly string[];
  readonly unit: EnergyUnit;
  readonly at?: string;
}

/** `history import`: the past that another program knows. */
export function historyImportCommand(context: CommandContext): Command {
  const collect = (id: string, ids: readonly string[]) => [...ids, id];
  return new Command("import")
    .description("Adds the energy that another program kept, where the history knows none. It may be run again.")
    .argument("<file>", "what the other program wrote; it stays as it is")
    .addOption(new Option("--from <program>", "where the file comes from").choices(FILE_FORMATS).makeOptionMandatory())
    .requiredOption("--history <dir>", "the folder that history.path names; it is made when missing")
    .option("--meter <name>", "which meter, where the history has several or shall get one more")
    .option("--time-zone <zone>", "zone of days and of times without one, where the history has none")
    .option("--import-id <id>", "sensor or statistic of the import; may be given several times", collect, [])
    .option("--export-id <id>", "sensor or statistic of the export; may be given several times", collect, [])
    .addOption(
      new Option("--unit <unit>", "unit where the file has none").choices(Object.keys(ENERGY_UNITS)).default("kWh"),
    )
    .option("--at <iso>", "when the file was saved from the device, where it has no date")
    .addHelpText(
      "after",
      `\n${FORMATS_HELP}\n\nWhat the meter told is never changed. Imported hours are marked in the file. Stop the kiosk first.`,
    )
    .action((file: string, options: ImportOptions) => run(file, options, context));
}

async function run(file: string, options: ImportOptions, context: CommandContext): Promise<void> {
  const { from, history, meter, timeZone } = options;
  if (timeZone !== undefined && !isTimeZone(timeZone))
    throw new WattframeError("USAGE", `--time-zone ${timeZone} is not a time zone such as Europe/Helsinki`);
  let found: ReadSpans = { spans: [], refused: [], empty: 0 };
  const read = async (zone: string | undefined) => {
    found = await readImportFile(file, from, {
      timeZone: zone,
      importIds: options.importId,
      exportIds: options.exportId,
      unit: options.unit,
      atMs: options.at === undefined ? undefined : instantMs(options.at, zone ?? "UTC"),
      nowMs: Date.now(),
    });
    return found.spans;
  };
  const { imported, skipped } = await importHistory({ folder: history, meter, timeZone }, { name: from, read });
  for (const note of found.notes ?? []) context.notify(note);
  for (const { place, why } of found.refused.slice(0, MOST_NAMED)) context.notify(`${file}: ${place}: ${why}`);
  const unnamed = found.refused.length - MOST_NAMED;
  if (unnamed > 0) context.notify(`${file}: and ${unnamed} more`);
  if (found.refused.length > 0) context.setExitCode(1);
  const counts = { imported, skipped: skipped + found.empty, refused: found.refused.length };
  await context.print(`${JSON.stringify(counts)}\n`);
}
