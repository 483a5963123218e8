import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { messageOf } from "../src/errors.ts";
import { localParts } from "../src/meter/local-time.ts";
import { panelOf } from "../src/panel/panels.ts";
import { paletteOf } from "../src/raster/palette.ts";
import { decodePng, encodePng } from "../src/raster/png.ts";
import { GuestReader } from "../test/guest/guest-reader.ts";
import { Machine, type MachinePlan } from "../test/guest/machine.ts";
import { PanelOnPins } from "../test/guest/panel-on-pins.ts";
import { PINS } from "../test/kernel/pin-trace.ts";

const folder = fileURLToPath(new URL("../build/guest/run", import.meta.url));
const [made = "", deb = "", newer = ""] = process.argv.slice(2);
const MQTT_PORT = 18_831;
const PANEL = panelOf("waveshare-7in5-v2");
const STATE = "/var/lib/wattframe";
const CONFIG = "/etc/wattframe/wattframe.yaml";
const APT = "DEBIAN_FRONTEND=noninteractive apt-get -qq --yes";
/** A zone in which it is day, so that no quiet hours hold the panel back. */
const ZONE =
  ["Europe/Helsinki", "America/New_York", "Asia/Tokyo", "Pacific/Auckland"].find(
    (zone) => Math.abs(localParts(Date.now(), zone).hour - 14) <= 6,
  ) ?? "UTC";
/** Longest wait for something to come about in the machine, which is emulated instruction by instruction. */
const LIMIT_MS = 600_000;

let pictures = 0;
let beganMs = performance.now();

/** One assertion, with the time since the one before. @throws Error when it does not hold: what follows would only wait */
function check(name: string, isSo: boolean, why = ""): void {
  const seconds = ((performance.now() - beganMs) / 1_000).toFixed(0);
  beganMs = performance.now();
  if (!isSo) throw new Error(`${name} (${seconds} s): ${why}`);
  console.log(`ok      ${name} (${seconds} s)`);
}

/** The machine, its panel, and the reader that publishes to it. */
interface Wall {
  machine: Machine;
  readonly panel: PanelOnPins;
  reader?: GuestReader;
  publishedFromMs: number;
  publishedToMs: number;
}

/** Runs a command in the machine that must succeed. */
async function does({ machine }: Wall, name: string, command: string): Promise<string> {
  const { code, output } = await machine.run(command);
  check(name, code === 0, `${command} ended with ${code}: ${output.slice(-1_500)}`);
  return output;
}

/** Waits until a command of the machine succeeds with an output that is as wanted. */
async function comes(
  { machine }: Wall,
  name: string,
  command: string,
  isWanted: (output: string) => boolean | Promise<boolean> = () => true,
): Promise<void> {
  let last = "";
  for (const fromMs = performance.now(); performance.now() - fromMs < LIMIT_MS; await sleep(1_000)) {
    const { code, output } = await machine.run(command);
    last = output.slice(-1_500);
    if (code === 0 && (await isWanted(output))) return check(name, true);
  }
  check(name, false, `${last}\n${(await machine.run("journalctl -u wattframe -n 20 --no-pager")).output}`);
}

/** What the proof reads of the kiosk's status; times are ISO 8601 in UTC, so that their order is that of texts. */
interface SeenStatus {
  readonly version: string;
  readonly meters: readonly { readonly lastAt?: string }[];
  readonly displays: readonly { readonly shownAt?: string }[];
}

const READ_STATUS = "cat /run/wattframe/status.json";

function statusOf(text: string): SeenStatus {
  return JSON.parse(text) as SeenStatus;
}

/** The glass at some time. */
interface Seen {
  /** ISO 8601 in UTC; the machine has this clock. */
  readonly at: string;
  readonly glass: Buffer;
}

function seen({ panel }: Wall): Seen {
  return { at: new Date().toISOString(), glass: Buffer.from(panel.glass) };
}

/** Waits for a telegram from now on, and then for a picture with it on the glass. */
async function showsNext(wall: Wall, name: string): Promise<void> {
  const before = seen(wall);
  let telegramAt = "";
  await comes(wall, `${name}: a telegram comes`, READ_STATUS, (text) => {
    telegramAt = statusOf(text).meters[0]?.lastAt ?? "";
    return telegramAt > before.at;
  });
  await shows(wall, name, { ...before, at: telegramAt });
}

/** Waits until the display says that its picture is of that time or later, and the glass, no longer as it was, shows what the kiosk has kept of it. */
async function shows(wall: Wall, name: string, { at, glass }: Seen): Promise<void> {
  const { panel } = wall;
  await comes(wall, `${name}: the panel is refreshed`, READ_STATUS, (text) => {
    return (statusOf(text).displays[0]?.shownAt ?? "") >= at;
  });
  await comes(wall, `${name}: the glass shows it`, `base64 -w0 ${STATE}/hallway.glass.png`, async (text) => {
    const { rgba } = await decodePng(Buffer.from(text, "base64"));
    return panel.glass.every((ink, i) => (ink === 0) === (rgba[4 * i] === 0)) && !glass.equals(panel.glass);
  });
  const { width, height, palette } = PANEL;
  const picture = { width, height, palette: paletteOf(palette), pixels: Uint8Array.from(panel.glass) };
  writeFileSync(join(folder, `${++pictures}.png`), encodePng(picture));
}

