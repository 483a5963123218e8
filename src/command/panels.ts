import { Command } from "commander";
import { LayoutFolder } from "../config/layout-file.ts";
import { type FittingLayout, layoutsFor } from "../layout/fitting.ts";
import type { Layout } from "../layout/layout.ts";
import { LAYOUTS_FOLDER } from "../package-folder.ts";
import { type Panel, refreshKindsOf } from "../panel/panel.ts";
import { PANELS } from "../panel/panels.ts";
import type { CommandContext } from "./context.ts";
import { layoutsText } from "./panel-layouts.ts";

/** `panels`: the panels that can be driven, and what was run against each of them. */
export function panelsCommand(context: CommandContext): Command {
  return new Command("panels")
    .description(
      "Lists the supported e-paper panels, how they refresh, the shipped layouts that fit them, and how they were tested.",
    )
    .option("--json", "print all details as one JSON list")
    .action((options: { json?: true }) => panels(options, context));
}

async function panels({ json }: { json?: true }, context: CommandContext): Promise<void> {
  const layouts = await new LayoutFolder([LAYOUTS_FOLDER]).all();
  const facts = PANELS.map((panel) => factsOf(panel, layoutsFor(panel, layouts)));
  await context.print(json ? `${JSON.stringify(facts, null, 2)}\n` : table(layouts));
}

/** Facts of a panel without what only its controller reads. */
function factsOf(panel: Panel, layouts: readonly FittingLayout[]) {
  const { id, name, controller, width, height, palette, busyIdleLevel, spiHz } = panel;
  const { full, fast, partial, grey4, temperature, health, sources, proofs } = panel;
  const refreshes = refreshKindsOf(panel);
  return {
    id,
    name,
    controller,
    width,
    height,
    palette,
    busyIdleLevel,
    spiHz,
    refreshes,
    layouts,
    full,
    fast,
    partial,
    grey4,
    temperature,
    health,
    sources,
    proofs,
  };
}

function table(layouts: readonly Layout[]): string {
  const head = ["panel", "size", "palette", "refreshes", "layouts", "tested on"];
  const rows = PANELS.map((panel) => [
    panel.id,
    `${panel.width}x${panel.height}`,
    panel.palette,
    refreshKindsOf(panel).join(" "),
    layoutsText(layoutsFor(panel, layouts)),
    proofs(panel),
  ]);
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const lines = [head, ...rows].map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return `${lines.join("\n")}\n\n${NOTE}\n`;
}

const NOTE =
  "emulator: the picture on an emulated controller; transcript: recordings of the maker's drivers;\nkernel: a real Linux kernel in a virtual machine. None was tested on real glass by us.";

function proofs({ proofs: { emulator, transcript, kernel, glass } }: Panel): string {
  const done = [emulator && "emulator", transcript.length > 0 && "transcript", kernel && "kernel", glass && "glass"];
  return done.filter((word) => word !== false).join(", ");
}
