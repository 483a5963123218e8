import type { Config, DisplayConfig, MeterConfig } from "../config/config.ts";
import { DISPLAY_DEFAULTS } from "../config/defaults.ts";
import { machineTimeZone } from "../config/machine-time-zone.ts";
import { parseSize, type Size } from "../draw/size.ts";
import { WattframeError } from "../errors.ts";
import { isTimeZone } from "../meter/local-time.ts";
import type { Surface } from "../raster/surface.ts";
import { SIMULATED_METER } from "../simulator/simulated-meter.ts";
import type { CommandContext } from "./context.ts";
import { type TelegramOptions, telegramSettings } from "./key-file.ts";
import { pictureLocale } from "./locale.ts";

/** Options of one picture; what is absent comes from the configuration or is the default. */
export interface PictureOptions extends TelegramOptions {
  readonly config?: string;
  readonly display?: string;
  readonly replay?: string;
  readonly scenario?: string;
  readonly seed: string;
  readonly at?: string;
  readonly broker?: string;
  readonly prefix?: string;
  readonly timeout: string;
  readonly layout?: string;
  readonly size?: string;
  readonly palette?: string;
  readonly locale?: string;
  readonly timeZone?: string;
  readonly mainFuse?: string;
  readonly every?: string;
  readonly theme?: "light" | "dark";
}

/** Everything that one picture is made with. */
export interface PictureSettings {
  readonly config?: Config;
  readonly meter: MeterConfig;
  readonly layout: string;
  readonly layoutFolders: readonly string[];
  readonly size: Size;
  readonly palette: string;
  readonly theme: "light" | "dark";
  readonly locale: string;
  /** Time from one picture of the display to the next, milliseconds. */
  readonly pictureEveryMs: number;
}

/** Settings of a picture from the command line, over the configuration's display, over the defaults. */
export async function pictureSettings(options: PictureOptions, context: CommandContext): Promise<PictureSettings> {
  const { config, display, surface, paceMs = 0 } = (await configured(options, context)) ?? {};
  const meter = config?.meters.find((row) => row.name === display?.meter) ?? SIMULATED_METER;
  const timeZone = timeZoneOf(options.timeZone) ?? (isLiveAlone(options) ? timeZoneHere(context) : meter.timeZone);
  return {
    ...(config ? { config } : {}),
    meter: {
      ...meter,
      wire: { ...meter.wire, timeZone, ...(await telegramSettings(options)) },
      prefix: options.prefix ?? meter.prefix,
      timeZone,
      mainFuseA: options.mainFuse === undefined ? meter.mainFuseA : positive("--main-fuse", options.mainFuse),
    },
    layout: options.layout ?? display?.layout ?? DISPLAY_DEFAULTS.layout,
    layoutFolders: config?.layouts === undefined ? [] : [config.layouts],
    size:
      options.size === undefined
        ? (surface ?? { width: 800, height: 480 })
        : parseSize(options.size, `--size ${options.size}`),
    palette: options.palette ?? surface?.palette.id ?? "black-white",
    theme: options.theme ?? display?.theme ?? DISPLAY_DEFAULTS.theme,
    pictureEveryMs: options.every === undefined ? paceMs : positive("--every", options.every) * 60_000,
    locale: options.locale === undefined ? (config?.locale ?? "en-GB") : pictureLocale(options.locale),
  };
}

/** Display that a configuration names. */
interface Configured {
  readonly config: Config;
  readonly display: DisplayConfig;
  readonly surface: Surface | undefined;
  /** Time from one of its pictures to the next, milliseconds. */
  readonly paceMs: number;
}

/** Reads the configuration that is named; what reads and checks one is loaded only then. */
async function configured(options: PictureOptions, { env }: CommandContext): Promise<Configured | undefined> {
  if (options.config === undefined) return undefined;
  const [{ loadConfig }, { CONFIG_CONTEXT }, { displayRowOf }, { picturePaceMs }] = await Promise.all([
    import("../config/load.ts"),
    import("../config/config-context.ts"),
    import("../display/displays.ts"),
    import("../refresh/pace.ts"),
  ]);
  const config = await loadConfig(options.config, env, CONFIG_CONTEXT);
  const display = displayOf(config, options.display);
  const kind = displayRowOf(display.kind);
  const paceMs = picturePaceMs(display.refresh, kind?.paceMs?.(display.options));
  return { config, display, surface: kind?.surface(display.options), paceMs };
}

function displayOf(config: Config, name: string | undefined): DisplayConfig {
  const found = name === undefined ? config.displays[0] : config.displays.find((display) => display.name === name);
  if (found) return found;
  const names = config.displays.map((display) => display.name).join(", ");
  throw new WattframeError("USAGE", `the configuration has no display "${name ?? ""}"`, { hint: `It has ${names}.` });
}

function timeZoneOf(text: string | undefined): string | undefined {
  if (text === undefined || isTimeZone(text)) return text;
  throw new WattframeError("USAGE", `--time-zone ${text} is not a time zone such as Europe/Helsinki`);
}

/** Tells whether a broker's next telegram is asked for without a configuration that describes its meter. */
function isLiveAlone({ config, scenario, replay }: PictureOptions): boolean {
  return config === undefined && scenario === undefined && replay === undefined;
}

function timeZoneHere({ env }: CommandContext): string {
  const zone = machineTimeZone(env);
  if ("timeZone" in zone) return zone.timeZone;
  throw new WattframeError("USAGE", `this machine's time zone cannot be determined: ${zone.why}`, {
    hint: "name the meter's with --time-zone, such as --time-zone Europe/Helsinki",
  });
}

/** A positive number that a user wrote. @throws WattframeError `USAGE` naming the option */
export function positive(option: string, text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new WattframeError("USAGE", `${option} ${text} is not a positive number`);
}
