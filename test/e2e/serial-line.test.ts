import { existsSync, readFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { SILENT } from "../../src/log.ts";
import { bytesOfHex } from "../../src/meter/bytes.ts";
import { decodeFile } from "../../src/meter/wire/decode-file.ts";
import { meterDecoder } from "../../src/meter/wire/wire-formats.ts";
import { LINE_PACE, lineSource } from "../../src/source/line-source.ts";
import { type SerialSettings, serialLine } from "../../src/source/serial-line.ts";
import type { Source } from "../../src/source/source.ts";
import { telegramFixtures } from "../fixtures/telegrams/telegram-fixtures.ts";
import { type Witness, wallClock, witness } from "./mqtt-witness.ts";
import { type Cable, startCable } from "./pseudo-terminal.ts";

const CORPUS = new URL("../../../shared/han/corpus/", import.meta.url);
const isThere = existsSync(new URL("expected.jsonl", CORPUS));
if (!isThere) console.warn("No corpus of real telegrams: none is sent over the serial line.");

const PACE = { ...LINE_PACE, firstMs: 20, capMs: 40, refusedMs: 40 };
/** Several lengths of pieces, one of which ends in the middle of anything. */
const PIECES = [61, 256, 1_000];

const settingsOf = (path: string): SerialSettings => ({ path, baud: 115_200, dataBits: 8, parity: "none" });

function open(path: string, seen: Witness, own: Partial<SerialSettings> = {}): Source {
  return lineSource(serialLine({ ...settingsOf(path), ...own }), "port", seen.events, wallClock, SILENT, PACE);
}

/** Values of the telegrams that `decode` finds in bytes. */
function decoded(bytes: Uint8Array, allowNoCrc: boolean) {
  return decodeFile(bytes, { format: "auto", allowNoCrc }).flatMap((line) => (line.ok ? [line.values] : []));
}

interface Sample {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly allowNoCrc: boolean;
}

function corpus(): readonly Sample[] {
  if (!isThere) return [];
  const lines = readFileSync(new URL("expected.jsonl", CORPUS), "utf8").trim().split("\n");
  return lines
    .map((line) => JSON.parse(line) as { file: string; encoding: string; verdict: string })
    .filter(({ verdict }) => verdict === "decode")
    .map(({ file, encoding }) => {
      const bytes = readFileSync(new URL(file, CORPUS));
      return { name: file, bytes: encoding === "hex" ? bytesOfHex(bytes)! : bytes, allowNoCrc: false };
    });
}

describe("a serial line", () => {
  let cable: Cable;
  let seen: Witness;
  let source: Source;
  beforeAll(async () => {
    cable = await startCable();
    seen = witness();
    source = open(cable.path, seen);
    await seen.until("connected", () => seen.kinds().at(-1) === "connected");
  });
  afterAll(async () => {
    await source.stop();
    await cable.end();
  });

  const samples = [...telegramFixtures(), ...corpus()].filter(({ bytes, allowNoCrc }) => {
    return decoded(bytes, allowNoCrc).length > 0;
  });

  it.each(samples)("gives the values of $name as decode does", async ({ bytes, allowNoCrc, name }) => {
    const before = seen.messages.length;
    await cable.send(bytes, PIECES[name.length % PIECES.length]);
    const come = () => seen.messages.slice(before);
    await seen.until("all bytes", () => come().reduce((sum, { payload }) => sum + payload.length, 0) >= bytes.length);
    const decode = meterDecoder({ prefix: "port", allowNoCrc });
    const items = come().flatMap(({ payload }) => decode("raw", payload) ?? []);
    const values = items.flatMap((item) => (item.kind === "values" ? [item.values] : []));
    expect(values).toEqual(decoded(bytes, allowNoCrc));
  });

  it("hands on no more at once than it may hold, whatever comes without a pause", async () => {
    const before = seen.messages.length;
    const noise = Uint8Array.from({ length: 20_000 }, (_, i) => (i * 7) % 251);
    await cable.send(noise, 1_000);
    const come = () => seen.messages.slice(before);
    await seen.until("all bytes", () => come().reduce((sum, { payload }) => sum + payload.length, 0) >= noise.length);
    expect(Buffer.concat(come().map(({ payload }) => payload)).equals(noise)).toBe(true);
    expect(Math.max(...come().map(({ payload }) => payload.length))).toBeLessThanOrEqual(4_096);
  });
});

describe("a cable", () => {
  let cable: Cable;
  let seen: Witness;
  let source: Source;
  beforeEach(async () => {
    cable = await startCable();
    seen = witness();
  });
  afterEach(async () => {
    await source.stop();
    await cable.end();
  });

  const last = () => seen.states.at(-1);

  it("that is unplugged is lost, and is found again when it is plugged in", async () => {
    source = open(cable.path, seen);
    await seen.until("connected", () => last()?.kind === "connected");
    await cable.unplug();
    await seen.until("unplugged", () => last()?.fault === "unplugged");
    await seen.until("no port", () => last()?.fault === "no-device");
    expect(last()).toMatchObject({ kind: "lost", end: "port", reason: expect.stringContaining("/dev/serial/by-id") });
    await cable.plugIn();
    await seen.until("connected again", () => last()?.kind === "connected");
    await cable.send("again\r\n");
    await seen.until("bytes", () => seen.text("port/raw") === "again\r\n");
  });

  it("that another program has is in use", async () => {
    const other = witness();
    const holder = open(cable.path, other);
    await other.until("connected", () => other.kinds().at(-1) === "connected");
    source = open(cable.path, seen);
    await seen.until("in use", () => last()?.fault === "in-use");
    expect(last()).toMatchObject({ kind: "lost", reason: `another program uses ${cable.path}` });
    await holder.stop();
    await seen.until("connected", () => last()?.kind === "connected");
  });

  it.each([
    [2_400, 8, "even"],
    [9_600, 7, "even"],
  ] as const)("is opened with %i baud, %i data bits and %s parity", async (baud, dataBits, parity) => {
    source = open(cable.path, seen, { baud, dataBits, parity });
    await seen.until("connected", () => last()?.kind === "connected");
    await cable.send("/ISk5\r\n");
    await seen.until("bytes", () => seen.messages.length > 0);
    expect(seen.text("port/raw")).toBe("/ISk5\r\n");
  });
});

it("is no port where a path leads to something else, and says so in one line", async () => {
  const seen = witness();
  const source = open("/dev/null", seen);
  await seen.until("refused", () => seen.states.at(-1)?.kind === "refused");
  expect(seen.states.at(-1)?.reason).toBe("/dev/null is no serial port");
  await source.stop();
});
