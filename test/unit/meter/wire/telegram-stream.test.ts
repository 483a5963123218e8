import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crc16X25 } from "../../../../src/meter/wire/crc.ts";
import type { TelegramEvent } from "../../../../src/meter/wire/telegram-event.ts";
import { TelegramStream } from "../../../../src/meter/wire/telegram-stream.ts";
import { encodeHdlc } from "../../../../src/simulator/encode-hdlc.ts";
import { encodeP1 } from "../../../../src/simulator/encode-p1.ts";
import { BYTE_FAULTS } from "../../../../src/simulator/faults.ts";
import { randomOf } from "../../../../src/simulator/random.ts";
import { arbitraryClock, arbitraryValues } from "../../../fixtures/wire/arbitrary-values.ts";

const meterClock = "2026-01-15T18:00:00";
const p1 = encodeP1({ activePowerImportW: 700, currentL1A: 3.1 }, { meterClock });
const hdlc = encodeHdlc({ activePowerImportW: 700, currentL1A: -0.1 }, { meterClock });

function all(bytes: Uint8Array, sizes: readonly number[] = [bytes.length]): TelegramEvent[] {
  const stream = new TelegramStream();
  const events: TelegramEvent[] = [];
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? 1;
    events.push(...stream.push(bytes.subarray(at, at + size)));
    at += size;
  }
  return [...events, ...stream.end()];
}

const numbersIn = (events: readonly TelegramEvent[]) =>
  events.flatMap((event) => (event.ok ? Object.values(event.values) : []));
const codes = (events: readonly TelegramEvent[]) => events.map((event) => (event.ok ? "ok" : event.code));
const join = (...parts: readonly (Uint8Array | string)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : part)));

/** Bytes that have much in common with telegrams: whole ones, damaged ones, pieces and noise. */
const arbitraryBytes = fc
  .array(
    fc.oneof(
      fc.constantFrom<Uint8Array>(p1, hdlc, encodeHdlc({ voltageL1V: 230 }, { meterClock, segmentBytes: 20 })),
      fc.uint8Array({ maxLength: 40 }),
      fc.constantFrom("/", "!", "\r\n", "/ABC\n", "!0000", "~", "~\xa0\x20", "\n!", "\n/XYZ5\r\n").map((t) => join(t)),
      fc
        .record({ seed: fc.integer(), kind: fc.constantFrom(...Object.values(BYTE_FAULTS)), base: fc.boolean() })
        .map(({ seed, kind, base }) => kind(base ? p1 : hdlc, randomOf(seed))),
    ),
    { maxLength: 12 },
  )
  .map((parts) => join(...parts));

