import { resolve } from "node:path";
import { parseSize, sizeText, turnedSize } from "../draw/size.ts";
import { WattframeError } from "../errors.ts";
import { holdsSize, parseSizeRange } from "../layout/size-range.ts";
import type { ConfigContext, LayoutRow } from "./config-context.ts";
import { DISPLAY_DEFAULTS, METER_DEFAULTS } from "./defaults.ts";
import type { DisplayKind } from "./display-schema.ts";
import { type Path, pathText } from "./fault.ts";
import { has, listAt, textAt } from "./look-up.ts";
import { metersIn } from "./meter-checks.ts";
import { checkUnique, type Report, reportUnknown } from "./name-checks.ts";
import type { YamlDocument } from "./yaml-document.ts";

/** A display whose own options fit the schema of its kind. */
interface FittingDisplay {
  readonly path: Path;
  readonly kind: DisplayKind;
  /** With every default, and `path` absolute. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** Facts outside the file that the checks of displays need. */
interface DisplayCheckContext extends ConfigContext {
  /** The folder that relative file names start from; absolute. */
  readonly folder: string;
}

/** Checks names, meters, schedules and devices of the displays, and that this machine has what they need. */
export async function checkDisplays(
  document: YamlDocument,
  value: unknown,
  context: DisplayCheckContext,
  report: Report,
): Promise<void> {
  const displays = listAt(value, "displays");
  checkUnique(displays, ["displays"], "name", report);
  const meters = metersIn(value).map((meter) => textAt(meter, "name") ?? METER_DEFAULTS.name);
  displays.forEach((display, index) => {
    const path = ["displays", index];
    const meter = textAt(display, "meter");
    if (meter !== undefined && !meters.includes(meter))
      reportUnknown([...path, "meter"], meter, { what: "meter", known: meters }, report);
    checkSchedule(textAt(display, "refresh", "schedule"), [...path, "refresh", "schedule"], context, report);
  });
  const fitting = fittingDisplays(displays, context.kinds, context.folder);
  checkClaims(fitting, document, report);
  for (const { kind, options, path } of fitting) {
    for (const { option, code, message, hint } of kind.contradictions?.(options) ?? []) {
      report([...path, ...option], code, message, hint);
    }
    const probe = context.probes && (await kind.probe?.(options));
    if (probe === undefined || probe.ok) continue;
    const severity = probe.code === "BUS_UNAVAILABLE" ? "warning" : context.probes;
    report([...path, ...probe.option], probe.code, probe.message, probe.hint, severity);
  }
}

function fittingDisplays(displays: readonly unknown[], kinds: readonly DisplayKind[], folder: string) {
  return displays.flatMap((display, index): FittingDisplay[] => {
    const found = fittingOptions(display, kinds);
    if (found === undefined) return [];
    const { path } = found.options;
    const options = typeof path === "string" ? { ...found.options, path: resolve(folder, path) } : found.options;
    return [{ path: ["displays", index], kind: found.kind, options }];
  });
}

function fittingOptions(display: unknown, kinds: readonly DisplayKind[]): Omit<FittingDisplay, "path"> | undefined {
  if (typeof display !== "object" || display === null) return undefined;
  const kind = kinds.find((row) => row.kind === textAt(display, "kind"));
  if (kind === undefined) return undefined;
  const own = Object.entries(display).filter(([key]) => Object.hasOwn(kind.options.shape, key));
  const result = kind.options.safeParse(Object.fromEntries(own));
  return result.success ? { kind, options: result.data } : undefined;
}

const FIELDS = "second minute hour day month weekday";

function checkSchedule(schedule: string | undefined, path: Path, { isSchedule }: ConfigContext, report: Report): void {
  if (schedule === undefined || isSchedule === undefined || isSchedule(schedule)) return;
  const shown = JSON.stringify(schedule);
  const withSecond = `0 ${schedule.trim()}`;
  if (isSchedule(withSecond)) {
    const message = `${shown} has five fields and a schedule has six, with the second first`;
    report(path, "WRONG_VALUE", message, `"${withSecond}" is the same with a second; the fields are: ${FIELDS}`);
  } else {
    report(path, "WRONG_VALUE", `${shown} is not a schedule`, `six fields: ${FIELDS}, such as "0 */5 * * * *"`);
  }
}

/** Reports, at each display that needs a device or file for itself, which other one uses it. */
function checkClaims(displays: readonly FittingDisplay[], document: YamlDocument, report: Report): void {
  const users = new Map<string, FittingDisplay[]>();
  const claimsOf = ({ kind, options }: FittingDisplay) => kind.claims?.(options) ?? [];
  for (const display of displays) {
    for (const { id } of claimsOf(display)) users.set(id, [...(users.get(id) ?? []), display]);
  }
  for (const display of displays) {
    const shared = claimsOf(display).filter(({ id }) => users.get(id)?.some((one) => one !== display));
    const [first] = shared;
    const other = first && users.get(first.id)?.find((one) => one !== display);
    if (first === undefined || other === undefined) continue;
    const names = shared.map(({ name }) => name).join(", ");
    const message = `${pathText(other.path)} in line ${document.locate(other.path).line} uses ${names} too`;
    report(
      [...display.path, ...first.option],
      "DUPLICATE_NAME",
      message,
      "give each display its own, or remove one of them",
    );
  }
}

/** Checks that each display names a layout that has a composition of its size. */
export function checkLayouts(
  value: unknown,
  kinds: readonly DisplayKind[],
  layouts: readonly LayoutRow[],
  report: Report,
): void {
  listAt(value, "displays").forEach((display, index) => {
    if (typeof display !== "object" || display === null) return;
    const path = ["displays", index, "layout"];
    const name = textAt(display, "layout") ?? DISPLAY_DEFAULTS.layout;
    const layout = layouts.find((row) => row.name === name);
    if (layout === undefined)
      reportUnknown(path, name, { what: "layout", known: layouts.map((row) => row.name) }, report);
    if (layout?.sizes === undefined) return;
    const fitting = fittingOptions(display, kinds);
    const size = fitting && sizeOf(fitting);
    if (fitting === undefined || size === undefined || isAmong(layout.sizes, size)) return;
    const hint = remedyForSize(fitting, size, layout.sizes, layouts);
    report(path, "UNKNOWN_NAME", `the layout ${name} has no size ${size}`, hint);
  });
}

/** Tells whether a size is one of the written ones, or within one of the written ranges. */
function isAmong(sizes: readonly string[], size: string): boolean {
  return sizes.some((range) => holdsSize(parseSizeRange(range), parseSize(size)));
}

/** The change that makes a display and a layout fit: another layout, a turn, another size. */
function remedyForSize(
  { kind }: Pick<FittingDisplay, "kind">,
  size: string,
  sizes: readonly string[],
  layouts: readonly LayoutRow[],
): string {
  const ofSize = (wanted: string) =>
    layouts.filter((row) => row.sizes && isAmong(row.sizes, wanted)).map((row) => row.name);
  const turned = sizeText(turnedSize(parseSize(size)));
  if (ofSize(size).length > 0) return `layouts of this size: ${ofSize(size).join(", ")}`;
  if (has(kind.options.shape, "size")) return `set size to one of its own: ${sizes.join(", ")}`;
  if (has(kind.options.shape, "rotate") && ofSize(turned).length > 0) {
    return `turn the picture with rotate: 90 or 270; layouts of ${turned}: ${ofSize(turned).join(", ")}`;
  }
  return `no layout fits this size yet; doc/adding-a-layout.md says how to write one`;
}

/** Pixels of a display; undefined where the hardware that knows them is absent, which is no fault of the file. */
function sizeOf({ kind, options }: Omit<FittingDisplay, "path">): string | undefined {
  try {
    const size = kind.surface?.(options);
    return size && sizeText(size);
  } catch (thrown) {
    if (thrown instanceof WattframeError) return undefined; // absent hardware, or options that contradict each other
    throw thrown;
  }
}
