import { resolve } from "node:path";
import { isLoopbackHost, type ListenAt } from "../source/listener.ts";
import { parseAddress } from "./address.ts";
import type { DisplayKind } from "./display-schema.ts";
import type { Fault, FaultCode, Path } from "./fault.ts";
import { has, listAt, textAt, valueAt } from "./look-up.ts";
import type { MachineTimeZone } from "./machine-time-zone.ts";
import { nearest } from "./nearest.ts";
import { faultAt } from "./validate.ts";
import type { YamlDocument } from "./yaml-document.ts";

/** A layout as far as the configuration must know it. */
export interface LayoutRow {
  readonly name: string;
  /** `800x480` and so on. */
  readonly sizes: readonly string[];
}

/** The layouts that were found; those with faults are rows too, with the sizes that could be read. */
export interface Layouts {
  readonly rows: readonly LayoutRow[];
  readonly faults: readonly Fault[];
}

/** What stands outside the file and decides whether what it says can be done. */
export interface Surroundings {
  readonly kinds: readonly DisplayKind[];
  /**
   * The layouts that exist, the shipped ones and those of the user's folder (absolute, absent when there is none), with
   * what is wrong in their files. Absent: names of layouts are not checked.
   */
  layouts?(ownFolder: string | undefined): Promise<Layouts>;
  /** Whether a text is a schedule; absent: schedules are not checked. */
  isSchedule?(text: string): boolean;
}

/** What surrounds the file on this machine. */
export interface Around {
  /** What relative file names are relative to; absolute. */
  readonly folder: string;
  /** The zone of meters that name none. */
  readonly machineZone: MachineTimeZone;
}

type Say = (path: Path, code: FaultCode, message: string, hint: string) => void;

/**
 * What one key says about another, and names that must exist. Works on data that the schema has refused too, so that
 * every fault is told at once; what the schema says is not said again.
 * @param value the document's data with secrets filled in
 */
export async function crossChecks(
  document: YamlDocument,
  value: unknown,
  surroundings: Surroundings,
  { folder, machineZone }: Around,
): Promise<Fault[]> {
  const faults: Fault[] = [];
  const say: Say = (path, code, message, hint) => faults.push(faultAt(document, path, { code, message, hint }));
  checkBroker(value, say);
  checkEmbedded(value, say);
  checkPreview(value, say);
  checkMeters(value, say);
  if ("why" in machineZone) checkTimeZones(value, machineZone.why, say);
  checkDisplays(value, surroundings, say);
  const own = textAt(value, "layouts");
  const layouts = await surroundings.layouts?.(own === undefined ? undefined : resolve(folder, own));
  if (layouts === undefined) return faults;
  listAt(value, "displays").forEach((display, index) => {
    checkLayout(display, ["displays", index], surroundings.kinds, layouts.rows, say);
  });
  return [...faults, ...layouts.faults];
}

const PEM = /-----BEGIN [A-Z ]+-----/u;

function checkBroker(value: unknown, say: Say): void {
  const broker = valueAt(value, ["broker"]);
  if (typeof broker !== "object" || broker === null) return;
  const isEmbedded = has(value, "broker", "embedded");
  const url = textAt(value, "broker", "url");
  if (isEmbedded === has(value, "broker", "url")) {
    const message = isEmbedded ? "embedded and url exclude each other" : "either embedded or url is needed";
    say(["broker"], isEmbedded ? "WRONG_VALUE" : "MISSING_KEY", message, "write one of the two");
    if (!isEmbedded) return;
  }
  const needsUrl = ["username", "password", "ca", "cert", "key"].filter((key) => has(value, "broker", key));
  for (const key of isEmbedded ? needsUrl : []) {
    say(["broker", key], "WRONG_VALUE", `${key} goes with url, not with embedded`, "name users under embedded: users:");
  }
  if (isEmbedded || url === undefined) return;
  for (const key of ["ca", "cert", "key"]) {
    const text = textAt(value, "broker", key);
    if (text === undefined || text === "unreadable-secret-file") continue;
    if (!PEM.test(text)) say(["broker", key], "WRONG_VALUE", "this file is not PEM", "it begins with -----BEGIN");
    if (!/^(mqtts|wss):/iu.test(url)) {
      say(["broker", key], "WRONG_VALUE", `${key} needs an encrypted address`, "write mqtts:// or wss:// in url");
    }
  }
  if (has(value, "broker", "cert") !== has(value, "broker", "key")) {
    say(["broker"], "MISSING_KEY", "cert and key belong together", "name both files, or neither");
  }
}

function checkEmbedded(value: unknown, say: Say): void {
  const base = ["broker", "embedded"] as const;
  if (!has(value, ...base)) return;
  const users = listAt(value, ...base, "users");
  unique(users, [...base, "users"], "name", say);
  users.forEach((user, index) => {
    if (typeof user !== "object" || user === null || has(user, "password")) return;
    const message = "this user has no password";
    say([...base, "users", index], "MISSING_KEY", message, "name a passwordFile, or a password from the environment");
  });
  const listen = valueAt(value, [...base, "listen"]);
  if (users.length === 0 && addressesIn(listen).some(({ host }) => !isLoopbackHost(host))) {
    const message = "this can be reached from the network, and without users anybody could publish";
    say([...base, "listen"], "SECRET_UNSAFE", message, "add users with passwords, or listen at 127.0.0.1");
  }
}

/** Every address that a `listen` names, whichever way it is written. */
function addressesIn(listen: unknown): ListenAt[] {
  if (typeof listen === "object" && listen !== null) return Object.values(listen).flatMap(addressesIn);
  const address = typeof listen === "string" ? parseAddress(listen) : undefined;
  return address === undefined ? [] : [address];
}

