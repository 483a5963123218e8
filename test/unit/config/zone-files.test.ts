import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { zoneFiles } from "../../../src/config/zone-files.ts";
import {
  epochOfLocal,
  isTimeZone,
  localOffsetMs,
  startOfDayNumber,
  useZoneDatabase,
} from "../../../src/meter/local-time.ts";
import { compiledZone } from "../../fixtures/compiled-zone.ts";

const SYSTEM = "/usr/share/zoneinfo";
const HOUR_MS = 3_600_000;
const utc = (iso: string): number => Date.parse(iso);
/** A zone that no runtime knows: ahead of UTC by an hour, and from 2026-06-01 on by two. */
const newZone = compiledZone({
  firstOffsetS: 3_600,
  changes: [{ atS: utc("2026-06-01T00:00:00Z") / 1_000, offsetS: 7_200 }],
  rule: "<+02>-2",
});

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "wattframe-zones-"));
  await mkdir(join(folder, "Europe"));
  await writeFile(join(folder, "Europe", "Newtown"), newZone);
  await writeFile(join(folder, "localtime"), newZone);
  await writeFile(join(folder, "Factory"), newZone);
  await writeFile(join(folder, "zone.tab"), "no zone");
  await writeFile(join(folder, "Europe", "Oslo"), "no zone");
  await symlink("Europe/Newtown", join(folder, "Newtown"));
});

afterEach(async () => {
  useZoneDatabase(() => undefined);
  await rm(folder, { recursive: true });
});

describe("the system's time zones", () => {
  it("are known by their names, before a runtime knows them", () => {
    expect(isTimeZone("Europe/Newtown")).toBe(false);
    useZoneDatabase(zoneFiles(folder));
    expect(isTimeZone("Europe/Newtown")).toBe(true);
    expect(localOffsetMs(utc("2026-05-31T23:59:59Z"), "Newtown")).toBe(HOUR_MS);
    expect(localOffsetMs(utc("2026-06-01T00:00:00Z"), "Newtown")).toBe(2 * HOUR_MS);
  });

  it("are no other files, and none outside of the database", () => {
    const zones = zoneFiles(join(folder, "Europe"));
    expect(zones("Newtown")).toHaveLength(2);
    for (const name of ["", ".", "..", "../Newtown", "../localtime", "Oslo", "Newtown/", "/Newtown", "Bergen", "N\0"])
      expect([name, zones(name)]).toEqual([name, undefined]);
    expect(zoneFiles(folder)("localtime")).toBeUndefined();
    expect(zoneFiles(folder)("Factory")).toBeUndefined();
    expect(zoneFiles(join(folder, "none"))("Europe/Newtown")).toBeUndefined();
  });

  it("leave what they do not say to the runtime", () => {
    useZoneDatabase(zoneFiles(folder));
    expect(localOffsetMs(utc("2026-07-01T00:00:00Z"), "Europe/Oslo")).toBe(2 * HOUR_MS);
    expect(isTimeZone("Europe/Nowhere")).toBe(false);
  });
});

describe.skipIf(!existsSync(join(SYSTEM, "Europe/Helsinki")))("the time zones of this machine", () => {
  const zone = fc.constantFrom(
    "Europe/Helsinki",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Africa/Casablanca",
    "Asia/Kathmandu",
    "Europe/Dublin",
    "UTC",
  );
  const day = fc.integer({ min: 9_000, max: 27_000 });

  it("give the same days and instants as Temporal does, also beyond the last change that they list", () => {
    useZoneDatabase(zoneFiles(SYSTEM));
    fc.assert(
      fc.property(zone, day, fc.nat(1_439), (timeZone, number, minute) => {
        const date = new Temporal.PlainDate(1970, 1, 1).add({ days: number });
        expect(startOfDayNumber(number, timeZone)).toBe(date.toZonedDateTime(timeZone).epochMilliseconds);
        const local = date.toPlainDateTime().add({ minutes: minute });
        const instant = local.toZonedDateTime(timeZone);
        expect(epochOfLocal(local.toString(), timeZone)).toBe(instant.epochMilliseconds);
        expect(localOffsetMs(instant.epochMilliseconds, timeZone)).toBe(instant.offsetNanoseconds / 1e6);
      }),
      { numRuns: 1_000 },
    );
  });
});
