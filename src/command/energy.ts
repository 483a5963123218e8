import { Command, Option } from "commander";
import { WattframeError } from "../errors.ts";
import { endOfPeriod, PERIODS, type Period, periodsOf } from "../history/periods.ts";
import { localIso, localParts } from "../meter/local-time.ts";
import type { CommandContext } from "./context.ts";
import { instantMs } from "./instant.ts";
import { type KeptOptions, type KeptPast, keptPast } from "./kept-past.ts";

interface EnergyOptions extends KeptOptions {
  readonly from: string;
  readonly to: string;
  readonly by?: Period;
  readonly csv?: boolean;
}

/** Energy of one span as `energy` prints it; what is not known is absent. */
export interface EnergyLine {
  readonly from?: string;
  readonly to?: string;
  readonly importWh?: number;
  readonly exportWh?: number;
  readonly coverage: number;
  readonly method: "counter" | "integrated" | "absent";
}

const COLUMNS = ["from", "to", "importWh", "exportWh", "coverage", "method"] as const;

/** `energy`: energy between two instants. */
export function energyCommand(context: CommandContext): Command {
  return new Command("energy")
    .description("Prints the energy between two instants from a kiosk's history, as one JSON object or one per span.")
    .requiredOption("--history <dir>", "the folder that history.path names")
    .requiredOption("--from <iso>", "beginning, such as 2026-01-15 or 2026-01-15T18:00:00Z")
    .requiredOption("--to <iso>", "end")
    .option("--meter <name>", "which meter, where the history has several")
    .addOption(new Option("--by <period>", "one line for each").choices(PERIODS))
    .option("--csv", "a table with a heading, not JSON")
    .option("--time-zone <zone>", "zone of hours and days where the history has none")
    .action((options: EnergyOptions) => run(options, context));
}

async function run(options: EnergyOptions, context: CommandContext): Promise<void> {
  const kept = await keptPast(options);
  const { timeZone } = kept;
  const [fromMs, toMs] = [instantMs(options.from, timeZone), instantMs(options.to, timeZone)];
  if (!(fromMs < toMs)) throw new WattframeError("USAGE", "--to must be later than --from");
  const spans = options.by ? periodsOf(fromMs, toMs, options.by, timeZone) : [[fromMs, toMs] as const];
  const lines = [...spans].map(([startMs, endMs]) => energyLine(kept, startMs, endMs, options.by && timeZone));
  await context.print(
    options.csv
      ? csvOf(lines, options.by ? COLUMNS : COLUMNS.slice(2))
      : lines.map((line) => `${JSON.stringify(line)}\n`).join(""),
  );
}

/** The energy of a span; with a time zone it says from when to when. */
export function energyLine(kept: KeptPast, fromMs: number, toMs: number, timeZone: string | undefined): EnergyLine {
  const { importWh, exportWh, coverage, method } = energyOf(kept, fromMs, toMs);
  return {
    ...(timeZone !== undefined && { from: isoWithOffset(fromMs, timeZone), to: isoWithOffset(toMs, timeZone) }),
    ...(importWh !== undefined && { importWh: rounded(importWh, 1_000) }),
    ...(exportWh !== undefined && { exportWh: rounded(exportWh, 1_000) }),
    coverage: rounded(coverage, 10_000),
    method,
  };
}

/** The energy of a span; an old hour is as it was written when it was new, for the past knows its day alone. */
function energyOf({ past, oldHours, timeZone }: KeptPast, fromMs: number, toMs: number): EnergyLine {
  const imported = past.energy("activeEnergyImportWh", fromMs, toMs);
  const { coverage, method, wh: importWh } = imported;
  const hour = oldHours.get(fromMs);
  if (hour && toMs === endOfPeriod(fromMs, "hour", timeZone)) return { ...hour, method };
  const { wh: exportWh } = past.energy("activeEnergyExportWh", fromMs, toMs);
  return { ...(importWh !== undefined && { importWh }), ...(exportWh !== undefined && { exportWh }), coverage, method };
}

/** Returns lines as a table with a heading, of these columns. */
export function csvOf(lines: readonly EnergyLine[], columns: readonly (keyof EnergyLine)[]): string {
  return [columns.join(","), ...lines.map((line) => columns.map((column) => line[column] ?? "").join(","))]
    .map((row) => `${row}\n`)
    .join("");
}

function isoWithOffset(ms: number, timeZone: string): string {
  const { offsetMinutes } = localParts(ms, timeZone);
  const [hours, minutes] = [Math.floor(Math.abs(offsetMinutes) / 60), Math.abs(offsetMinutes) % 60];
  const two = (value: number) => String(value).padStart(2, "0");
  return `${localIso(ms, timeZone)}${offsetMinutes < 0 ? "-" : "+"}${two(hours)}:${two(minutes)}`;
}

function rounded(value: number, parts: number): number {
  return Math.round(value * parts) / parts;
}