describe("a stream of telegrams", () => {
  it("finds both grammars one after the other", () => {
    expect(all(join(p1, hdlc, hdlc, p1)).map(({ offset, format, ok }) => [offset, format, ok])).toEqual([
      [0, "p1-ascii", true],
      [p1.length, "dlms-hdlc", true],
      [p1.length + hdlc.length, "dlms-hdlc", true],
      [p1.length + 2 * hdlc.length, "p1-ascii", true],
    ]);
  });

  it("finds a frame at once though an ASCII telegram was cut off before it", () => {
    const stream = new TelegramStream();
    expect(codes(stream.push(join(p1.subarray(0, 60), hdlc)))).toEqual(["TRUNCATED", "ok"]);
  });

  it("finds the ASCII telegram after a frame that was cut off", () => {
    expect(codes(all(join(hdlc.subarray(0, 50), p1, p1)))).toEqual(["FCS_MISMATCH", "ok", "ok"]);
  });

  it("never blends half a telegram with the next one, even where no checksum is asked for", () => {
    const bare = join(p1.subarray(0, -6), "\r\n");
    const stream = new TelegramStream({ allowNoCrc: true });
    const half = bare.subarray(0, bare.indexOf("(0000.700"));
    expect(codes(stream.push(join(half, bare)))).toEqual(["TRUNCATED", "ok"]);
  });

  it("refuses segments of which one did not come", () => {
    const segmented = encodeHdlc(
      { activePowerImportW: 1, voltageL1V: 230, voltageL2V: 231 },
      { meterClock, segmentBytes: 30 },
    );
    expect(codes(all(segmented))).toEqual(["ok"]);
    const second = segmented.indexOf(0x7e, 1) + 1;
    const third = second + 42;
    const without = join(segmented.subarray(0, second), segmented.subarray(third));
    expect(codes(all(without))).not.toContain("ok");
    expect(codes(all(join(segmented.subarray(0, second), "garbage", hdlc)))).toEqual(["TRUNCATED", "ok"]);
  });

  it("looks for one grammar alone when asked to", () => {
    const stream = new TelegramStream({ formats: ["dlms-hdlc"] });
    expect(stream.push(join(p1, hdlc)).map(({ format }) => format)).toEqual(["dlms-hdlc"]);
  });

  it("gives a telegram up that never ends", () => {
    const endless = join("/ABC\r\n", "1-0:1.7.0(1*W)\r\n".repeat(1000), p1);
    expect(codes(all(endless))).toEqual(["TRUNCATED", "ok"]);
  });

  it("keeps little between two pieces, whatever comes", () => {
    const stream = new TelegramStream();
    for (let i = 0; i < 200; i++) stream.push(Buffer.alloc(1000, 0x55));
    expect(stream.pendingBytes).toBe(0);
  });

  it("gives the same in any pieces", () => {
    fc.assert(
      fc.property(arbitraryBytes, fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1 }), (bytes, sizes) => {
        expect(all(bytes, sizes)).toEqual(all(bytes));
      }),
      { numRuns: 300 },
    );
  });

  it("answers any bytes with telegrams or refusals, and every value is a number", () => {
    let numbers = 0;
    fc.assert(
      fc.property(arbitraryBytes, (bytes) => {
        const events = all(bytes);
        for (const event of events) expect(event.offset + event.raw.length).toBeLessThanOrEqual(bytes.length);
        for (const value of numbersIn(events)) expect(value).toSatisfy(Number.isFinite);
        numbers += numbersIn(events).length;
      }),
      { numRuns: 300 },
    );
    expect(numbers).toBeGreaterThan(100);
  });

  it("finds every good telegram between noise that opens no other", () => {
    const noise = fc
      .uint8Array({ maxLength: 60 })
      .map((bytes) => bytes.filter((byte) => byte !== 0x2f && byte !== 0x7e));
    fc.assert(
      fc.property(fc.array(fc.tuple(noise, fc.constantFrom(p1, hdlc)), { maxLength: 8 }), (parts) => {
        const events = all(join(...parts.flat()));
        expect(codes(events)).toEqual(parts.map(() => "ok"));
      }),
    );
  });

  it("gives no value from a telegram with one bit changed", () => {
    for (const telegram of [p1, hdlc]) {
      const truth = all(telegram).find((event) => event.ok)?.values;
      let silent = 0;
      for (let bit = 0; bit < telegram.length * 8; bit++) {
        const changed = Uint8Array.from(telegram);
        changed[bit >> 3]! ^= 1 << (bit & 7);
        // Flags, line ends after the checksum and the case of its digits are not content: what is told must be the truth.
        const good = all(changed).filter((event) => event.ok);
        for (const { values } of good) expect(values).toEqual(truth);
        if (good.length === 0) silent += 1;
      }
      expect(truth).toBeDefined();
      expect(silent).toBeGreaterThan(0.9 * telegram.length * 8);
      expect(silent).toBeLessThan(telegram.length * 8);
    }
  });
});

