import { resolve } from "node:path";
import { folderProbe } from "../files/write-probe.ts";
import { checkBroker } from "./broker-checks.ts";
import type { ConfigContext } from "./config-context.ts";
import { checkDisplays, checkLayouts } from "./display-checks.ts";
import { type Fault, pathText } from "./fault.ts";
import { checkListening } from "./listen-checks.ts";
import { languagesInstead } from "./locale.ts";
import { textAt, valueAt } from "./look-up.ts";
import type { MachineTimeZone } from "./machine-time-zone.ts";
import { checkMeters } from "./meter-checks.ts";
import type { Report } from "./name-checks.ts";
import { checkTexts } from "./text-checks.ts";
import { faultAt } from "./validate.ts";
import type { YamlDocument } from "./yaml-document.ts";

/** Facts about the file and the machine that the checks need. */
export interface CheckContext {
  /** The folder that relative file names start from; absolute. */
  readonly folder: string;
  /** The zone of meters that name none. */
  readonly machineZone: MachineTimeZone;
  /** Groups that hold a key that is not known, see {@link Validated}. */
  readonly unclear: ReadonlySet<string>;
}

/**
 * Checks what a schema cannot: relations between keys, and names that must exist. Works on data that the schema has refused too, so that
 * every fault is reported at once; what the schema reports is not reported again.
 * @param value the document's data with secrets filled in
 */
export async function crossChecks(
  document: YamlDocument,
  value: unknown,
  context: ConfigContext,
  { folder, machineZone, unclear }: CheckContext,
): Promise<Fault[]> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return []; // the schema says what it must be
  const faults: Fault[] = [];
  const report: Report = (path, code, message, hint, severity) => {
    const group = typeof valueAt(value, path) === "object" ? path : path.slice(0, -1);
    if (code === "MISSING_KEY" && unclear.has(pathText(group))) return;
    faults.push(faultAt(document, path, { code, message, hint, ...(severity !== undefined && { severity }) }));
  };
  checkBroker(value, report);
  checkListening(value, report);
  checkMeters(value, machineZone, report);
  checkLocale(textAt(value, "locale"), context.languages, report);
  checkTexts(document.value, report);
  await checkDisplays(document, value, { ...context, folder }, report);
  await checkHistory(value, folder, context, report);
  const own = textAt(value, "layouts");
  const layouts = await context.layouts?.(own === undefined ? undefined : resolve(folder, own));
  if (layouts === undefined) return faults;
  if (layouts.folderFault !== undefined) {
    report(["layouts"], "FILE_MISSING", layouts.folderFault, "create the folder, name another, or remove this key");
  }
  checkLayouts(value, context.kinds, layouts.rows, report);
  return [...faults, ...layouts.faults];
}

/** Checks that the history's folder can be written; a kiosk says so itself, and goes on in memory. */
async function checkHistory(value: unknown, folder: string, { probes }: ConfigContext, report: Report): Promise<void> {
  const path = textAt(value, "history", "path");
  if (path === undefined || probes !== "error") return;
  const error = await folderProbe(resolve(folder, path));
  if (error) report(["history", "path"], "FILE_UNUSABLE", error.message, error.hint ?? "name another folder", probes);
}

/** Checks that pictures have words in the language of the locale; what is no locale at all is left to the schema. */
function checkLocale(locale = "en", languages: readonly string[] = [], report: Report): void {
  const instead = languages.length === 0 ? undefined : languagesInstead(locale, languages);
  if (instead === undefined) return;
  const message = `${JSON.stringify(locale)}: pictures have no words in this language yet`;
  report(["locale"], "WRONG_VALUE", message, `use a locale of one of these languages: ${instead}`);
}
