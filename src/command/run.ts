import { once } from "node:events";
import { Command } from "commander";
import type { Config } from "../config/config.ts";
import { FaultsError, faultLine } from "../config/fault.ts";
import { loadConfig } from "../config/load.ts";
import { SURROUNDINGS } from "../config/surroundings.ts";
import { messageOf, WattframeError } from "../errors.ts";
import { type Kiosk, type KioskParts, startKiosk } from "../kiosk/kiosk.ts";
import { runtimeFolder } from "../kiosk/runtime-folder.ts";
import { keepStatusFile } from "../kiosk/status-file.ts";
import { createLog, type Log } from "../log.ts";
import type { CommandContext } from "./context.ts";
import { configOption } from "./options.ts";

/** A stop that takes longer than this is given up: a panel may be refreshing, which a display bounds by itself. */
const STOP_DEADLINE_MS = 5_000;

/** `run`: the kiosk. */
export function runCommand(context: CommandContext): Command {
  return new Command("run")
    .description("Runs the kiosk: reads the meter from the broker and keeps every display up to date.")
    .addOption(configOption())
    .addHelpText("after", "\nSIGHUP reads the configuration and the layouts again; SIGTERM ends in order.")
    .action((options: { config: string }) => run(options.config, context));
}

async function run(file: string, context: CommandContext): Promise<void> {
  const load = () => loadConfig(file, context.env, SURROUNDINGS);
  const config = await load();
  const log = await createLog(config.log.level, process.stderr.isTTY);
  const kiosk = await runKiosk(config, log, context);
  context.onReload(() => void reload(kiosk, load, log));
}

/** Starts a kiosk that keeps its status file and ends with the process. */
export async function runKiosk(
  config: Config,
  log: Log,
  context: CommandContext,
  past: KioskParts["past"] = {},
): Promise<Kiosk> {
  const folder = await runtimeFolder(context.env);
  const kiosk = await startKiosk(config, { log, runtimeFolder: folder, past });
  const status = keepStatusFile(kiosk, folder, log);
  log.info({ displays: config.displays.map(({ name, kind }) => `${name} (${kind})`), runtime: folder }, "running");
  void endWith(context.stop, async () => {
    status.stop();
    await kiosk.stop();
  });
  return kiosk;
}

/** Runs what ends a command when the process is asked to end, within the deadline. */
export async function endWith(stop: AbortSignal, end: () => Promise<void>): Promise<void> {
  if (!stop.aborted) await once(stop, "abort");
  const overdue = setTimeout(() => process.kill(process.pid, "SIGTERM"), STOP_DEADLINE_MS); // asked twice ends at once
  await end();
  clearTimeout(overdue);
}

async function reload(kiosk: Kiosk, load: () => Promise<Config>, log: Log): Promise<void> {
  try {
    await kiosk.reload(await load());
  } catch (thrown) {
    const faults = thrown instanceof FaultsError ? thrown.faults.map(faultLine) : [];
    const code = thrown instanceof WattframeError ? thrown.code : undefined;
    log.error({ code, faults }, `the old configuration stays: ${messageOf(thrown)}`);
  }
}
