import { Command } from "commander";
import { periodsOf } from "../history/periods.ts";
import { startOfLocalHour } from "../meter/local-time.ts";
import type { CommandContext } from "./context.ts";
import { csvOf, energyLine } from "./energy.ts";
import { backUp, restore } from "./history-backup.ts";
import { historyImportCommand } from "./history-import.ts";
import { type KeptOptions, keptPast } from "./kept-past.ts";

/** `history`: what a kiosk has kept, out of its file and into it. */
export function historyCommand(context: CommandContext): Command {
  const command = new Command("history").description("Exports, imports, backs up and restores a kiosk's history.");
  command
    .command("export")
    .description("Prints the energy of every hour as a table.")
    .requiredOption("--history <dir>", "the folder that history.path names")
    .requiredOption("--csv", "as comma-separated values with a heading")
    .option("--meter <name>", "which meter, where the history has several")
    .option("--time-zone <zone>", "zone of the hours where the history has none")
    .action(async (options: KeptOptions) => {
      const kept = await keptPast(options);
      const { timeZone, firstMs, untilMs } = kept;
      const hours = [...periodsOf(startOfLocalHour(firstMs, timeZone), untilMs, "hour", timeZone)];
      const lines = hours.map(([fromMs, toMs]) => energyLine(kept, fromMs, toMs, timeZone));
      await context.print(csvOf(lines, ["from", "to", "importWh", "exportWh", "coverage"]));
    });
  command.addCommand(historyImportCommand(context));
  command
    .command("backup")
    .description("Writes the history to one file, also while the kiosk runs.")
    .argument("<file>", "a new file")
    .requiredOption("--history <dir>", "the folder that history.path names")
    .action(async (file: string, { history }: { readonly history: string }) => {
      await backUp(file, history);
      context.notify(`the history was written to ${file}`);
    });
  command
    .command("restore")
    .description("Makes a backup the history of a folder that has none.")
    .argument("<file>", "what backup wrote")
    .requiredOption("--history <dir>", "the folder that history.path names")
    .action(async (file: string, { history }: { readonly history: string }) => {
      await restore(file, history);
      context.notify(`${history} has the history of ${file}`);
    });
  return command;
}
