import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { WattframeError } from "../errors.ts";
import { readError } from "../files/file-error.ts";
import { PACKAGE_FOLDER } from "../package-folder.ts";
import type { Config } from "./config.ts";
import type { ConfigContext } from "./config-context.ts";
import { crossChecks } from "./cross-checks.ts";
import { type Fault, FaultsError, isError, sortFaults } from "./fault.ts";
import { machineTimeZone } from "./machine-time-zone.ts";
import { normalizeConfig } from "./normalize-config.ts";
import { withRenamedKeys } from "./renamed-keys.ts";
import { type Environment, resolveSecrets } from "./resolve-secrets.ts";
import { configSchema } from "./schema.ts";
import { validate } from "./validate.ts";
import { parseYaml } from "./yaml-document.ts";

const EXAMPLE = join(PACKAGE_FOLDER, "doc", "wattframe.yaml");

/** Result of checking a configuration file: a configuration, or the faults that keep it from being one; in the order of the file. */
export type Checked =
  | { readonly config: Config; readonly warnings: readonly Fault[] }
  /** Warnings are among them, errors too. */
  | { readonly faults: readonly Fault[] };

/**
 * Reads a configuration and reports every fault in it.
 * @param file the file as the user named it; faults name it so
 * @throws WattframeError `FILE_READ` when the file cannot be read
 */
export async function checkConfig(file: string, env: Environment, context: ConfigContext): Promise<Checked> {
  const text = await readText(file);
  return checkConfigText(text, file, env, context);
}

/** Does the same for a text; its relative file names are relative to the folder of `file`. */
export async function checkConfigText(
  text: string,
  file: string,
  env: Environment,
  context: ConfigContext,
): Promise<Checked> {
  const parsed = parseYaml(text, file);
  if ("faults" in parsed) return { faults: sortFaults(parsed.faults) };
  const { document, faults: renamed } = withRenamedKeys(parsed.document, context.renamedKeys);
  const absolute = resolve(file);
  const folder = dirname(absolute);
  const { value, faults } = await resolveSecrets(document, env, folder);
  const validated = validate(configSchema(context.kinds), document, value);
  const machineZone = machineTimeZone(env);
  const crossed = await crossChecks(document, value, context, {
    folder,
    machineZone,
    unclear: "unclear" in validated ? validated.unclear : new Set(),
  });
  const all = sortFaults([...renamed, ...faults, ...("faults" in validated ? validated.faults : []), ...crossed]);
  if (!("value" in validated) || all.some(isError)) return { faults: all };
  return { config: withReported(normalizeConfig(validated.value, absolute, machineZone), all), warnings: all };
}

/** Marks the displays that a warning says cannot work. */
function withReported(config: Config, warnings: readonly Fault[]): Config {
  const displays = config.displays.map((display, index) => {
    const isReported = warnings.some(
      ({ path, code }) => code !== "RENAMED_KEY" && path.startsWith(`displays[${index}].`),
    );
    return isReported ? { ...display, isReported } : display;
  });
  return { ...config, displays };
}

/**
 * Returns the configuration of a file.
 * @param warn receives what is worth knowing and does not stop the program
 * @throws WattframeError `CONFIG_INVALID` with every fault (see {@link FaultsError}), `FILE_READ` when it cannot be read
 */
export async function loadConfig(
  file: string,
  env: Environment,
  context: ConfigContext,
  warn: (warning: Fault) => void = () => undefined,
): Promise<Config> {
  const checked = await checkConfig(file, env, context);
  if ("config" in checked) {
    checked.warnings.forEach(warn);
    return checked.config;
  }
  throw new FaultsError("CONFIG_INVALID", checked.faults.filter(isError));
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ENOENT") throw readError(`the configuration ${file}`, cause);
    throw new WattframeError("FILE_READ", `the configuration ${file} does not exist`, {
      hint: `Check its name, or name another with --config FILE; ${EXAMPLE} is one to copy.`,
      cause,
    });
  }
}
