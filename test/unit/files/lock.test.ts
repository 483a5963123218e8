import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { lockHolder, takeLock } from "../../../src/files/lock.ts";
import { identityOf, type ProcessIdentity } from "../../../src/files/process-identity.ts";

let folder: string;
let file: string;
let other: ChildProcess;
let identity: ProcessIdentity;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "wattframe-lock-"));
  file = join(folder, "deep", "a.lock");
  other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  await once(other, "spawn");
  identity = identityOf(other.pid ?? 0);
});
afterEach(() => {
  other.kill("SIGKILL");
  rmSync(folder, { recursive: true });
});

/** The number of a process that has ended. */
const gone = () => spawnSync(process.execPath, ["-e", ""]).pid;

it("removes what a process left that was killed while it took the lock", async () => {
  mkdirSync(join(folder, "deep"));
  writeFileSync(`${file}.${gone()}-0123abcd.tmp`, "");
  const lock = await take();
  expect(readdirSync(join(folder, "deep"))).toEqual(["a.lock"]);
  await lock.release();
});

const take = () => takeLock(file, "Stop it.");
const heldBy = async (holder: object | string) => {
  await (await take()).release();
  writeFileSync(file, typeof holder === "string" ? holder : JSON.stringify(holder));
};
const files = () => readdirSync(join(folder, "deep"));

it("is a file that names its process while it is held, and gone afterwards", async () => {
  const lock = await take();
  expect(files()).toEqual(["a.lock"]);
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(identityOf(process.pid));
  expect(await lockHolder(file)).toMatchObject({ pid: process.pid });
  await expect(take()).rejects.toMatchObject({ code: "LOCKED" }); // not twice in one process either
  await lock.release();
  await lock.release();
  expect(files()).toEqual([]);
  await (await take()).release();
});

it("of a process that runs is an error that names the process and the file, and stays", async () => {
  await heldBy(identity);
  await expect(take()).rejects.toMatchObject({
    code: "LOCKED",
    message: `another kiosk is running: process ${identity.pid} holds ${file}`,
    hint: "Stop it.",
  });
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(identity);
  expect(files()).toEqual(["a.lock"]);
});

it.each([
  [
    "whose process is gone",
    async () => {
      other.kill("SIGKILL");
      await once(other, "exit");
      return identity;
    },
  ],
  ["whose number another process has now", async () => ({ ...identity, started: "1" })],
  ["of the machine's last run", async () => ({ ...identity, boot: "another" })],
  ["that is empty, as after a power cut", async () => ""],
  ["that is no lock", async () => '{"pid":"1"}'],
])("%s is taken over", async (_name, holder) => {
  await heldBy(await holder());
  const lock = await take();
  expect(await lockHolder(file)).toMatchObject({ pid: process.pid });
  await lock.release();
  expect(files()).toEqual([]);
});

it("is got by one of many that want it at the same time", async () => {
  await heldBy({ ...identity, started: "1" });
  const tries = await Promise.allSettled(Array.from({ length: 20 }, take));
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(files()).toEqual(["a.lock"]);
});

it("does not take away another's lock when it is given back", async () => {
  const lock = await take();
  writeFileSync(file, JSON.stringify(identity));
  await lock.release();
  expect(await lockHolder(file)).toEqual(identity);
});

it("where nothing can be written is an error of that file", async () => {
  writeFileSync(join(folder, "deep"), "");
  await expect(take()).rejects.toMatchObject({ code: "FILE_WRITE", message: expect.stringContaining(file) });
});
