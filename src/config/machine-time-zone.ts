import { readFileSync, readlinkSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { isTimeZone } from "../meter/local-time.ts";
import { ZONE_DATABASE } from "./zone-files.ts";

/** The time zone that this machine is set to, or the reason why it cannot be determined, to follow a colon. */
export type MachineTimeZone = { readonly timeZone: string } | { readonly why: string };

/** The files in which a system keeps its time zone. */
export interface ZoneFiles {
  /** The zone's own file, usually a link into the database. */
  readonly localtime: string;
  /** A text file with the zone's name, as Debian has it. */
  readonly timezone: string;
  /** The folder of the time zone database. */
  readonly database: string;
}

const ZONE_FILES: ZoneFiles = {
  localtime: "/etc/localtime",
  timezone: "/etc/timezone",
  database: ZONE_DATABASE,
};

const MAX_LINKS = 8;

/**
 * The time zone of this machine by name: from the variable TZ in each of its forms, else from the link /etc/localtime, from
 * /etc/timezone, or as the runtime knows it. A TZ that names no zone is never replaced by a guess.
 * @source POSIX.1-2017 section 8.3 (TZ); tzset(3), localtime(5), timezone(5)
 */
export function machineTimeZone(
  env: Readonly<Record<string, string | undefined>>,
  files: ZoneFiles = ZONE_FILES,
): MachineTimeZone {
  const tz = (env["TZ"] ?? "").trim().replace(/^:/u, "");
  const isSystemDefault = tz === "" || resolve(files.database, tz) === files.localtime || tz === "localtime";
  const timeZone = isSystemDefault ? systemZone(files) : zoneOfTz(tz, files);
  if (timeZone !== undefined) return { timeZone };
  if (isSystemDefault) return { why: `neither TZ nor ${files.localtime} nor ${files.timezone} names one` };
  const shown = JSON.stringify(tz.slice(0, 60));
  const isRule = POSIX_RULE.test(tz);
  return {
    why: isRule ? `TZ is ${shown}, a rule and not the name of a zone` : `TZ is ${shown}, which is not a known zone`,
  };
}

const POSIX_RULE = /^(?:[A-Za-z]{3,}|<[\w+-]{3,}>)[+-]?\d/u;
/** A rule without summer time whose offset is whole hours: the database has such zones, with the same sign. */
const POSIX_FIXED = /^(?:[A-Za-z]{3,}|<[\w+-]{3,}>)([+-]?)0?(\d{1,2})(?::00){0,2}$/u;

function zoneOfTz(tz: string, files: ZoneFiles): string | undefined {
  if (isTimeZone(tz)) return tz;
  const [, sign = "", hours] = POSIX_FIXED.exec(tz) ?? [];
  if (hours === undefined) return zoneOfFile(resolve(files.database, tz), files);
  return known(Number(hours) === 0 ? "UTC" : `Etc/GMT${sign || "+"}${hours}`);
}

function systemZone(files: ZoneFiles): string | undefined {
  return (
    zoneOfFile(files.localtime, files) ??
    known(firstLine(files.timezone)) ??
    known(new Intl.DateTimeFormat().resolvedOptions().timeZone)
  );
}

/** The zone that a file of the database is named after; links are followed one by one, since each may hold the name. */
function zoneOfFile(file: string, files: ZoneFiles): string | undefined {
  let path = file;
  for (let links = 0; links < MAX_LINKS; links++) {
    const zone = known(nameIn(path, files));
    if (zone !== undefined) return zone;
    const target = linkTarget(path);
    if (target === undefined) return undefined;
    path = resolve(dirname(path), target);
  }
  return undefined;
}

/** The part of a path below the database, wherever that is; posix/ and right/ hold the same zones again. */
function nameIn(path: string, { database }: ZoneFiles): string | undefined {
  const below = path.startsWith(join(database, "/"))
    ? path.slice(database.length)
    : /\/zoneinfo(\/.*)$/u.exec(path)?.[1];
  return below?.replace(/^\/(?:(?:posix|right)\/)?/u, "");
}

function known(name: string | undefined): string | undefined {
  return name !== undefined && isTimeZone(name) ? name : undefined;
}

function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined; // not a link, or not there
  }
}

function firstLine(file: string): string | undefined {
  try {
    const lines = readFileSync(file, "utf8").split("\n");
    return lines.map((line) => line.replace(/#.*/u, "").trim()).find((line) => line !== "");
  } catch {
    return undefined; // no such file
  }
}
