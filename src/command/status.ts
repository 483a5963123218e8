import { Command } from "commander";
import { WattframeError } from "../errors.ts";
import { runningStatus } from "../kiosk/status-file.ts";
import type { CommandContext } from "./context.ts";
import { statusFaults, statusText } from "./status-text.ts";

/** `status`: how the running kiosk is. */
export function statusCommand(context: CommandContext): Command {
  return new Command("status")
    .description(
      "Says how the kiosk of this machine is: its broker, its meters, each display's last decision, its history.",
    )
    .option("--json", "print what the kiosk keeps in status.json as one JSON object, with what is wrong under `faults`")
    .addHelpText(
      "after",
      [
        "\nThe kiosk is found by its runtime folder; WATTFRAME_RUNTIME names another one.",
        "What to do about what is wrong, by symptom: doc/troubleshooting.md, or /usr/share/doc/wattframe/troubleshooting.md.",
        "Exit code 0: nothing is wrong. 1: something is. 3: no kiosk runs.",
      ].join("\n"),
    )
    .action((options: { json?: true }) => run(options, context));
}

async function run({ json }: { json?: true }, context: CommandContext): Promise<void> {
  const status = await runningStatus(context.env);
  if (status === undefined) throw notRunning();
  const nowMs = Date.now();
  const faults = statusFaults(status, nowMs);
  await context.print(json ? `${JSON.stringify({ ...status, faults })}\n` : statusText(status, nowMs));
  if (faults.length > 0) context.setExitCode(1);
}

function notRunning(): WattframeError {
  return new WattframeError("NOT_RUNNING", "no kiosk runs on this machine, or this user may not read its status", {
    hint: "Start it: systemctl start wattframe where it is installed, else wattframe run. One that has just started needs a few seconds.",
  });
}
