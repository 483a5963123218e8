import { METER_DEFAULTS } from "./defaults.ts";
import type { Path } from "./fault.ts";
import { has, listAt, textAt, valueAt } from "./look-up.ts";
import type { MachineTimeZone } from "./machine-time-zone.ts";
import { checkUnique, PEM, type Report } from "./name-checks.ts";
import { isUnreadable } from "./resolve-secrets.ts";
import { SOURCE_KINDS } from "./source-schema.ts";

/** Checks names, topics, zones and phases of the meters. */
export function checkMeters(value: unknown, machineZone: MachineTimeZone, report: Report): void {
  const meters = metersIn(value);
  checkUnique(meters, ["meters"], "name", report);
  checkPrefixes(meters, report);
  checkSources(meters, report);
  checkDiscovery(meters, report);
  meters.forEach((meter, index) => {
    if (typeof meter !== "object" || meter === null) return;
    if ("why" in machineZone && !has(meter, "timeZone")) {
      const message = `this machine's time zone cannot be determined: ${machineZone.why}`;
      report(["meters", index, "timeZone"], "MISSING_KEY", message, "give the meter one: timeZone: Europe/Helsinki");
    }
    checkMapping(meter, index, report);
  });
}

/** The meters as they are written; without the key there is one, with every default. */
export function metersIn(value: unknown): readonly unknown[] {
  return has(value, "meters") ? listAt(value, "meters") : [{}];
}

/** Tells whether a meter, as it is written, has a source of its own and no topics at the broker. */
export function hasOwnSource(meter: unknown): boolean {
  return has(meter, "source");
}

function checkPrefixes(meters: readonly unknown[], report: Report): void {
  const prefixes = meters.map((meter) => (hasOwnSource(meter) || has(meter, "discover") ? undefined : prefixIn(meter)));
  prefixes.forEach((prefix, index) => {
    const other = prefixes.findIndex(
      (one, at) =>
        at < index && one !== undefined && (`${prefix}/`.startsWith(`${one}/`) || `${one}/`.startsWith(`${prefix}/`)),
    );
    if (prefix === undefined || other < 0) return;
    const message = `the topics of this meter and of meters[${other}] overlap`;
    report(["meters", index, "prefix"], "DUPLICATE_NAME", message, "give each meter a prefix of its own");
  });
}

/** Keys that say where a meter is, or how it is read. */
const OF_KNOWN_METERS = ["prefix", "source", "format", "mapping"] as const;

/** Checks that at most one meter is to be found, and that nothing is written of it that is found too. */
function checkDiscovery(meters: readonly unknown[], report: Report): void {
  const found = meters.flatMap((meter, index) => (has(meter, "discover") ? [index] : []));
  for (const index of found) {
    for (const key of OF_KNOWN_METERS.filter((each) => has(meters[index], each))) {
      const message = `${key} is found by discover: true`;
      report(["meters", index, key], "WRONG_VALUE", message, `remove ${key}, or discover`);
    }
  }
  const [, second] = found;
  if (second === undefined) return;
  const hint = "wattframe discover prints the lines of each meter";
  report(["meters", second, "discover"], "WRONG_VALUE", "only one meter can be found by itself", hint);
}

function prefixIn(meter: unknown): string {
  return textAt(meter, "prefix") ?? METER_DEFAULTS.prefix;
}

/** Keys of a source that say where it is read from. */
const PLACE_KEYS = [[], ["path"], ["host"]] as const;

/** Checks that an authority is PEM, and that it is asked about. */
function checkHomeWizard(meter: unknown, path: Path, report: Report): void {
  const ca = textAt(meter, "source", "homewizard", "ca");
  if (ca === undefined) return;
  const at = [...path, "homewizard", "ca"];
  if (!isUnreadable(ca) && !PEM.test(ca))
    report(at, "WRONG_VALUE", "this file is not PEM", "it begins with -----BEGIN");
  if (!has(meter, "source", "homewizard", "token"))
    report(at, "WRONG_VALUE", "ca needs a token", "add tokenFile: with the device's token, or remove ca");
}

/** Checks that each source is of one kind and read by one meter, and that nothing is written that only a broker has. */
function checkSources(meters: readonly unknown[], report: Report): void {
  const places = new Map<string, number>();
  for (const [index, meter] of meters.entries()) {
    if (!hasOwnSource(meter)) continue;
    const path = ["meters", index, "source"] as const;
    const kinds = SOURCE_KINDS.filter((kind) => has(meter, "source", kind));
    const list = SOURCE_KINDS.join(", ");
    if (kinds.length === 0) report(path, "MISSING_KEY", `one of these keys is needed: ${list}`, "name one of them");
    if (kinds.length > 1)
      report(path, "WRONG_VALUE", `use one of ${list}, not ${kinds.join(" and ")}`, "keep the one that is right");
    if (has(meter, "prefix")) {
      const message = "prefix is of topics at a broker, and this meter has a source of its own";
      report(["meters", index, "prefix"], "WRONG_VALUE", message, "remove prefix, or source");
    }
    const place = kinds.map((kind) => PLACE_KEYS.map((key) => textAt(meter, "source", kind, ...key)).join("")).join();
    checkHomeWizard(meter, path, report);
    const other = places.get(place);
    if (place !== "" && other !== undefined)
      report(
        path,
        "DUPLICATE_NAME",
        `meters[${other}] reads from there already`,
        "give each meter a source of its own",
      );
    places.set(place, other ?? index);
  }
}

/** Checks a mapping for quantities that come twice or that one phase cannot have, and for signs without a direction. */
function checkMapping(meter: object, index: number, report: Report): void {
  const topics = new Map<string, string>();
  for (const [topic, row] of Object.entries(valueAt(meter, ["mapping"]) ?? {})) {
    const path = ["meters", index, "mapping", topic] as const;
    const quantity = textAt(row, "quantity") ?? "";
    const earlier = topics.get(quantity);
    if (quantity !== "") topics.set(quantity, earlier ?? topic);
    if (earlier !== undefined) {
      const message = `${quantity} is already read from ${JSON.stringify(earlier)}`;
      report([...path, "quantity"], "DUPLICATE_NAME", message, "keep the topic that is right");
    }
    if (valueAt(meter, ["phases"]) === 1 && /L[23]/u.test(quantity)) {
      const message = `${quantity} belongs to another phase than the first, and this meter has phases: 1`;
      report([...path, "quantity"], "WRONG_VALUE", message, "set phases: 3, or map it to the quantity of L1");
    }
    if (valueAt(row, ["signed"]) === true && quantity !== "" && !/Power(?:Import|Export)/u.test(quantity)) {
      const message = `${quantity} has no import and export that a sign could tell apart`;
      report([...path, "signed"], "WRONG_VALUE", message, "remove signed; it is for net power");
    }
  }
}
