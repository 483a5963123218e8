import { access } from "node:fs/promises";
import { join } from "node:path";
import { realPath } from "../files/real-path.ts";
import type { SetupPlan } from "./plan.ts";
import { fateOf, type PlannedFile, planFile } from "./planned-files.ts";

/** Files of the firmware's configuration on a Raspberry Pi, the newer place first; the older one may only point to it. */
const BOOT_FILES = ["/boot/firmware/config.txt", "/boot/config.txt"];

/** What an e-paper panel needs: the kernel's SPI device. */
export const SPI_LINE = "dtparam=spi=on";

/** The package's purge removes what is between these two. */
const [BEGIN, END] = ["# BEGIN wattframe", "# END wattframe"];

/** The firmware's configuration with SPI switched on, or without our lines where no panel needs it; undefined where the machine has none. */
export async function bootFile(root: string, needsSpi: boolean): Promise<PlannedFile | undefined> {
  for (const name of BOOT_FILES) {
    const path = realPath(join(root, name));
    const isThere = await access(path).then(
      () => true,
      () => false, // no Raspberry Pi, or one with the other place
    );
    if (isThere) return planFile({ path, name, isKept: true, contentsOf: (before = "") => bootText(before, needsSpi) });
  }
  return undefined;
}

/** What a set-up does about the firmware's configuration. @param isWanted false to name the line only */
export function bootSteps(file: PlannedFile | undefined, needsSpi: boolean, isWanted: boolean): Partial<SetupPlan> {
  if (file === undefined || fateOf(file) === "unchanged" || !(needsSpi || isWanted)) return {};
  if (isWanted)
    return { files: [file], notes: [`Restart the machine, so that its firmware reads ${file.name}: sudo reboot`] };
  return {
    notes: [
      `The panel needs ${SPI_LINE} in ${file.name}: add it with wattframe setup --boot-lines, and restart the machine.`,
    ],
  };
}

/**
 * The text of config.txt with our block as it is to be: replaced where it is, else at the end; none where nothing is needed or
 * the rest of the file does it already.
 */
export function bootText(before: string, needsSpi: boolean): string {
  const lines = before.split("\n");
  const begin = lines.findIndex((line) => line.trim() === BEGIN);
  const end = lines.findIndex((line, at) => at > begin && line.trim() === END);
  const hasBlock = begin >= 0;
  const above = hasBlock ? lines.slice(0, begin) : lines;
  const below = hasBlock ? lines.slice((end < 0 ? begin : end) + 1) : []; // a mark without an end is only that line
  if (!needsSpi || switchesSpiOn([...above, ...below])) return [...above, ...below].join("\n");
  const block = [BEGIN, ...(sectionAfter(above) === ALL ? [] : [`[${ALL}]`]), SPI_LINE, END];
  const isEnded = !hasBlock && above.at(-1) === "";
  return [...(isEnded ? above.slice(0, -1) : above), ...block, ...(hasBlock ? below : [""])].join("\n");
}

/** Section whose lines count for every board. @source Raspberry Pi documentation, config.txt, "Conditional filters" */
const ALL = "all";

function sectionOf(line: string): string | undefined {
  return /^\s*\[([^\]]+)\]/u.exec(line)?.[1]?.trim().toLowerCase();
}

function sectionAfter(lines: readonly string[]): string {
  return lines.map(sectionOf).findLast((section) => section !== undefined) ?? ALL;
}

/** Tells whether SPI is on for every board in the end. Parameters are separated by commas; one without a value is on. */
function switchesSpiOn(lines: readonly string[]): boolean {
  let section = ALL;
  let isOn = false;
  for (const line of lines) {
    section = sectionOf(line) ?? section;
    const value = spiValue(line);
    if (value === undefined || (section !== ALL && isOnValue(value))) continue;
    isOn = isOnValue(value);
  }
  return isOn;
}

/** Value that a line gives to SPI, the last where there are several; undefined where it is about something else. */
function spiValue(line: string): string | undefined {
  const [, list = ""] = /^\s*dtparam\s*=\s*([^#]*)/u.exec(line) ?? [];
  return list.split(",").reduce<string | undefined>((before, one) => {
    const found = /^\s*spi(?:=(\w*))?\s*$/u.exec(one);
    return found ? (found[1] ?? "on") : before;
  }, undefined);
}

function isOnValue(value: string): boolean {
  return !["off", "0", "no", "n", "false"].includes(value);
}