function checkPreview(value: unknown, say: Say): void {
  const [address] = addressesIn(textAt(value, "preview", "listen"));
  if (address !== undefined && !isLoopbackHost(address.host) && !has(value, "preview", "password")) {
    const message = "this can be reached from the network and needs a password";
    say(["preview", "listen"], "SECRET_UNSAFE", message, "add passwordFile to preview, or listen at 127.0.0.1");
  }
  const names = namesIn(listAt(value, "displays"));
  for (const name of Object.keys(valueAt(value, ["preview", "tokens"]) ?? {})) {
    if (!names.includes(name)) unknownName(["preview", "tokens", name], name, "display", names, say);
  }
}

function checkMeters(value: unknown, say: Say): void {
  const meters = listAt(value, "meters");
  unique(meters, ["meters"], "name", say);
  const prefixes = meters.map((meter) => textAt(meter, "prefix") ?? "han");
  prefixes.forEach((prefix, index) => {
    const other = prefixes.findIndex(
      (one, at) => at < index && (`${prefix}/`.startsWith(`${one}/`) || `${one}/`.startsWith(`${prefix}/`)),
    );
    if (other < 0) return;
    const message = `the topics of this meter and of meters[${other}] are not apart`;
    say(["meters", index, "prefix"], "DUPLICATE_NAME", message, "give each meter a prefix of its own");
  });
}

/** Every meter needs a zone of its own where the machine's cannot be determined. */
function checkTimeZones(value: unknown, why: string, say: Say): void {
  const meters = has(value, "meters") ? listAt(value, "meters") : [{}];
  meters.forEach((meter, index) => {
    if (typeof meter !== "object" || has(meter, "timeZone")) return;
    const message = `this machine's time zone cannot be determined: ${why}`;
    say(["meters", index, "timeZone"], "MISSING_KEY", message, "give the meter one: timeZone: Europe/Helsinki");
  });
}

function checkDisplays(value: unknown, surroundings: Surroundings, say: Say): void {
  const displays = listAt(value, "displays");
  unique(displays, ["displays"], "name", say);
  const meters = has(value, "meters")
    ? listAt(value, "meters").map((meter) => textAt(meter, "name") ?? "house")
    : ["house"];
  displays.forEach((display, index) => {
    const path = ["displays", index] as const;
    const meter = textAt(display, "meter");
    if (meter !== undefined && !meters.includes(meter)) unknownName([...path, "meter"], meter, "meter", meters, say);
    const schedule = textAt(display, "refresh", "schedule");
    if (schedule !== undefined && surroundings.isSchedule?.(schedule) === false) {
      const message = `${JSON.stringify(schedule)} is not a schedule`;
      say([...path, "refresh", "schedule"], "WRONG_VALUE", message, "six fields: second minute hour day month weekday");
    }
  });
}

function checkLayout(
  display: unknown,
  path: Path,
  kinds: readonly DisplayKind[],
  layouts: readonly LayoutRow[],
  say: Say,
): void {
  if (typeof display !== "object" || display === null) return;
  const name = textAt(display, "layout") ?? "balance";
  const layout = layouts.find((row) => row.name === name);
  const names = layouts.map((row) => row.name);
  if (layout === undefined) {
    unknownName([...path, "layout"], name, "layout", names, say);
    return;
  }
  const kind = kinds.find((row) => row.kind === textAt(display, "kind"));
  if (kind?.size === undefined) return;
  const own = Object.entries(display).filter(([key]) => Object.hasOwn(kind.options.shape, key));
  const options = kind.options.safeParse(Object.fromEntries(own));
  const size = options.success ? sizeOf(kind, options.data) : undefined;
  if (size === undefined) return;
  const text = `${size.width}x${size.height}`;
  if (layout.sizes.includes(text)) return;
  const message = `the layout ${name} has no size ${text}`;
  const others = layouts.filter((row) => row.sizes.includes(text)).map((row) => row.name);
  const hint = others.length > 0 ? `of this size: ${others.join(", ")}` : `its sizes: ${layout.sizes.join(", ")}`;
  say([...path, "layout"], "UNKNOWN_NAME", message, hint);
}

/** Pixels of a display; undefined where the hardware would have to be asked and is not there: that is no fault of the file. */
function sizeOf(kind: DisplayKind, options: Readonly<Record<string, unknown>>) {
  try {
    return kind.size?.(options);
  } catch {
    return undefined;
  }
}

function unique(rows: readonly unknown[], base: Path, key: string, say: Say): void {
  const names = rows.map((row) => textAt(row, key));
  names.forEach((name, index) => {
    const first = names.indexOf(name);
    if (name === undefined || first === index) return;
    const message = `${JSON.stringify(name)} is the ${key} of ${String(base.at(-1))}[${first}] already`;
    say([...base, index, key], "DUPLICATE_NAME", message, "give each its own");
  });
}

function namesIn(rows: readonly unknown[]): string[] {
  return rows.flatMap((row) => textAt(row, "name") ?? []);
}

function unknownName(path: Path, name: string, what: string, known: readonly string[], say: Say): void {
  const near = nearest(name, known);
  const suggestion = near === undefined ? "" : `; did you mean \`${near}\`?`;
  const hint = known.length === 0 ? `there is no ${what}` : `there are: ${known.join(", ")}`;
  say(path, "UNKNOWN_NAME", `there is no ${what} ${JSON.stringify(name)}${suggestion}`, hint);
}
