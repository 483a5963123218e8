import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Finding } from "../../../src/doctor/finding.ts";
import { kioskFindings } from "../../../src/doctor/kiosk-checks.ts";
import { type Machine, machineAt } from "../../../src/doctor/machine.ts";
import { MACHINE_CHECKS } from "../../../src/doctor/machine-checks.ts";
import { canvas, clock, fonts } from "../../../src/doctor/program-checks.ts";
import { WattframeError } from "../../../src/errors.ts";
import type { Status } from "../../../src/kiosk/status.ts";

let root = "";
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "wattframe-machine-"));
});
afterEach(() => rm(root, { recursive: true }));

/** A Raspberry Pi on which all is well. */
const HEALTHY: Readonly<Record<string, string>> = {
  "/boot/firmware/config.txt": "dtparam=spi=on\n",
  "/dev/spidev0.0": "",
  "/dev/gpiochip0": "",
  "/dev/fb0": "",
  "/sys/class/gpio/gpiochip512/label": "pinctrl-bcm2711\n",
  "/sys/module/spidev/parameters/bufsiz": "4096\n",
  "/sys/devices/platform/soc/soc:firmware/get_throttled": "0\n",
  "/sys/fs/ext4/mmcblk0p2/errors_count": "0\n",
  "/etc/passwd": "root:x:0:0::/root:/bin/sh\nwattframe:x:100:101::/var/lib/wattframe:/usr/sbin/nologin\n",
  "/etc/group": "spi:x:998:pi,wattframe\ngpio:x:997:wattframe\nvideo:x:44:wattframe\ndialout:x:20:wattframe\nlp:x:7:\n",
  "/proc/meminfo": "MemTotal: 949372 kB\nMemAvailable:   512000 kB\n",
  "/proc/mounts": "/dev/mmcblk0p2 / ext4 rw,noatime 0 0\nproc /proc proc rw 0 0\n",
};

