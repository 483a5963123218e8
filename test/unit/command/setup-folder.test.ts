import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { listensAt } from "../../../src/source/listener.ts";
import { runCommand } from "../../fixtures/command-run.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wattframe-setup-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const ANSWERS = ["--panel", "none", "--main-fuse", "25", "--phases", "3", "--locale", "fi-FI"];
const MORE = ["--time-zone", "Europe/Helsinki", "--broker", "embedded", "--prefix", "han"];
const setup = (...args: readonly string[]) =>
  runCommand("setup", "--yes", "--out", folder, ...ANSWERS, ...MORE, ...args);

it.each([
  ["--main-fuse", "3"],
  ["--phases", "2"],
  ["--locale", "xx"],
  ["--time-zone", "Mars/Olympus"],
  ["--broker", "somewhere"],
  ["--broker", "embedded:0"],
  ["--broker", "embedded:99999"],
  ["--prefix", "a#b"],
  ["--panel waveshare-7in5-v2 --pins", "reset=4"],
  ["--panel waveshare-7in5-v2 --pins", "dc=17"],
])("names %s where %s cannot be, and writes nothing", async (option, value) => {
  const { exitCode, told } = await setup(...option.split(" "), value);
  expect(exitCode).toBe(2);
  expect(told).toMatch(new RegExp(`^${option.split(" ").at(-1)}: `, "u"));
  expect(readdirSync(folder)).toEqual([]);
});

it("refuses pins without lines", async () => {
  const { exitCode, told } = await setup("--panel", "waveshare-7in5-v2", "--pins", "dc");
  expect([exitCode, readdirSync(folder)]).toEqual([2, []]);
  expect(told).toContain("--pins");
});

it("keeps the wires that are configured when it is run again with another answer", async () => {
  const panel = ["--panel", "waveshare-7in5-v2"];
  const wires = ["--spi", "/dev/spidev1.2", "--gpio-chip", "9030000.pl061", "--pins", "rst=1,dc=2,busy=3,pwr=none"];
  expect((await setup(...panel, ...wires)).exitCode).toBe(0);
  const file = join(folder, "wattframe.yaml");
  const first = readFileSync(file, "utf8");
  for (const line of [
    "spi: /dev/spidev1.2",
    'gpioChip: "9030000.pl061"',
    "pins: { rst: 1, dc: 2, busy: 3, pwr: none }",
  ])
    expect(first).toContain(`    ${line}`);
  expect((await setup(...panel, "--main-fuse", "35")).exitCode).toBe(0);
  expect(readFileSync(file, "utf8")).toBe(first.replace("mainFuseA: 25", "mainFuseA: 35"));
});

it.each([["--boot-lines"], ["--test-pattern"], ["--deb", "a.deb"]])(
  "refuses %s, which is for a machine",
  async (...args) => {
    const { exitCode, told } = await setup(...args);
    expect(exitCode).toBe(2);
    expect(told).toContain("--out");
    expect(readdirSync(folder)).toEqual([]);
  },
);

it("says that a port is taken, and writes the files all the same", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = listensAt(server);
  const { exitCode, printed } = await setup("--broker", `embedded:${port}`);
  server.close();
  expect(exitCode).toBe(0);
  expect(printed).toContain(`port ${port} of this machine is taken`);
  expect(readdirSync(folder).sort()).toEqual(["reader.password", "secrets.yaml", "wattframe.yaml"]);
});
