import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { Command } from "commander";
import type { Config, DisplayConfig, MeterConfig, PreviewConfig } from "../config/config.ts";
import { CONFIG_CONTEXT } from "../config/config-context.ts";
import { loadConfig } from "../config/load.ts";
import { memoryDisplay } from "../display/memory.ts";
import { hasCode, isHardwareMissing } from "../errors.ts";
import { likelySurface } from "../kiosk/drawing.ts";
import { configuredDisplay, type DisplayFactory } from "../kiosk/kiosk-display.ts";
import type { Layout } from "../layout/layout.ts";
import { createLog } from "../log.ts";
import { type LivingHouse, livingHouse } from "../simulator/living-house.ts";
import { simulatedSource } from "../simulator/simulated-source.ts";
import type { Clock, Source, SourceEvents } from "../source/source.ts";
import type { CommandContext } from "./context.ts";
import { pictureLocale } from "./locale.ts";
import { listenOption, openedPage, pageLines, passwordForNow, USUAL_PAGE } from "./page-access.ts";
import { positive } from "./picture-settings.ts";
import { type RunParts, runKiosk } from "./run-kiosk.ts";
import { localPreview, simulatedConfig, withLayoutsChecked } from "./simulated-config.ts";

const USUAL_FILE = "wattframe.yaml";

interface PreviewOptions {
  readonly config?: string;
  readonly listen?: string;
  readonly locale: string;
  readonly seed: string;
}

/** `preview`: the page alone, without broker or hardware. */
export function previewCommand(context: CommandContext): Command {
  return new Command("preview")
    .description("Serves the page alone: the displays of a configuration with a simulated house, and all layouts.")
    .option("-c, --config <file>", `the configuration; ${USUAL_FILE} where there is one`)
    .option(
      "--listen <host:port>",
      "address of the page (default: the configuration's preview.listen, or 127.0.0.1:8080); beyond this machine it gets a password, which is printed where the configuration has none",
    )
    .option("--locale <x>", "language of the pictures when there is no configuration", "en-GB")
    .option("--seed <n>", "seed of the simulated house", "1")
    .addHelpText("after", "\nA change of the configuration or of a layout is shown as soon as its file is saved.")
    .action((options: PreviewOptions) => preview(options, context));
}

async function preview(options: PreviewOptions, context: CommandContext): Promise<void> {
  const locale = pictureLocale(options.locale);
  const listen = listenOption(options.listen);
  const forNow = passwordForNow();
  const log = await createLog("info", process.stderr.isTTY);
  const built = simulatedConfig(
    { name: "preview", locale, preview: openedPage(localPreview(USUAL_PAGE), listen, forNow) },
    "balance.png", // never written: memory stands in for it
  );
  const file = fileOf(options.config);
  const load =
    file === undefined
      ? () => withLayoutsChecked(built)
      : () => asPreview(file, context, (page) => openedPage(page, listen, forNow));
  // A file with faults is no reason for a blank page: it begins with the built-in displays and the faults above them.
  const readMs = Date.now();
  const first = await load().catch((thrown: unknown) =>
    hasCode(thrown, "FILE_READ") ? Promise.reject(thrown) : undefined,
  );
  const parts = standIns(positive("--seed", options.seed));
  const watched = file === undefined ? {} : { file: resolve(file) };
  const running = await runKiosk(first ?? built, log, context, {
    load,
    readMs,
    isSimulated: true,
    ...watched,
    ...parts,
  });
  if (!first) await running.reloader.reload();
  context.notify("The meter in the page is simulated. Ctrl+C ends it.");
  const { preview: page } = running.kiosk.state.config;
  for (const line of pageLines(page, running.address, forNow, context.env)) context.notify(line);
}

function fileOf(named: string | undefined): string | undefined {
  return named ?? (existsSync(USUAL_FILE) ? USUAL_FILE : undefined);
}

/** Returns a configuration as the preview runs it: always with a page, and with a trusted clock. */
async function asPreview(
  file: string,
  context: CommandContext,
  open: (page: PreviewConfig) => PreviewConfig,
): Promise<Config> {
  const config = await loadConfig(file, context.env, CONFIG_CONTEXT);
  return { ...config, clock: { trusted: true }, preview: open(config.preview ?? localPreview(USUAL_PAGE)) };
}

/** Returns replacements: a simulated meter for the broker, memory for the hardware. */
function standIns(seed: number): Pick<RunParts, "past" | "openSource" | "displayFactory"> {
  const houses = new Map<string, LivingHouse>();
  const systemNow = () => ({ wallMs: Date.now(), monoMs: performance.now(), clockSet: true });
  const houseOf = ({ timeZone }: MeterConfig) => livingHouse(seed, timeZone, systemNow());
  return {
    past: (meter, history) => {
      const house = houseOf(meter);
      houses.set(meter.name, house);
      house.fill(history);
    },
    openSource: (config: Config, events: SourceEvents, clock: Clock, log): Promise<Source> => {
      const readers = config.meters.map((meter) => {
        const { ahead } = houses.get(meter.name) ?? houseOf(meter);
        houses.delete(meter.name); // what lies ahead of it can be lived once
        return { prefix: meter.prefix, ahead };
      });
      return Promise.resolve(simulatedSource(readers, events, clock, log));
    },
    displayFactory: memoryDisplayFactory,
  };
}

/** Returns a display in memory with the surface of the hardware; a screen that is not there has the first size of the layout. */
function memoryDisplayFactory(display: DisplayConfig, layout: Layout): DisplayFactory {
  const { surface } = configuredDisplay(display);
  return {
    destination: "memory",
    surface: () => {
      try {
        return surface();
      } catch (thrown) {
        if (isHardwareMissing(thrown)) return likelySurface(layout);
        throw thrown;
      }
    },
    create: () => memoryDisplay(),
  };
}
