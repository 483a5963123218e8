import { readFileSync } from "node:fs";
import { SourceMap, type SourceMapPayload } from "node:module";

/**
 * Makes the stacks of errors name lines of the sources where they are of a bundle whose names were shortened. Its map, the file beside
 * it, is read for each stack that somebody looks at; without one they name places in the bundle.
 */
export function nameSourceLines(bundle: string): void {
  Error.prepareStackTrace = (error, sites) => {
    const map = sites.some((site) => site.getFileName() === bundle) ? mapOf(bundle) : undefined;
    const lines = sites.map((site) => `\n    at ${(map && sourceLine(site, bundle, map)) ?? asWritten(site)}`);
    return `${headOf(error)}${lines.join("")}`;
  };
}

/** A place as V8 writes it. */
function asWritten(site: { toString(): string }): string {
  return site.toString();
}

/** Place in the sources, such as `src/kiosk/painter.ts:12:5`; undefined for what is not of the bundle, or not in the map. */
function sourceLine(site: NodeJS.CallSite, bundle: string, map: SourceMap): string | undefined {
  if (site.getFileName() !== bundle) return undefined;
  const place = map.findEntry((site.getLineNumber() ?? 1) - 1, (site.getColumnNumber() ?? 1) - 1);
  if (!("originalSource" in place)) return undefined;
  const file = place.originalSource.replace(/^(?:\.\.\/)+/u, "");
  return `${site.isAsync() ? "async " : ""}${file}:${place.originalLine + 1}:${place.originalColumn + 1}`;
}

function mapOf(bundle: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${bundle}.map`, "utf8")) as SourceMapPayload);
  } catch {
    return undefined; // there is none, or it is damaged: the place in the bundle is still right
  }
}

/** What stands above the places, as V8 writes it; an error may have properties that fail. */
function headOf(error: Error): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return "Error";
  }
}
