import { Command } from "commander";
import { folderFaultOf, LayoutFolder } from "../config/layout-file.ts";
import { WattframeError } from "../errors.ts";
import { sizesOf } from "../layout/layout.ts";
import { LAYOUTS_FOLDER } from "../package-folder.ts";
import type { CommandContext } from "./context.ts";
import { PANEL_SIZES } from "./panel-layouts.ts";

/** `layouts`: the layouts that there are, with their sizes. */
export function layoutsCommand(context: CommandContext): Command {
  return new Command("layouts")
    .description("Lists the layouts with the sizes, or ranges of sizes, that each is composed for.")
    .option("--folder <folder>", "your own layouts, before the shipped ones")
    .option("--json", "print one JSON list")
    .action((options: { folder?: string; json?: true }) => layouts(options, context));
}

async function layouts({ folder, json }: { folder?: string; json?: true }, context: CommandContext): Promise<void> {
  const fault = folder === undefined ? undefined : await folderFaultOf(folder);
  if (fault !== undefined) throw new WattframeError("FILE_READ", fault, { hint: "Name a folder with layouts in it." });
  const source = new LayoutFolder([...(folder === undefined ? [] : [folder]), LAYOUTS_FOLDER]);
  const list = await source.all();
  const rows = list.map(({ name, description, compositions }) => {
    return { name, sizes: compositions.map(({ sizes }) => sizes), description };
  });
  if (json) {
    const facts = list.map((layout) => {
      return { name: layout.name, sizes: sizesOf(layout, PANEL_SIZES), description: layout.description };
    });
    return context.print(`${JSON.stringify(facts)}\n`);
  }
  const width = Math.max(...rows.map(({ name }) => name.length));
  await context.print(
    rows
      .map((row) => `${row.name.padEnd(width)}  ${row.sizes.join(", ")}\n${" ".repeat(width + 2)}${row.description}\n`)
      .join(""),
  );
}
