import { HEADER_LABELS } from "../bus/wiring.ts";
import { type Finding, well, wrong } from "./finding.ts";
import type { Machine } from "./machine.ts";

/** One question about a machine. */
type Check = (machine: Machine) => Promise<Finding>;

const MB = 1_000_000;
/** Free disk below which a history may soon not be written. */
const LEAST_DISK_BYTES = 200 * MB;
/** Memory below which the kiosk may be ended by the kernel. */
const LEAST_MEMORY_BYTES = 64 * MB;
/** Default buffer of the kernel's SPI driver. */
const LEAST_BUFSIZ = 4096;
const STATE = "/var/lib";
const BOOT_FILES = ["/boot/firmware/config.txt", "/boot/config.txt"];
const REBOOT = "then restart the machine";

/** Every check of the machine itself, in the order in which they are listed. */
export const MACHINE_CHECKS: readonly Check[] = [
  node,
  spi,
  spiBuffer,
  gpio,
  groups,
  framebuffer,
  disk,
  readOnly,
  sdCard,
  power,
  memory,
];

async function node({ node: version }: Machine): Promise<Finding> {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return well("node", `Node.js ${version}`);
  return wrong("node", `Node.js ${version} is too old`, "Install Node.js 20.19 or newer; Debian 13 has it.");
}

/** Devices whose names begin so; empty where there are none. */
async function devices({ list }: Machine, names: RegExp): Promise<readonly string[]> {
  return (await list("/dev")).filter((name) => names.test(name)).map((name) => `/dev/${name}`);
}

/** Finds the first device that this user may not open; the group owns it. */
async function closedDevice(
  check: string,
  machine: Machine,
  paths: readonly string[],
  group: string,
): Promise<Finding | undefined> {
  for (const path of paths) {
    if (await machine.mayUse(path)) continue;
    return wrong(check, `${path} is there, and this user may not open it`, await wayToOpen(machine, group));
  }
  return undefined;
}

/** Rules of the package for systems on which no group owns panels. */
const UDEV_RULES = ["/usr/lib/udev/rules.d/60-wattframe.rules", "/lib/udev/rules.d/60-wattframe.rules"];

/** How the kiosk's user gets at a device: by its group, else by the package's rules for udev. */
async function wayToOpen({ read }: Machine, group: string): Promise<string> {
  const hasGroup = new RegExp(`^${group}:`, "mu").test((await read("/etc/group")) ?? "");
  if (hasGroup)
    return `Run it as the user of the kiosk, which is in the group ${group}: sudo adduser wattframe ${group}`;
  const rules = await Promise.all(UDEV_RULES.map((file) => read(file)));
  if (rules.some((text) => text !== undefined))
    return "Run it as the user of the kiosk, to whom udev gives it: sudo udevadm trigger --subsystem-match=spidev --subsystem-match=gpio";
  return "Run it as a user who may; the Debian package makes one, wattframe, and the rules for udev that give it the device.";
}

async function spi(machine: Machine): Promise<Finding> {
  const found = await devices(machine, /^spidev/u);
  if (found.length === 0) return noSpi(machine);
  return (await closedDevice("spi", machine, found, "spi")) ?? well("spi", found.join(", "));
}

async function noSpi(machine: Machine): Promise<Finding> {
  const texts = await Promise.all(BOOT_FILES.map((file) => machine.read(file)));
  const file = BOOT_FILES[texts.findIndex((text) => text !== undefined)];
  if (file === undefined) return well("spi", "no SPI, which only e-paper panels need");
  const isOn = texts.some((text) => /^\s*dtparam=spi=on\s*$/mu.test(text ?? ""));
  if (isOn)
    return wrong(
      "spi",
      `SPI is on in ${file}, and there is no /dev/spidev`,
      "Restart the machine; if that changes nothing, load the driver: sudo modprobe spidev",
    );
  return wrong("spi", `SPI is off in ${file}`, `Add the line dtparam=spi=on to ${file}, ${REBOOT}.`);
}

async function spiBuffer(machine: Machine): Promise<Finding> {
  const text = await machine.read("/sys/module/spidev/parameters/bufsiz");
  if (text === undefined) return well("spi-buffer", "no SPI driver is loaded");
  const bytes = Number(text);
  if (bytes >= LEAST_BUFSIZ) return well("spi-buffer", `${bytes} bytes a transfer`);
  return wrong(
    "spi-buffer",
    `only ${bytes} bytes a transfer`,
    `Remove spidev.bufsiz from the kernel's command line, ${REBOOT}.`,
  );
}

async function gpio(machine: Machine): Promise<Finding> {
  const chips = await devices(machine, /^gpiochip/u);
  if (chips.length === 0) return well("gpio", "no GPIO, which only e-paper panels need");
  const folders = (await machine.list("/sys/class/gpio")).filter((name) => name.startsWith("gpiochip"));
  const labels = await Promise.all(folders.map((name) => machine.read(`/sys/class/gpio/${name}/label`)));
  const known = HEADER_LABELS.find((label) => labels.some((text) => text?.trim() === label));
  const message = known === undefined ? chips.join(", ") : `the header's lines are on ${known}`;
  return (await closedDevice("gpio", machine, chips, "gpio")) ?? well("gpio", message);
}

