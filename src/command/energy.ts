import { Command, Option } from "commander";
import { WattframeError } from "../errors.ts";
import { History } from "../history/history.ts";
import type { Past } from "../history/past.ts";
import { PERIODS, type Period, periodsOf } from "../history/periods.ts";
import { SILENT } from "../log.ts";
import { isTimeZone, localIso, localParts } from "../meter/local-time.ts";
import { pastNow } from "../meter/now.ts";
import { HistoryFile, type StoredMeter } from "../store/history-file.ts";
import { SqliteStore } from "../store/sqlite-store.ts";
import type { CommandContext } from "./context.ts";
import { instantMs } from "./instant.ts";

const MINUTE_MS = 60_000;

interface EnergyOptions {
  readonly history: string;
  readonly from: string;
  readonly to: string;
  readonly meter?: string;
  readonly by?: Period;
  readonly csv?: boolean;
  readonly timeZone?: string;
}

/** Energy of one span as `energy` prints it; what is not known is absent. */
interface EnergyLine {
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
    .option("--time-zone <zone>", "zone of hours and days (default: the meter's)")
    .action((options: EnergyOptions) => run(options, context));
}

async function run(options: EnergyOptions, context: CommandContext): Promise<void> {
  const file = new HistoryFile({ folder: options.history, log: SILENT, wallMs: () => 0, isReadOnly: true });
  try {
    const meter = meterOf(await file.meters(), options);
    const [fromMs, toMs] = [instantMs(options.from, meter.timeZone), instantMs(options.to, meter.timeZone)];
    if (!(fromMs < toMs)) throw new WattframeError("USAGE", "--to must be later than --from");
    const past = await pastOf(file, meter);
    const spans = options.by ? periodsOf(fromMs, toMs, options.by, meter.timeZone) : [[fromMs, toMs] as const];
    if (options.csv) await context.print(`${(options.by ? COLUMNS : COLUMNS.slice(2)).join(",")}\n`);
    for (const [startMs, endMs] of spans) {
      const line = energyLine(past, startMs, endMs, options.by && meter.timeZone);
      await context.print(`${options.csv ? csvLine(line, options.by !== undefined) : JSON.stringify(line)}\n`);
    }
  } finally {
    file.close();
  }
}

function meterOf(meters: readonly StoredMeter[], { meter: name, timeZone }: EnergyOptions): StoredMeter {
  if (timeZone !== undefined && !isTimeZone(timeZone))
    throw new WattframeError("USAGE", `--time-zone ${timeZone} is not a time zone such as Europe/Helsinki`);
  const names = meters.map((meter) => meter.name).join(", ");
  const found = name === undefined ? meters[0] : meters.find((meter) => meter.name === name);
  if (!found)
    throw new WattframeError("USAGE", `the history has no meter${name === undefined ? "" : ` "${name}"`}`, {
      hint: names === "" ? "Nothing was written to it yet." : `It has ${names}.`,
    });
  if (name === undefined && meters.length > 1)
    throw new WattframeError("USAGE", "the history has several meters", { hint: `Name one with --meter: ${names}.` });
  return found;
}

/** What the history knows, as of the end of its last minute. */
async function pastOf(file: HistoryFile, meter: StoredMeter): Promise<Past> {
  const history = new History({ timeZone: meter.timeZone, store: new SqliteStore(file, meter) });
  await history.restore({ ...pastNow(0), clockSet: false });
  const endMs = Math.max(0, history.series.nowMs) + MINUTE_MS;
  const past = history.past(pastNow(endMs), 3);
  if (!past) throw new WattframeError("INTERNAL", "a history whose clock is set has no past");
  return past;
}

function energyLine(past: Past, fromMs: number, toMs: number, timeZone: string | undefined): EnergyLine {
  const imported = past.energy("activeEnergyImportWh", fromMs, toMs);
  const exported = past.energy("activeEnergyExportWh", fromMs, toMs);
  return {
    ...(timeZone !== undefined && { from: isoWithOffset(fromMs, timeZone), to: isoWithOffset(toMs, timeZone) }),
    ...(imported.wh !== undefined && { importWh: rounded(imported.wh, 1_000) }),
    ...(exported.wh !== undefined && { exportWh: rounded(exported.wh, 1_000) }),
    coverage: rounded(imported.coverage, 10_000),
    method: imported.method,
  };
}

function csvLine(line: EnergyLine, isBy: boolean): string {
  return (isBy ? COLUMNS : COLUMNS.slice(2)).map((column) => line[column] ?? "").join(",");
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