describe("what our simulator writes", () => {
  it("reads back as it was, in ASCII", () => {
    fc.assert(
      fc.property(arbitraryValues, arbitraryClock, fc.constantFrom("aidon", "sagemcom"), (values, clock, order) => {
        const [event, ...more] = all(encodeP1(values, { meterClock: clock, order }));
        expect(more).toEqual([]);
        expect(event).toMatchObject({ ok: true, format: "p1-ascii", offset: 0, meterClock: clock, unknown: [] });
        expect(event?.ok && event.values).toEqual(values);
      }),
    );
  });

  it("reads back as it was, in binary, in one frame and in segments", () => {
    fc.assert(
      fc.property(
        arbitraryValues,
        arbitraryClock,
        fc.option(fc.integer({ min: 16, max: 300 })),
        (values, clock, size) => {
          const bytes = encodeHdlc(values, { meterClock: clock, ...(size !== null && { segmentBytes: size }) });
          const [event, ...more] = all(bytes);
          expect(more).toEqual([]);
          expect(event).toMatchObject({ ok: true, format: "dlms-hdlc", offset: 0, meterClock: clock, unknown: [] });
          expect(event?.ok && event.values).toEqual(values);
        },
      ),
    );
  });
});

describe("the checksum of an ASCII telegram", () => {
  const text = Buffer.from(p1).toString("latin1");
  const withoutChecks = text.slice(0, text.indexOf("!") + 1);
  const x25 = crc16X25(Buffer.from(withoutChecks, "latin1")).toString(16).padStart(4, "0");
  const checks = (bytes: Uint8Array | string, allowNoCrc = false) => {
    const stream = new TelegramStream({ allowNoCrc });
    return [...stream.push(join(bytes)), ...stream.end()].map((event) => (event.ok ? event.check : event.code));
  };

  it("is said by its kind", () => {
    expect(checks(p1)).toEqual(["crc-16/arc"]);
    expect(checks(`${withoutChecks}${x25}\r\n`)).toEqual(["crc-16/x25"]);
    expect(checks(hdlc)).toEqual(["fcs"]);
  });

  it.each(["\n", "\r", "\r\r\n", "\n\n", "\r\r"])("holds where all line ends have become %j, which is said", (end) => {
    for (const telegram of [text, `${withoutChecks}${x25}\r\n`]) {
      const [event, ...more] = all(join(telegram.replaceAll("\r\n", end)));
      expect(more).toEqual([]);
      expect(event).toMatchObject({ ok: true, values: { activePowerImportW: 700 }, hasOtherLineEnds: true });
    }
  });

  it("excuses no other change, and no line ends of several kinds", () => {
    const lineFeeds = text.replaceAll("\r\n", "\n");
    expect(checks(lineFeeds.replace("700", "701"))).toEqual(["CRC_MISMATCH"]);
    expect(checks(text.replace("\r\n", "\n"))).toEqual(["CRC_MISMATCH"]);
    expect(all(p1).map((event) => event.ok && event.hasOtherLineEnds)).toEqual([undefined]);
  });

  it("is not needed where that is allowed, but a wrong one is marked", () => {
    expect(checks(`${withoutChecks}\r\n`, true)).toEqual(["none"]);
    expect(checks(`${withoutChecks}0000\r\n`, true)).toEqual(["wrong"]);
    expect(checks(`${withoutChecks}0000\r\n`)).toEqual(["CRC_MISMATCH"]);
    expect(checks(`${withoutChecks}GHIJ\r\n`, true)).toEqual(["CRC_MISMATCH"]);
    expect(checks(text.replaceAll("\r\n", "\n"), true)).toEqual(["crc-16/arc"]);
  });

  it("is named with both that would fit when it fits neither", () => {
    const [event] = all(join(`${withoutChecks}0000\r\n`));
    const message = event?.ok === false ? event.message : "";
    const arc = text.slice(text.indexOf("!") + 1).trim();
    expect(message).toContain(
      `says checksum 0000, its bytes give ${arc} (CRC-16/ARC) or ${x25.toUpperCase()} (CRC-16/X.25)`,
    );
  });
});