/** Groups that devices belong to; the first two only exist on Raspberry Pi OS. */
const DEVICE_GROUPS = ["spi", "gpio", "video", "dialout"];

async function groups(machine: Machine): Promise<Finding> {
  const users = (await machine.read("/etc/passwd")) ?? "";
  if (!/^wattframe:/mu.test(users)) return well("groups", "there is no user wattframe; the groups of this user count");
  const rows = ((await machine.read("/etc/group")) ?? "").split("\n").map((line) => line.split(":"));
  const missing = rows.flatMap(([name = "", , , members = ""]) =>
    DEVICE_GROUPS.includes(name) && !members.split(",").includes("wattframe") ? [name] : [],
  );
  if (missing.length === 0) return well("groups", "the user wattframe is in the groups of the devices");
  const commands = missing.map((name) => `sudo adduser wattframe ${name}`).join("; ");
  return wrong(
    "groups",
    `the user wattframe is not in ${missing.join(", ")}`,
    `Add it, and restart the service: ${commands}`,
  );
}

async function framebuffer(machine: Machine): Promise<Finding> {
  const screens = await devices(machine, /^fb\d+$/u);
  if (screens.length === 0) return well("framebuffer", "no framebuffer, which only screens need");
  return (await closedDevice("framebuffer", machine, screens, "video")) ?? well("framebuffer", screens.join(", "));
}

async function disk(machine: Machine): Promise<Finding> {
  const bytes = await machine.freeBytes(STATE);
  if (bytes === undefined) return well("disk", "how much is free is not known");
  const free = `${Math.floor(bytes / MB)} MB free in ${STATE}`;
  if (bytes >= LEAST_DISK_BYTES) return well("disk", free);
  return wrong("disk", `only ${free}`, "Remove what is not needed: sudo apt clean; sudo journalctl --vacuum-size=50M");
}

async function readOnly(machine: Machine): Promise<Finding> {
  const mounts = ((await machine.read("/proc/mounts")) ?? "").split("\n").map((line) => line.split(" "));
  const over = (path: string) => mounts.findLast(([, point]) => point === path);
  const mount = over(`${STATE}/wattframe`) ?? over(STATE) ?? over("/var") ?? over("/");
  const [, point = "/", , options = ""] = mount ?? [];
  if (!options.split(",").includes("ro")) return well("root", `${point} can be written`);
  return wrong(
    "root",
    `${point} is mounted read-only: nothing outlives a restart`,
    "Let WATTFRAME_STATE name a folder that can be written, or mount it with rw.",
  );
}

async function sdCard(machine: Machine): Promise<Finding> {
  const systems = await machine.list("/sys/fs/ext4");
  for (const name of systems) {
    const errors = Number((await machine.read(`/sys/fs/ext4/${name}/errors_count`)) ?? 0);
    if (errors > 0)
      return wrong(
        "card",
        `the file system of ${name} has had ${errors} errors`,
        "Back up the history, and put it on a new card: wattframe history backup",
      );
  }
  const wear = await machine.read("/sys/block/mmcblk0/device/pre_eol_info");
  if (wear !== undefined && Number(wear) > 1)
    return wrong(
      "card",
      "the card says that it is near the end of its life",
      "Back up the history, and put it on a new card: wattframe history backup",
    );
  return well("card", "no errors of the file system");
}

/** Bits of the firmware's word. @source Raspberry Pi documentation, vcgencmd get_throttled */
const UNDERVOLTAGE = { now: 0x1, since: 0x1_0000 };

async function power(machine: Machine): Promise<Finding> {
  const bits = await throttledBits(machine);
  if (bits === undefined) return well("power", "this machine does not say");
  const remedy = "Use the power supply made for this Raspberry Pi, and a short cable.";
  if (bits & UNDERVOLTAGE.now) return wrong("power", "the supply's voltage is too low", remedy);
  if (bits & UNDERVOLTAGE.since) return wrong("power", "the supply's voltage has been too low since the start", remedy);
  return well("power", "the supply's voltage has been high enough since the start");
}

/** The firmware's word, from the kernel or from the firmware's own program (`throttled=0x50005`). */
async function throttledBits({ read, run }: Machine): Promise<number | undefined> {
  const text =
    (await read("/sys/devices/platform/soc/soc:firmware/get_throttled")) ??
    (await run("vcgencmd", ["get_throttled"]))?.split("=")[1];
  const bits = Number.parseInt(text ?? "", 16);
  return Number.isNaN(bits) ? undefined : bits;
}

async function memory(machine: Machine): Promise<Finding> {
  const [, kilobytes] = /^MemAvailable:\s+(\d+) kB/mu.exec((await machine.read("/proc/meminfo")) ?? "") ?? [];
  if (kilobytes === undefined) return well("memory", "how much is free is not known");
  const bytes = Number(kilobytes) * 1024;
  const free = `${Math.floor(bytes / MB)} MB available`;
  if (bytes >= LEAST_MEMORY_BYTES) return well("memory", free);
  return wrong("memory", `only ${free}`, "Stop what else runs on this machine; systemd-cgtop shows what takes memory.");
}
