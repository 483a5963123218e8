import { mkdtempSync, readdirSync, rmSync } from "node:fs";
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
])("names %s where %s cannot be, and writes nothing", async (option, value) => {
  const { exitCode, told } = await setup(option, value);
  expect(exitCode).toBe(2);
  expect(told).toMatch(new RegExp(`^${option}: `, "u"));
  expect(readdirSync(folder)).toEqual([]);
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
