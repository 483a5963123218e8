import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { SILENT } from "../../src/log.ts";
import { createPublisher } from "../../src/source/publisher.ts";
import { freePort } from "./mosquitto.ts";
import { until } from "./preview-house.ts";
import { COMMAND, wattframe } from "./wattframe.ts";

const PASSWORD = "Kettle-Orange-27";
const KEY = "00112233445566778899aabbccddeeff";
const SERIAL = "7359992890941742";
const MAC = "a4:cf:12:0a:1b:2c";
const TITLES = [
  "Machine",
  "Doctor",
  "Status",
  "Log, the last 200 lines",
  "Configuration",
  "Last messages of the meters, as a recording",
];

let folder = "";
let kiosk: ChildProcess | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "wattframe-report-"));
});
afterEach(async () => {
  if (kiosk && kiosk.exitCode === null && kiosk.signalCode === null) {
    kiosk.kill("SIGKILL");
    await once(kiosk, "exit");
  }
  kiosk = undefined;
  await rm(folder, { recursive: true, force: true });
});

const env = () => ({ WATTFRAME_RUNTIME: join(folder, "runtime"), WATTFRAME_STATE: join(folder, "state") });
const run = (...args: readonly string[]) => wattframe(["report", ...args], { cwd: folder, env: env() });

interface Reported {
  readonly parts: readonly { readonly title: string; readonly ok: boolean; readonly text: string }[];
}

/** Report as JSON, by the beginnings of its titles. */
async function reported(): Promise<(title: string) => Reported["parts"][number]> {
  const { stdout } = await run("--json", "-o", "-");
  const { parts } = JSON.parse(stdout) as Reported;
  expect(parts.map(({ title }) => title)).toEqual(TITLES);
  return (title) => parts.find((part) => part.title.startsWith(title))!;
}

async function configured(port: number): Promise<void> {
  const lines = [
    `broker: { embedded: { listen: "127.0.0.1:${port}", users: [{ name: reader, passwordFile: reader.password, publish: ["#"] }] } }`,
    `meters: [{ name: house, prefix: han, timeZone: Europe/Helsinki, decryptionKey: ${KEY} }]`,
    "clock: { trusted: true }",
    "displays: [{ name: file, kind: png-file, path: picture.png }]",
  ];
  await writeFile(join(folder, "wattframe.yaml"), `${lines.join("\n")}\n`);
  await writeFile(join(folder, "reader.password"), `${PASSWORD}\n`);
  await chmod(join(folder, "reader.password"), 0o600);
}

it("writes one file with every part of a running kiosk, and none of its secrets and identifiers", async () => {
  const port = await freePort();
  await configured(port);
  kiosk = spawn(COMMAND, ["run"], { cwd: folder, env: { ...process.env, ...env() }, stdio: "ignore" });
  await until("a status", () => readFile(join(folder, "runtime/status.json")).then(Boolean, () => false), 60_000);
  const publisher = await createPublisher(
    `mqtt://127.0.0.1:${port}`,
    { username: "reader", password: PASSWORD },
    SILENT,
  );
  const telegram = `/ADN9 6534\r\n\r\n0-0:96.1.1(${SERIAL})\r\n1-0:1.7.0(0001.122*kW)\r\n!\r\n`;
  await publisher.publish("han/raw", telegram, { retain: false, qos: 1 });
  await publisher.publish("han/diagnostics", JSON.stringify({ mac: MAC, rssi: -61 }), { retain: false, qos: 1 });
  await publisher.end();
  const kept = () => readFile(join(folder, "runtime/last-messages.jsonl"), "utf8").catch(() => "");
  await until("the last messages", async () => (await kept()).includes("diagnostics"), 60_000);

  const { code, stdout } = await run();
  expect(code).toBe(0);
  expect(stdout).toMatch(/^wattframe-report-\d{4}-\d\d-\d\d\.txt\n$/u);
  const file = join(folder, stdout.trimEnd());
  const text = await readFile(file, "utf8");
  for (const title of TITLES) expect(text).toContain(`\n== ${title}\n`);
  for (const secret of [PASSWORD, KEY, SERIAL, MAC]) expect(text).not.toContain(secret);
  expect(text).toMatch(/^Node\.js +2\d/mu);
  expect(text).toMatch(/^meter house +\S/mu);
  expect(text).toMatch(/^ok +configuration/mu);
  expect(text).toContain("0001.122*kW");
  expect(text).toContain('decryptionKey: "***"');
}, 120_000);

it("says why each part is not there, and writes the others", async () => {
  const part = await reported();
  for (const title of ["Status", "Configuration", "Last messages"]) expect(part(title).ok).toBe(false);
  expect(part("Configuration").text).toContain("/etc/wattframe/wattframe.yaml cannot be read: there is no such file");
  expect(part("Machine")).toMatchObject({ ok: true, text: expect.stringContaining("Node.js") as string });
  expect(part("Doctor")).toMatchObject({ ok: true, text: expect.stringContaining("WRONG") as string });
});

it("shows a faulty configuration, and a name of its own for the file", async () => {
  await configured(await freePort());
  const path = join(folder, "wattframe.yaml");
  await writeFile(path, `${await readFile(path, "utf8")}\nbroken: [\n`);
  const part = await reported();
  expect(part("Configuration")).toMatchObject({ ok: true, text: expect.stringContaining("broker:") as string });
  expect(part("Doctor").text).toContain("wattframe.yaml:6");
  expect(JSON.stringify(part("Configuration"))).not.toContain(KEY);
  const { stdout } = await run("--json", "-o", "mine.json");
  const { file, parts } = JSON.parse(stdout) as { file: string } & Reported;
  expect([file, parts.map(({ title }) => title)]).toEqual(["mine.json", TITLES]);
  expect(JSON.parse(await readFile(join(folder, "mine.json"), "utf8"))).toMatchObject({
    version: expect.any(String) as string,
  });
});