async function install(wall: Wall): Promise<void> {
  await does(wall, "apt installs the package, without a network", `${APT} install /root/wattframe.deb`);
}

async function setUp(wall: Wall): Promise<void> {
  const blank = seen(wall);
  const { rst, dc, busy, pwr } = PINS;
  const wires = `--gpio-chip 9030000.pl061 --pins rst=${rst},dc=${dc},busy=${busy},pwr=${pwr}`;
  const answers = `--panel ${PANEL.id} ${wires} --main-fuse 25 --phases 3 --locale en-GB --time-zone ${ZONE} --broker embedded --prefix han`;
  await does(wall, "set-up answers by flags", `wattframe setup --yes --trust-clock ${answers}`);
  await does(wall, "the service starts at boot", "systemctl is-enabled wattframe");
  await comes(wall, "the service runs", "systemctl is-active wattframe");
  await shows(wall, "the first picture", blank);
  await does(wall, "its user could open the panel's devices at once", '! journalctl -u wattframe | grep "Cannot open"');
}

/** What is seen of the part of the picture that has nothing but the power, in large figures. */
function cornerOf({ glass }: PanelOnPins): Buffer {
  return Buffer.from(glass.filter((_ink, i) => i % PANEL.width < PANEL.width / 2 && i < PANEL.width * 170));
}

async function draw(wall: Wall): Promise<void> {
  const { output: password } = await wall.machine.run("cat /etc/wattframe/reader.password");
  wall.reader = new GuestReader(MQTT_PORT, password, ZONE);
  await showsNext(wall, "the reader publishes");
  wall.publishedFromMs = Date.now();
  wall.reader.loadW = 3_000;
  const before = cornerOf(wall.panel);
  await comes(wall, "the house takes more: the power on the glass changes", "true", () => {
    return !before.equals(cornerOf(wall.panel));
  });
  await showsNext(wall, "and goes on");
}

async function upgrade(wall: Wall): Promise<void> {
  wall.publishedToMs = Date.now();
  await does(wall, "apt upgrades it", `${APT} install /root/newer.deb`);
  await comes(wall, "the newer version runs", READ_STATUS, (text) => statusOf(text).version === "9.9.9");
  await does(wall, "the configuration stays", `grep -q pl061 ${CONFIG}`);
  await showsNext(wall, "after the upgrade");
}

/** Prints the energy that the history has of the time from the first telegram to the upgrade, whose restart saved it. */
function energyOf({ publishedFromMs, publishedToMs }: Wall): string {
  const [from, to] = [publishedFromMs, publishedToMs].map((ms) => new Date(ms).toISOString());
  return `wattframe energy --history ${STATE} --from ${from} --to ${to}`;
}

function keptWh(text: string): number {
  return (JSON.parse(text) as { importWh?: number }).importWh ?? 0;
}

async function cutPower(wall: Wall, plan: MachinePlan): Promise<void> {
  let beforeWh = 0;
  await comes(wall, "the history has what was published", energyOf(wall), (text) => {
    beforeWh = keptWh(text);
    return beforeWh > 0;
  });
  await wall.machine.cutPower();
  wall.machine = await Machine.boot(plan);
  check("the machine starts again after a power cut", true);
  await comes(wall, "the service runs by itself", "systemctl is-active wattframe");
  await showsNext(wall, "after the power cut");
  await comes(wall, "the history is there", energyOf(wall), (text) => keptWh(text) >= beforeWh);
}

async function remove(wall: Wall): Promise<void> {
  await does(wall, "apt removes it", `${APT} remove wattframe`);
  await does(
    wall,
    "the service has ended in order",
    "! systemctl is-active wattframe && ! systemctl is-failed wattframe",
  );
  await does(wall, "the command is gone", "! test -e /usr/bin/wattframe");
  await does(wall, "configuration and history are left", `test -s ${CONFIG} && test -s ${STATE}/history.sqlite`);
  const { misuses } = wall.panel;
  check("the panel was used as it wants to be", misuses.length === 0, misuses.slice(0, 5).join("; "));
  await does(wall, "apt purges it", `${APT} purge wattframe`);
  await does(wall, "configuration and history are gone", `! test -e ${dirname(CONFIG)} && ! test -e ${STATE}`);
}

async function prove(plan: MachinePlan): Promise<void> {
  const wall: Wall = { machine: await Machine.boot(plan), panel: plan.panel, publishedFromMs: 0, publishedToMs: 0 };
  try {
    check("the machine starts", true);
    for (const step of [install, setUp, draw, upgrade, cutPower, remove]) await step(wall, plan);
  } finally {
    wall.reader?.stop();
    await wall.machine.cutPower();
  }
}

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const disk = join(folder, "disk");
execFileSync("cp", ["--sparse=always", join(made, "disk"), disk]);
for (const [from, to] of Object.entries({ [deb]: "wattframe.deb", [newer]: "newer.deb" }))
  execFileSync("/sbin/debugfs", ["-w", "-R", `write ${from} /root/${to}`, disk], { stdio: "ignore" });
const panel = new PanelOnPins(PANEL);
try {
  await prove({
    folder,
    kernel: join(made, "kernel"),
    initrd: join(made, "initrd"),
    disk,
    panel,
    mqttPort: MQTT_PORT,
  });
} catch (failure) {
  console.log(`FAILED  ${messageOf(failure)}`);
  process.exitCode = 1;
}
console.log(`${panel.refreshes.join(", ")}; ${panel.bytes} bytes over the bus`);
