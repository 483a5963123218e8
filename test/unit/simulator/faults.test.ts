import { describe, expect, it } from "vitest";
import type { RecordedMessage } from "../../../src/meter/recording.ts";
import { TelegramStream } from "../../../src/meter/wire/telegram-stream.ts";
import { encodeHdlc } from "../../../src/simulator/encode-hdlc.ts";
import { encodeP1 } from "../../../src/simulator/encode-p1.ts";
import { BYTE_FAULTS, FAULTS, type Fault, faulty, otherProfile } from "../../../src/simulator/faults.ts";
import { randomOf } from "../../../src/simulator/random.ts";

const meterClock = "2026-01-15T18:00:00";
const values = { activePowerImportW: 700, currentL1A: -3.1, activeEnergyImportWh: 12_345_678 };
const messages: readonly RecordedMessage[] = Array.from({ length: 60 }, (_, i) => ({
  atMs: 10_000 * i,
  topic: "han/raw",
  payload: encodeP1({ ...values, activePowerImportW: i }, { meterClock }),
  retain: false,
  qos: 0,
}));

function told(from: Iterable<RecordedMessage>): { powers: (number | undefined)[]; formats: Set<string> } {
  const stream = new TelegramStream();
  const events = [...from].flatMap(({ payload }) => stream.push(payload));
  return {
    powers: events.flatMap((event) => (event.ok ? [event.values.activePowerImportW] : [])),
    formats: new Set(events.filter(({ ok }) => ok).map(({ format }) => format)),
  };
}

function count(of: Uint8Array, byte: number): number {
  return of.filter((one) => one === byte).length;
}

describe.each(FAULTS)("the fault %s", (kind: Fault) => {
  const bytes = (seed: number) => [...faulty(messages, { kinds: [kind], rate: 0.3, seed })];

  it("is the same for the same seed and another for another", () => {
    expect(bytes(7)).toEqual(bytes(7));
    expect(bytes(7)).not.toEqual(bytes(8));
  });

  it("leaves every telegram readable that it did not touch, and no wrong one", () => {
    const { powers } = told(faulty(messages, { kinds: [kind], rate: 0.2, seed: 3 }));
    expect(powers.length).toBeGreaterThanOrEqual(messages.length / 3);
    expect(powers).toEqual([...powers].sort((a, b) => (a ?? 0) - (b ?? 0)));
    for (const power of powers) expect(Number.isInteger(power)).toBe(true);
  });
});

it("leaves all as it is at a rate of 0", () => {
  expect([...faulty(messages, { kinds: FAULTS, rate: 0, seed: 1 })]).toEqual(messages);
});

it("changes the profile for good", () => {
  expect(told(faulty(messages, { kinds: ["profile-switch"], rate: 0.1, seed: 5 })).formats).toEqual(
    new Set(["p1-ascii", "dlms-hdlc"]),
  );
});

it("is silent for a minute", () => {
  const kept = [...faulty(messages, { kinds: ["silence"], rate: 0.05, seed: 2 })].map(({ atMs }) => atMs);
  const gaps = kept.slice(1).map((atMs, i) => atMs - (kept[i] ?? 0));
  expect(Math.max(...gaps)).toBeGreaterThanOrEqual(60_000);
});

it("writes the same telegram in the other profile and back", () => {
  const p1 = encodeP1(values, { meterClock });
  const hdlc = encodeHdlc(values, { meterClock });
  expect(Buffer.from(otherProfile(p1) ?? [])).toEqual(Buffer.from(hdlc));
  expect(Buffer.from(otherProfile(hdlc) ?? [])).toEqual(Buffer.from(p1));
  expect(otherProfile(p1.subarray(1))).toBeUndefined();
});

it("puts the byte in that it names", () => {
  const bytes = encodeHdlc(values, { meterClock });
  expect(count(BYTE_FAULTS["insert-flag"](bytes, randomOf(1)), 0x7e)).toBe(count(bytes, 0x7e) + 1);
  expect(count(BYTE_FAULTS["insert-escape"](bytes, randomOf(1)), 0x7d)).toBe(count(bytes, 0x7d) + 1);
});
