import { afterEach, beforeEach, expect, it } from "vitest";
import { SILENT } from "../../src/log.ts";
import { LINE_PACE, lineSource } from "../../src/source/line-source.ts";
import type { Source } from "../../src/source/source.ts";
import { tcpLine } from "../../src/source/tcp-line.ts";
import { type Witness, wallClock, witness } from "./mqtt-witness.ts";
import { startTcpReader, type TcpReader } from "./tcp-reader.ts";

const PACE = { ...LINE_PACE, firstMs: 20, capMs: 40 };

let reader: TcpReader;
let seen: Witness;
let source: Source | undefined;
beforeEach(async () => {
  reader = await startTcpReader();
  seen = witness();
});
afterEach(async () => {
  await source?.stop();
  await reader.end();
});

function open(silentMs = 60_000): void {
  const line = tcpLine(reader.at, { arrivalMs: 5_000, keepaliveMs: 15_000, silentMs });
  source = lineSource(line, "line", seen.events, wallClock, SILENT, PACE);
}

const last = () => seen.states.at(-1);

it("a reader that closes the connection is lost, and reached again", async () => {
  open();
  await seen.until("connected", () => last()?.kind === "connected");
  reader.drop();
  await seen.until("lost", () => last()?.kind === "lost");
  expect(last()).toMatchObject({ end: "reader", fault: "hung-up", reason: "the reader closed the connection" });
  await seen.until("connected again", () => last()?.kind === "connected");
  await reader.until(2);
  reader.send("again");
  await seen.until("bytes", () => seen.text("line/raw") === "again");
});

it("a reader that does not run is lost, with the reason, until it does", async () => {
  await reader.end();
  open();
  await seen.until("lost", () => last()?.kind === "lost");
  expect(last()).toMatchObject({ fault: "not-listening", reason: "nothing listens there (ECONNREFUSED)" });
  reader = await startTcpReader(reader.at.port);
  await seen.until("connected", () => last()?.kind === "connected");
});

it("a connection on which nothing comes for long is replaced by another, without a word", async () => {
  open(30);
  await reader.until(3);
  expect(seen.kinds()).toEqual(["connecting", "connected"]);
  reader.send("awake");
  await seen.until("bytes", () => seen.text("line/raw") === "awake");
});

it("a connection that is half open is lost when no other can be made", async () => {
  open(30);
  await reader.until(1);
  reader.stopListening();
  await seen.until("lost", () => last()?.kind === "lost");
  expect(last()?.fault).toBe("not-listening");
});