/** What is wrong on a machine with these files instead; `undefined` takes one away. */
async function wrongOn(
  changes: Readonly<Record<string, string | undefined>>,
  machine: Partial<Machine> = {},
): Promise<readonly Finding[]> {
  for (const [path, text] of Object.entries({ ...HEALTHY, ...changes })) {
    if (text === undefined) continue;
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  const noProgram = { run: () => Promise.resolve(undefined) };
  const roomy = {
    ...machineAt(root),
    ...noProgram,
    node: "20.19.2",
    freeBytes: () => Promise.resolve(8e9),
    ...machine,
  };
  const findings = await Promise.all(MACHINE_CHECKS.map((check) => check(roomy)));
  expect(findings.map(({ check }) => check)).toEqual([...new Set(findings.map(({ check }) => check))]);
  for (const { ok, remedy, message } of findings) expect([remedy === "", message === ""]).toEqual([ok, false]);
  return findings.filter(({ ok }) => !ok);
}

describe("the doctor of a machine", () => {
  it("finds nothing on a healthy one", async () => {
    expect(await wrongOn({})).toEqual([]);
  });

  it("finds nothing on a machine that is no Raspberry Pi", async () => {
    expect(await wrongOn(Object.fromEntries(Object.keys(HEALTHY).map((path) => [path, undefined])))).toEqual([]);
  });

  it.each([
    [
      "spi",
      { "/dev/spidev0.0": undefined, "/boot/firmware/config.txt": "#dtparam=spi=on\n" },
      /SPI is off/u,
      /dtparam=spi=on/u,
    ],
    ["spi", { "/dev/spidev0.0": undefined }, /no \/dev\/spidev/u, /Restart/u],
    ["spi-buffer", { "/sys/module/spidev/parameters/bufsiz": "1024\n" }, /only 1024 bytes/u, /bufsiz/u],
    [
      "groups",
      { "/etc/group": "spi:x:998:pi\ngpio:x:997:wattframe\nvideo:x:44:\n" },
      /not in spi, video/u,
      /adduser wattframe spi/u,
    ],
    [
      "power",
      { "/sys/devices/platform/soc/soc:firmware/get_throttled": "50000\n" },
      /has been too low/u,
      /power supply/u,
    ],
    ["power", { "/sys/devices/platform/soc/soc:firmware/get_throttled": "50005\n" }, /is too low/u, /power supply/u],
    ["card", { "/sys/fs/ext4/mmcblk0p2/errors_count": "3\n" }, /mmcblk0p2 has had 3 errors/u, /history backup/u],
    ["card", { "/sys/block/mmcblk0/device/pre_eol_info": "0x03\n" }, /end of its life/u, /new card/u],
    ["memory", { "/proc/meminfo": "MemAvailable:   20000 kB\n" }, /only 20 MB/u, /Stop/u],
    ["root", { "/proc/mounts": "/dev/mmcblk0p2 / ext4 ro,noatime 0 0\n" }, /read-only/u, /WATTFRAME_STATE/u],
  ] as const)("finds what is wrong: %s", async (check, changes, message, remedy) => {
    const found = await wrongOn(changes);
    expect(found).toEqual([
      {
        check,
        ok: false,
        message: expect.stringMatching(message) as string,
        remedy: expect.stringMatching(remedy) as string,
      },
    ]);
  });

  it("takes a part of its own that can be written for the state, on a root that cannot", async () => {
    expect(await wrongOn({ "/proc/mounts": "/dev/a / ext4 ro 0 0\n/dev/b /var ext4 rw 0 0\n" })).toEqual([]);
  });

  it("hears a program out, and nothing of one that is not there", async () => {
    const machine = machineAt();
    expect(await machine.run(process.execPath, ["--print", "6 * 7"])).toBe("42\n");
    expect(await machine.run("wattframe-is-no-such-program", [])).toBeUndefined();
  });

  it.each([
    ["throttled=0x50005\n", ["power"]],
    ["throttled=0x0\n", []],
    ["error\n", []],
    [undefined, []],
  ])("asks the firmware's own program where the kernel has no word: %o", async (said, checks) => {
    const asked: string[] = [];
    const run = (program: string, args: readonly string[]) => {
      asked.push([program, ...args].join(" "));
      return Promise.resolve(said);
    };
    const found = await wrongOn({ "/sys/devices/platform/soc/soc:firmware/get_throttled": undefined }, { run });
    expect(found.map(({ check }) => check)).toEqual(checks);
    expect(asked).toEqual(["vcgencmd get_throttled"]);
  });

  it.each([
    ["by udev where no group owns it", { "/usr/lib/udev/rules.d/60-wattframe.rules": "…" }, /udevadm trigger/u],
    ["by the package where there is no rule either", {}, /the Debian package makes one/u],
  ])("says how a panel is opened %s", async (_, rules, remedy) => {
    const mayUse = (path: string) => Promise.resolve(!path.startsWith("/dev/spidev"));
    const [found, ...others] = await wrongOn({ "/etc/group": "video:x:44:wattframe\n", ...rules }, { mayUse });
    expect(others).toEqual([]);
    expect(found).toMatchObject({ check: "spi", remedy: expect.stringMatching(remedy) as string });
  });

  it("finds devices that this user may not open, an old Node.js and a full disk", async () => {
    const found = await wrongOn(
      {},
      { mayUse: () => Promise.resolve(false), node: "18.20.4", freeBytes: () => Promise.resolve(5e6) },
    );
    expect(found.map(({ check }) => check)).toEqual(["node", "spi", "gpio", "framebuffer", "disk"]);
    expect(found.map(({ remedy }) => remedy).join()).toMatch(/20\.19.*group spi.*group gpio.*group video.*apt clean/u);
  });
});

describe("the doctor of the program", () => {
  it("finds nothing where all is there", async () => {
    const yes = { id: "chrony", query: () => Promise.resolve(true) };
    const found = [await fonts(), await canvas(), await clock(false, [yes]), await clock(true, [])];
    expect(found.map(({ ok }) => ok)).toEqual([true, true, true, true]);
  });

  it("finds a missing font, a missing library and a clock that is not set", async () => {
    const found = [
      await fonts(() => {
        throw new WattframeError("FONT_MISSING", "PTSans-Bold.ttf: no such file", { hint: "Restore it." });
      }),
      await canvas(() => Promise.reject(new Error("libcairo.so.2: cannot open shared object file"))),
      await clock(false, [{ id: "chrony", query: () => Promise.resolve(false) }]),
    ];
    expect(found.map(({ ok }) => ok)).toEqual([false, false, false]);
    expect(found.map(({ message, remedy }) => `${message} ${remedy}`)).toEqual([
      "PTSans-Bold.ttf: no such file Restore it.",
      expect.stringMatching(/libcairo\.so\.2.*sudo apt install libcairo2$/u),
      expect.stringMatching(/charts and totals wait.*timesyncd/u),
    ]);
  });
});

const NOW_MS = Date.parse("2026-01-15T18:00:00Z");
const RUNNING: Status = {
  at: "2026-01-15T17:59:57Z",
  pid: 7,
  version: "1.0.0",
  startedAt: "2026-01-15T12:00:00Z",
  broker: { kind: "connected" },
  meters: [{ name: "house", telegrams: 8640, topics: 26, lastAt: "2026-01-15T17:59:50Z" }],
  displays: [{ name: "wall", kind: "epaper", reason: "unchanged" }],
};

const HOUSE = RUNNING.meters[0]!;
const SILENT_PORT = {
  fault: "hears-nothing",
  symptom: "The reader hears nothing from the meter",
  remedy: "is the port open?",
} as const;
const WEAK = { symptom: "The reader's Wi-Fi is weak (-84 dBm)", remedy: "move it." };

describe("the doctor of a running kiosk", () => {
  it("says the reader's version and the meter's clock, also of a meter that keeps standard time", () => {
    const reader = { online: true, version: "0.2.0", findings: [] };
    const meters = [{ ...HOUSE, reader, clock: { local: "2026-07-15T19:59:50", aheadS: -3_602 } }];
    const findings = kioskFindings({ ...RUNNING, meters }, NOW_MS);
    expect(findings.filter(({ ok }) => !ok)).toEqual([]);
    expect(findings.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        "its last value came 10 s ago; 8640 telegrams in 24 h; its version is 0.2.0",
        "the meter's clock, 2026-07-15 19:59:50, is 1 h 2 s behind this machine's: one of them keeps summer time",
      ]),
    );
  });

  it("finds nothing where all is well", () => {
    const findings = kioskFindings(RUNNING, NOW_MS);
    expect(findings.map(({ check, ok }) => [check, ok])).toEqual([
      ["kiosk", true],
      ["broker", true],
      ["reader of house", true],
      ["display wall", true],
    ]);
  });

  it.each([
    ["kiosk", undefined, /no kiosk runs/u],
    ["kiosk", { at: "2026-01-15T17:58:00Z" }, /no status for 120 s/u],
    [
      "kiosk",
      { unconfigured: { file: "/etc/wattframe/wattframe.yaml", command: "sudo wattframe setup" } },
      /waits for its configuration \/etc/u,
    ],
    [
      "reload",
      { configuration: { faults: [{ code: "WRONG_VALUE", message: "w.yaml:3:5 locale: is not a locale" }] } },
      /^the last reload was refused, the configuration before is in use: w\.yaml:3:5 locale: is not a locale$/u,
    ],
    ["broker", { broker: { kind: "refused", reason: "login" } }, /refused: login/u],
    ["reader of house", { meters: [{ name: "house", telegrams: 0, topics: 0 }] }, /nothing has come/u],
    [
      "reader of house",
      { meters: [{ name: "house", telegrams: 5, topics: 26, lastAt: "2026-01-15T17:00:00Z" }] },
      /60 min ago/u,
    ],
    [
      "reader of house",
      { meters: [{ name: "house", telegrams: 0, topics: 0, source: { kind: "lost", reason: "unplugged" } }] },
      /lost: unplugged/u,
    ],
    [
      "reader of house",
      { meters: [{ name: "house", telegrams: 0, topics: 2, reader: { online: true, findings: [SILENT_PORT] } }] },
      /hears nothing/u,
    ],
    [
      "reader of house",
      { meters: [{ ...HOUSE, reader: { online: false, version: "0.2.0", findings: [] } }] },
      /offline; its version is 0\.2\.0/u,
    ],
    ["reader of house", { meters: [{ ...HOUSE, reader: { online: true, findings: [WEAK] } }] }, /Wi-Fi is weak/u],
    [
      "clock of house",
      { meters: [{ ...HOUSE, clock: { local: "2026-01-15T20:04:55", aheadS: 305 } }] },
      /2026-01-15 20:04:55, is 5 min 5 s ahead of/u,
    ],
    [
      "clock of house",
      { meters: [{ ...HOUSE, clock: { local: "2026-01-15T13:00:00", aheadS: -25_190 } }] },
      /6 h 59 min 50 s behind/u,
    ],
    [
      "display wall",
      {
        displays: [
          { name: "wall", kind: "epaper", fault: { code: "BUS_IO", message: "no answer", hint: "Look at the wires." } },
        ],
      },
      /no answer/u,
    ],
  ])("finds what is wrong: %s", (check, changes: Partial<Status> | undefined, message) => {
    const wrong = kioskFindings(changes && { ...RUNNING, ...changes }, NOW_MS).filter(({ ok }) => !ok);
    expect(wrong.map((finding) => finding.check)).toEqual([check]);
    expect(wrong[0]?.message).toMatch(message);
    expect(wrong[0]?.remedy).not.toBe("");
  });

  it("says what to do after a reload that was refused, and that there is more", () => {
    const faults = ["locale", "meters"].map((message) => ({ code: "WRONG_VALUE", message, hint: "Write fi-FI" }));
    const found = kioskFindings({ ...RUNNING, configuration: { faults } }, NOW_MS).find(({ ok }) => !ok);
    expect(found?.message).toMatch(/: locale, and 1 more$/u);
    expect(found?.remedy).toBe("Write fi-FI; then apply it: sudo systemctl reload wattframe");
  });

  it("says in words what a display decided", () => {
    const displays = [{ name: "wall", kind: "epaper", reason: "unchanged" }];
    expect(kioskFindings({ ...RUNNING, displays }, NOW_MS).at(-1)?.message).toBe("epaper, not shown: nothing changed");
  });
});
