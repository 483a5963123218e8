import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { machineTimeZone, type ZoneFiles } from "../../../src/config/machine-time-zone.ts";

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "wattframe-zone-"));
});
afterAll(() => rm(root, { recursive: true }));

let count = 0;

/** The files of a system whose zone is set in the given ways. */
async function system({ localtime, timezone }: { localtime?: string; timezone?: string }): Promise<ZoneFiles> {
  const folder = join(root, String(count++));
  const files = {
    localtime: join(folder, "etc/localtime"),
    timezone: join(folder, "etc/timezone"),
    database: join(folder, "usr/share/zoneinfo"),
  };
  await mkdir(dirname(files.localtime), { recursive: true });
  await mkdir(join(files.database, "US"), { recursive: true });
  await writeFile(join(files.database, "Foo"), "");
  await symlink(files.localtime, join(files.database, "localtime"));
  if (localtime === "a copy") await writeFile(files.localtime, "TZif2");
  else if (localtime !== undefined) await symlink(localtime, files.localtime);
  if (timezone !== undefined) await writeFile(files.timezone, timezone);
  return files;
}

describe("TZ", () => {
  it.each([
    ["Europe/Helsinki", "Europe/Helsinki"],
    [":Europe/Helsinki", "Europe/Helsinki"],
    [" Europe/Helsinki\n", "Europe/Helsinki"],
    ["posix/Europe/Helsinki", "Europe/Helsinki"],
    ["right/Europe/Helsinki", "Europe/Helsinki"],
    ["/usr/share/zoneinfo/Europe/Helsinki", "Europe/Helsinki"],
    [":/usr/share/zoneinfo/posix/Europe/Helsinki", "Europe/Helsinki"],
    ["US/Pacific", "US/Pacific"],
    ["EET", "EET"],
    ["EST5EDT", "EST5EDT"],
    ["UTC", "UTC"],
    ["UTC0", "UTC"],
    ["GMT+3", "Etc/GMT+3"],
    ["XYZ5", "Etc/GMT+5"],
    ["<+03>-3", "Etc/GMT-3"],
    ["EET-02:00", "Etc/GMT-2"],
  ])("%s is the zone %s, whatever the files say", async (tz, timeZone) => {
    const files = await system({ localtime: "/usr/share/zoneinfo/Asia/Tokyo", timezone: "Asia/Tokyo\n" });
    expect(machineTimeZone({ TZ: tz }, files)).toEqual({ timeZone });
  });

  it.each([
    ["Foo/Bar", 'TZ is "Foo/Bar", which is not a known zone'],
    ["Foo", 'TZ is "Foo", which is not a known zone'],
    ["/nowhere/at/all", 'TZ is "/nowhere/at/all", which is not a known zone'],
    ["EET-2EEST,M3.5.0/3,M10.5.0/4", 'TZ is "EET-2EEST,M3.5.0/3,M10.5.0/4", a rule and not the name of a zone'],
    ["CET-1CEST", 'TZ is "CET-1CEST", a rule and not the name of a zone'],
    ["IST-5:30", 'TZ is "IST-5:30", a rule and not the name of a zone'],
    ["<+99>-99", 'TZ is "<+99>-99", a rule and not the name of a zone'],
    ["a\0b", 'TZ is "a\\u0000b", which is not a known zone'],
  ])("%s names none, and no other is guessed", async (tz, why) => {
    const files = await system({ localtime: "/usr/share/zoneinfo/Asia/Tokyo", timezone: "Asia/Tokyo\n" });
    expect(machineTimeZone({ TZ: tz }, files)).toEqual({ why });
  });

  it.each(["", ":", "localtime", ":localtime"])("%j means what the system is set to", async (tz) => {
    const files = await system({ localtime: "../usr/share/zoneinfo/Asia/Tokyo" });
    expect(machineTimeZone({ TZ: tz }, files)).toEqual({ timeZone: "Asia/Tokyo" });
  });

  it("that is the system's own file is what that links to, or the name beside it", async () => {
    const linked = await system({ localtime: "/usr/share/zoneinfo/Asia/Tokyo" });
    expect(machineTimeZone({ TZ: `:${linked.localtime}` }, linked)).toEqual({ timeZone: "Asia/Tokyo" });
    const copied = await system({ localtime: "a copy", timezone: "Asia/Tokyo" });
    expect(machineTimeZone({ TZ: copied.localtime }, copied)).toEqual({ timeZone: "Asia/Tokyo" });
    expect(machineTimeZone({ TZ: "localtime" }, copied)).toEqual({ timeZone: "Asia/Tokyo" });
  });

  it("may be a file that links into the database", async () => {
    const files = await system({});
    const file = join(dirname(files.localtime), "mine");
    await symlink("/usr/share/zoneinfo/Asia/Tokyo", file);
    expect(machineTimeZone({ TZ: file }, files)).toEqual({ timeZone: "Asia/Tokyo" });
  });
});

describe("without TZ", () => {
  it.each([
    ["a link", { localtime: "/usr/share/zoneinfo/Europe/Helsinki" }, "Europe/Helsinki"],
    ["a relative link", { localtime: "../usr/share/zoneinfo/Europe/Helsinki" }, "Europe/Helsinki"],
    ["a link to an old name", { localtime: "/usr/share/zoneinfo/US/Pacific" }, "US/Pacific"],
    ["a database elsewhere", { localtime: "/var/db/timezone/zoneinfo/Europe/Helsinki" }, "Europe/Helsinki"],
    ["a link and another name", { localtime: "/usr/share/zoneinfo/Asia/Tokyo", timezone: "Europe/Oslo" }, "Asia/Tokyo"],
    ["a copy and a name", { localtime: "a copy", timezone: "# set by hand\n\nEurope/Oslo # here\n" }, "Europe/Oslo"],
    ["a broken link and a name", { localtime: "/nowhere", timezone: "Europe/Oslo" }, "Europe/Oslo"],
    ["no zone at all and a name", { localtime: "/usr/share/zoneinfo/Factory", timezone: "Europe/Oslo" }, "Europe/Oslo"],
  ])("the zone is read from %s", async (_, set, timeZone) => {
    expect(machineTimeZone({}, await system(set))).toEqual({ timeZone });
  });

  it("and without files the runtime is asked, which has one wherever it runs", async () => {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    expect(machineTimeZone({}, await system({}))).toEqual({ timeZone });
  });

  it("a link that leads in a circle is no zone", async () => {
    const files = await system({ localtime: "localtime", timezone: "Europe/Oslo" });
    expect(machineTimeZone({}, files)).toEqual({ timeZone: "Europe/Oslo" });
  });
});
