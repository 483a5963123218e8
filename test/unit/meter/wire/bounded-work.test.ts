import { describe, expect, it } from "vitest";
import type { Decrypt } from "../../../../src/meter/wire/ciphered-apdu.ts";
import type { TelegramEvent } from "../../../../src/meter/wire/telegram-event.ts";
import { TelegramStream } from "../../../../src/meter/wire/telegram-stream.ts";
import { meterDecoder } from "../../../../src/meter/wire/wire-formats.ts";
import { HOSTILE_BYTES } from "../../../fixtures/wire/hostile-bytes.ts";

const LENGTH = 65_536;
/** Each byte is looked at for starts, letters, line ends, ends and checks, and again after what was refused: 11 steps are the most. */
const STEPS_A_BYTE = 12;
/** What has begun at the end of a message is looked at again when the next one comes, twice: a line, or a frame's header. */
const STEPS_A_MESSAGE = 400;

/** A key that opens nothing, so that encrypted telegrams are looked for. */
const NOT_IT: Decrypt = ({ text }) => ({ plain: text, tag: "unchecked" });

/** The steps that a stream takes for bytes that come several times, in messages of a size. */
function stepsOf(bytes: Uint8Array, size: number, allowNoCrc: boolean): { steps: number; messages: number } {
  const stream = new TelegramStream({ allowNoCrc, decrypt: NOT_IT });
  let messages = 0;
  for (let time = 0; time < 3; time++) {
    for (let at = 0; at < bytes.length; at += size, messages++) {
      stream.push(bytes.subarray(at, at + size));
      stream.endOfMessage();
    }
  }
  stream.end();
  return { steps: stream.steps, messages };
}

describe.each(HOSTILE_BYTES)("hostile bytes: %s", (_name, ofLength) => {
  it.each([LENGTH, 4096, 100])("cost a bounded number of steps each, in messages of %i", (size) => {
    const bytes = ofLength(size === LENGTH ? LENGTH : LENGTH / 4);
    const { steps, messages } = stepsOf(bytes, size, size === 4096);
    expect(steps).toBeGreaterThanOrEqual(bytes.length * 3);
    expect(steps).toBeLessThanOrEqual(bytes.length * 3 * STEPS_A_BYTE + messages * STEPS_A_MESSAGE);
  });

  it("cost four times as much when they are four times as many", () => {
    const [less, more] = [LENGTH / 4, LENGTH].map((length) => stepsOf(ofLength(length), length, false).steps);
    expect(more).toBeLessThanOrEqual((less ?? 0) * 4 * 1.1);
  });

  it("are refused in pieces that share their memory", () => {
    const bytes = ofLength(LENGTH);
    const stream = new TelegramStream();
    const events: TelegramEvent[] = [...stream.push(bytes), ...stream.end()];
    expect(events.length).toBeLessThanOrEqual(bytes.length / 32 + 1);
    const memory = new Set(events.map(({ raw }) => raw.buffer));
    expect([...memory].reduce((sum, { byteLength }) => sum + byteLength, 0)).toBeLessThanOrEqual(2 * LENGTH);
  });
});

it("is the same bytes when it comes as hex", () => {
  for (const [name, ofLength] of HOSTILE_BYTES) {
    const [asBytes, asHex] = [meterDecoder(), meterDecoder()];
    for (const length of [3000, 4096, 1000]) {
      const bytes = Uint8Array.from(ofLength(length));
      const said = asHex("raw", Buffer.from(Buffer.from(bytes).toString("hex")));
      expect({ name, said }).toEqual({ name, said: asBytes("raw", bytes) });
    }
  }
});

it("costs no more in the smallest pieces", () => {
  for (const [name, ofLength] of HOSTILE_BYTES) {
    const bytes = ofLength(4096);
    const { steps, messages } = stepsOf(bytes, 1, false);
    expect({ name, isBounded: steps <= messages * (STEPS_A_BYTE + STEPS_A_MESSAGE) }).toEqual({
      name,
      isBounded: true,
    });
  }
});
