import { Command } from "commander";
import { folderFaultOf, LayoutFolder } from "../config/layout-file.ts";
import { sizeText } from "../draw/size.ts";
import { WattframeError } from "../errors.ts";
import { LAYOUTS_FOLDER } from "../package-folder.ts";
import type { CommandContext } from "./context.ts";

/** `layouts`: the layouts that there are, with their sizes. */
export function layoutsCommand(context: CommandContext): Command {
  return new Command("layouts")
    .description("Lists the layouts with the panel sizes that each is composed for.")
    .option("--folder <folder>", "your own layouts, before the shipped ones")
    .option("--json", "print one JSON list, for programs")
    .action((options: { folder?: string; json?: true }) => layouts(options, context));
}

async function layouts({ folder, json }: { folder?: string; json?: true }, context: CommandContext): Promise<void> {
  const fault = folder === undefined ? undefined : await folderFaultOf(folder);
  if (fault !== undefined) throw new WattframeError("FILE_READ", fault, { hint: "Name a folder with layouts in it." });
  const source = new LayoutFolder([...(folder === undefined ? [] : [folder]), LAYOUTS_FOLDER]);
  const list = await Promise.all((await source.names()).map((name) => source.load(name)));
  const rows = list.map(({ name, description, variants }) => {
    return { name, sizes: variants.map(sizeText), description };
  });
  if (json) return context.print(`${JSON.stringify(rows)}\n`);
  const width = Math.max(...rows.map(({ name }) => name.length));
  await context.print(
    rows
      .map((row) => `${row.name.padEnd(width)}  ${row.sizes.join(", ")}\n${" ".repeat(width + 2)}${row.description}\n`)
      .join(""),
  );
}
