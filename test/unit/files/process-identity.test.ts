import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, beforeEach, expect, it } from "vitest";
import { identityOf, isAlive, isRunning } from "../../../src/files/process-identity.ts";

let child: ChildProcess;
beforeEach(async () => {
  child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  await once(child, "spawn");
});
afterEach(() => child.kill("SIGKILL"));

it("knows a process while it runs, and not a later one with the same number", async () => {
  const identity = identityOf(child.pid ?? 0);
  expect(identity.started).toMatch(/^\d+$/u);
  expect(isRunning(identity)).toBe(true);
  expect(isRunning({ ...identity, started: String(Number(identity.started) - 1) })).toBe(false);
  expect(isRunning({ ...identity, boot: "another run of the machine" })).toBe(false);
  expect(isRunning({ pid: identity.pid })).toBe(true);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect([isRunning(identity), isAlive(identity.pid)]).toEqual([false, false]);
});

it("counts another user's process as alive", () => {
  expect(isAlive(1)).toBe(true);
});
