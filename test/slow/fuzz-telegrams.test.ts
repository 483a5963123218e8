import * as fc from "fast-check";
import { expect, it } from "vitest";
import { decryptorOf } from "../../src/config/decryptor.ts";
import { maskRaw } from "../../src/meter/wire/mask-telegrams.ts";
import type { TelegramEvent } from "../../src/meter/wire/telegram-event.ts";
import { TelegramStream } from "../../src/meter/wire/telegram-stream.ts";
import { encodeHdlc } from "../../src/simulator/encode-hdlc.ts";
import { encodeMbus } from "../../src/simulator/encode-mbus.ts";
import { encodeP1 } from "../../src/simulator/encode-p1.ts";
import { BYTE_FAULTS } from "../../src/simulator/faults.ts";
import { randomOf } from "../../src/simulator/random.ts";
import { sealOf } from "../../src/simulator/seal.ts";
import { arbitraryClock, arbitraryValues } from "../fixtures/wire/arbitrary-values.ts";
import { HOSTILE_BYTES } from "../fixtures/wire/hostile-bytes.ts";

const BUDGET_S = Number(process.env["WATTFRAME_FUZZ_S"] ?? 60);

const KEY = "000102030405060708090a0b0c0d0e0f";
const SEAL = sealOf({ key: KEY });
const DECRYPT = decryptorOf(KEY);

/** What puts telegrams on a meter's line. */
const LINES: readonly (typeof encodeHdlc)[] = [
  encodeHdlc,
  encodeMbus,
  (values, { meterClock, seal = (plain) => plain }) => seal(encodeP1(values, { meterClock })),
];

/** A telegram of any kind, encrypted or not, after up to three faults. */
const damaged = fc
  .record({
    values: arbitraryValues,
    meterClock: arbitraryClock,
    line: fc.constantFrom(...LINES),
    isSealed: fc.boolean(),
    faults: fc.array(fc.tuple(fc.integer(), fc.constantFrom(...Object.values(BYTE_FAULTS))), { maxLength: 3 }),
  })
  .map(({ values, meterClock, line, isSealed, faults }) => {
    const whole = line(values, { meterClock, ...(isSealed && { seal: (plain: Uint8Array) => SEAL(plain, 1) }) });
    return {
      bytes: faults.reduce((bytes, [seed, fault]) => fault(bytes, randomOf(seed)), whole),
      values: faults.length === 0 ? values : undefined,
    };
  });

/** Per byte, and per piece: a byte takes 11 steps at most, those at the end of a piece a few more. */
const [STEPS_A_BYTE, STEPS_A_PIECE] = [20, 400];

/** Parts of hostile patterns, so that each is cut and followed by others. */
const hostile = fc
  .record({ pattern: fc.constantFrom(...HOSTILE_BYTES), length: fc.integer({ min: 1, max: 9000 }) })
  .map(({ pattern: [, ofLength], length }) => ({ bytes: Buffer.from(ofLength(length)), values: undefined }));

function all(bytes: Uint8Array, size: number): TelegramEvent[] {
  const stream = new TelegramStream({ allowNoCrc: size % 2 === 0, decrypt: DECRYPT });
  const events = [];
  for (let at = 0; at < bytes.length; at += size) events.push(...stream.push(bytes.subarray(at, at + size)));
  events.push(...stream.end());
  expect(stream.steps).toBeLessThanOrEqual(
    STEPS_A_BYTE * bytes.length + STEPS_A_PIECE * Math.ceil(bytes.length / size),
  );
  return events;
}

it(
  "gives telegrams or refusals for streams of damaged telegrams, the same in any pieces",
  () => {
    let runs = 0;
    let seen = 0;
    const property = fc.property(
      fc.array(fc.oneof({ weight: 3, arbitrary: damaged }, hostile), { maxLength: 6 }),
      fc.integer({ min: 1, max: 200 }),
      (parts, half) => {
        runs += 1;
        const bytes = Buffer.concat(parts.map((part) => part.bytes));
        const events = all(bytes, 2 * half);
        expect(all(bytes, 1_000_000)).toEqual(events);
        expect(maskRaw(bytes)).toHaveLength(bytes.length);
        const numbers = events.flatMap((event) => (event.ok ? Object.values(event.values) : []));
        for (const value of numbers) expect(value).toSatisfy(Number.isFinite);
        seen += numbers.length;
      },
    );
    fc.assert(property, {
      numRuns: 100_000_000,
      interruptAfterTimeLimit: BUDGET_S * 1000,
      markInterruptAsFailure: false,
    });
    expect(runs).toBeGreaterThanOrEqual(100);
    expect(seen).toBeGreaterThan(100);
  },
  (BUDGET_S + 60) * 1000,
);
