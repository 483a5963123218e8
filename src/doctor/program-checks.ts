import { type ErrorFacts, errorFacts } from "../errors.ts";
import { FONTS_FOLDER } from "../package-folder.ts";
import { loadCanvas, requireFonts } from "../render/canvas.ts";
import { CLOCK_PROBES, type ClockProbe } from "../source/clock-probe.ts";
import { type Finding, well, wrong } from "./finding.ts";

/** Looks whether the fonts are there. @param require throws when one is not */
export async function fonts(require: (folder: string) => void = requireFonts): Promise<Finding> {
  const facts = await failureOf(async () => require(FONTS_FOLDER));
  if (facts === undefined) return well("fonts", FONTS_FOLDER);
  return wrong("fonts", facts.error, facts.hint ?? "Install wattframe again.");
}

/** Looks whether the library that draws can be loaded. @param load throws when it cannot */
export async function canvas(load: (folder: string) => unknown = loadCanvas): Promise<Finding> {
  const facts = await failureOf(async () => load(FONTS_FOLDER));
  if (facts === undefined) return well("canvas", "the library that draws is there");
  const error = facts.error.split("\n")[0] ?? "";
  const missing = LIBRARIES.find(([library]) => error.startsWith(library));
  return wrong(
    "canvas",
    `the library that draws cannot be loaded: ${error}`,
    missing
      ? `Install what it needs: sudo apt install ${missing[1]}`
      : "Install wattframe again; in a checkout: scripts/prepare",
  );
}

/** Debian's packages of the libraries that canvas needs, by how a library's name begins. */
const LIBRARIES: readonly (readonly [library: string, debian: string])[] = [
  ["libcairo", "libcairo2"],
  ["libpango", "libpangocairo-1.0-0"],
  ["libjpeg", "libjpeg62-turbo"],
  ["libgif", "libgif7"],
  ["librsvg", "librsvg2-2"],
  ["libfontconfig", "libfontconfig1"],
];

/** Looks whether the clock was set from outside, or is trusted. */
export async function clock(isTrusted: boolean, probes: readonly ClockProbe[] = CLOCK_PROBES): Promise<Finding> {
  for (const { id, query } of probes) if (await query()) return well("clock", `the clock is set, says ${id}`);
  if (isTrusted) return well("clock", "nothing says that the clock is set; the configuration trusts it");
  return wrong(
    "clock",
    "nothing says that the clock is set: charts and totals wait",
    "Switch on systemd-timesyncd or chrony, or set clock: { trusted: true } where the machine has a clock of its own.",
  );
}

async function failureOf(work: () => Promise<unknown>): Promise<ErrorFacts | undefined> {
  try {
    await work();
    return undefined;
  } catch (thrown) {
    return errorFacts(thrown);
  }
}
