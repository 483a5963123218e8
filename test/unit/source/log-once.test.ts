import { expect, it } from "vitest";
import { type Log, SILENT } from "../../../src/log.ts";
import { logOncePerClient } from "../../../src/source/log-once.ts";

it("logs a client's fault once, and still hears of others after hundreds of wrong logins", () => {
  const lines: { readonly facts: object; readonly message: string }[] = [];
  const log: Log = { ...SILENT, warn: (facts, message) => void lines.push({ facts, message }) };
  const logOnce = logOncePerClient(log);
  for (let i = 0; i < 400; i++) logOnce("login", { user: `guess${i}` }, "wrong user name or password");
  expect(lines.length).toBeLessThan(50);
  for (let i = 0; i < 3; i++) logOnce("reader", { topic: "other/x" }, "message dropped: forbidden");
  logOnce("reader", { topic: "other/y" }, "message dropped: forbidden");
  expect(lines.slice(-2)).toEqual([
    { facts: { who: "reader", topic: "other/x" }, message: "message dropped: forbidden" },
    { facts: { who: "reader", topic: "other/y" }, message: "message dropped: forbidden" },
  ]);
});
