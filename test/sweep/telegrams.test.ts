import { describe, expect, it } from "vitest";
import { decryptorOf } from "../../src/config/decryptor.ts";
import type { TelegramEvent } from "../../src/meter/wire/telegram-event.ts";
import { TelegramStream } from "../../src/meter/wire/telegram-stream.ts";
import { eventText, type TelegramFixture, telegramFixtures } from "../fixtures/telegrams/telegram-fixtures.ts";

const fixtures = telegramFixtures();

/** What a stream of a fixture's bytes gives, in pieces of `size` bytes. */
function eventsOf(
  { bytes, allowNoCrc, key, authenticationKey }: TelegramFixture,
  size: number,
): readonly TelegramEvent[] {
  const decrypt = key === undefined ? {} : { decrypt: decryptorOf(key, authenticationKey) };
  const stream = new TelegramStream({ allowNoCrc, ...decrypt });
  const events: TelegramEvent[] = [];
  for (let at = 0; at < bytes.length; at += size) events.push(...stream.push(bytes.subarray(at, at + size)));
  return [...events, ...stream.end()];
}

/** An event as expectations have it; of what gave no value, only OBIS codes are compared. */
function textOf(event: TelegramEvent): string {
  if (!event.ok) return eventText(event.code, []);
  const { values, meterClock, ageMsOf = {}, unknown } = event;
  return eventText("ok", [
    ...Object.entries(values).map(([key, value]) => `${key} ${value}`),
    ...Object.entries(ageMsOf).map(([key, ms]) => `age ${key} ${ms / 1_000}`),
    ...(meterClock === undefined ? [] : [`meterClock ${meterClock}`]),
    ...[...new Set(unknown)].filter((code) => /^\d/.test(code)).map((code) => `unknown ${code}`),
  ]);
}

describe.each(fixtures)("$name", (fixture) => {
  it.each([fixture.bytes.length, 7, 1])("tells what is expected, in pieces of %d bytes", (size) => {
    expect(eventsOf(fixture, size).map(textOf)).toEqual(fixture.expected);
  });

  it("says where in the bytes each telegram is", () => {
    for (const { offset, raw } of eventsOf(fixture, 7)) {
      expect(Buffer.from(raw)).toEqual(Buffer.from(fixture.bytes.subarray(offset, offset + raw.length)));
    }
  });
});

it("has a reason wherever reader and display differ", () => {
  const reasons = fixtures.flatMap((fixture) => fixture.reasons);
  expect(reasons.length).toBeGreaterThan(5);
  for (const reason of reasons) expect(reason).toMatch(/\w+ \w+ \w+/);
});

it("has fixtures that are taken and fixtures that are refused", () => {
  const isTaken = fixtures.map(({ expected }) => expected.every((text) => text.startsWith("ok")));
  expect(isTaken.filter(Boolean).length).toBeGreaterThanOrEqual(25);
  expect(isTaken.filter((taken) => !taken).length).toBeGreaterThanOrEqual(20);
});
