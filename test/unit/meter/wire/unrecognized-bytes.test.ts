import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Decoded } from "../../../../src/meter/wire/decoded.ts";
import { diagnoseBytes } from "../../../../src/meter/wire/unrecognized-bytes.ts";
import { meterDecoder } from "../../../../src/meter/wire/wire-formats.ts";
import { encodeHdlc } from "../../../../src/simulator/encode-hdlc.ts";
import { encodeP1 } from "../../../../src/simulator/encode-p1.ts";
import { received } from "../../../fixtures/serial-line.ts";

const meterClock = "2026-01-15T18:00:00";
const p1 = encodeP1({ activePowerImportW: 700, currentL1A: 3.1, voltageL1V: 230 }, { meterClock });
const hdlc = encodeHdlc({ activePowerImportW: 700, currentL1A: -0.1, voltageL1V: 230 }, { meterClock });
/** Bytes as a cipher gives them. */
const cipher = (length: number, seed = 1) =>
  Uint8Array.from({ length }, (_, i) => Math.imul(i + seed, 0x9e3779b1) >>> 24);
const hex = (text: string) => Buffer.from(text.replaceAll(/\s/g, ""), "hex");
const join = (...parts: readonly (Uint8Array | string)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : part)));
const withParity = (odd: boolean) =>
  p1.map((byte) => {
    const ones = [...byte.toString(2)].filter((bit) => bit === "1").length;
    return byte | ((ones % 2 === 1) === odd ? 0 : 0x80);
  });

describe("bytes that hold no telegram", () => {
  it.each([
    ["encrypted", join(hex("DB 08 57 46 4D 00 00 00 01 23 82 01 F2 30 00 00 00 01"), cipher(480)), /encrypted/],
    [
      "encrypted, within M-Bus",
      join(hex("68 FA FA 68 53 FF 00 01 67 DB 08 57 46 4D 01 02 03 04 05"), cipher(240)),
      /encrypted/,
    ],
    ["encrypted behind an identification", join("/WFM5G15\r\n\r\n", cipher(500)), /identification line is followed/],
    ["M-Bus", join(hex("68 0F 0F 68 08 01 72 78 56 34 12"), cipher(12), hex("16")), /M-Bus/],
    ["SML", join(hex("1B1B1B1B 01010101 76 05 00 00 00 01 62 00"), cipher(200)), /SML/],
    ["frames with escapes", join(hex("7E 7D 5E A0 12 7D 5D"), cipher(60), hex("7E")), /escape bytes/],
    ["a frame's content alone", hdlc.subarray(9, -3), /without its frame/],
    ["objects of a binary telegram", hdlc.subarray(40, 100), /pieces of binary telegrams/],
    ["objects of an ASCII telegram", Buffer.from(p1).subarray(30, 90), /without its first or its last line/],
    [
      "a readout of an optical port",
      join("/WFM5MT\r\n\x02F.F(00)\r\n1.8.0(001234.5*kWh)\r\n!\r\n\x03B"),
      /optical port/,
    ],
    ["a Linky's", join("\x02\nADCO 012345678901 B\r\nPAPP 00750 -\r\x03"), /Linky/],
    ["a line that hangs", new Uint8Array(300), /line hangs/],
    ["a line that hangs high", new Uint8Array(300).fill(0xff), /line hangs/],
    ["even parity", withParity(false), /parity bit/],
    ["odd parity", withParity(true), /parity bit/],
    ["inverted", p1.map((byte) => byte ^ 0xff), /every bit inverted/],
    [
      "hex with colons",
      join(
        Buffer.from(hdlc)
          .toString("hex")
          .replaceAll(/(..)(?=.)/g, "$1:"),
      ),
      /hex digits/,
    ],
    ["hex with 0x", join(Buffer.from(hdlc).toString("hex").replaceAll(/(..)/g, "0x$1, ")), /hex digits/],
    ["base64", join(Buffer.from(hdlc).toString("base64")), /base64/],
    ["JSON", join('{"power": 700}'), /JSON/],
    ["a text", join("hello, world"), /text/],
    ["noise", cipher(400), /noise/],
  ])("are named by what they look like: %s", (_name, bytes, what) => {
    expect(diagnoseBytes(bytes)).toMatchObject({
      what: expect.stringMatching(what),
      hint: expect.stringMatching(/\.$/),
    });
  });

  it("are named whatever they are", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 600 }), (bytes) => {
        const { what, hint } = diagnoseBytes(bytes);
        expect(`${what} ${hint}`).not.toMatch(/undefined|NaN/);
      }),
    );
  });
});

/** What messages on `raw` give, one list a message: `values`, or the refusal's message. */
function decoded(...messages: readonly (Uint8Array | string)[]): readonly (readonly string[])[] {
  const decode = meterDecoder();
  const textOf = (item: Decoded) => (item.kind === "refused" ? `${item.code}: ${item.message}` : item.kind);
  return messages.map((message) => (decode("raw", join(message)) ?? []).map(textOf));
}

function pieces(bytes: Uint8Array, size: number): readonly Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
}

const ENCRYPTED = join(hex("DB 08 57 46 4D 00 00 00 01 23 82 01 F2 30 00 00 00 01"), cipher(480));
const ENCRYPTED_SAID = /^UNSUPPORTED: no telegram among \d+ bytes: they look like an encrypted/;

describe("messages without a telegram", () => {
  it("give one refusal each", () => {
    for (const said of decoded(ENCRYPTED, ENCRYPTED, ENCRYPTED)) {
      expect(said).toEqual([expect.stringMatching(ENCRYPTED_SAID)]);
    }
  });

  it("are what the pieces before them were", () => {
    const said = decoded(...pieces(ENCRYPTED, 100));
    expect(said).toEqual(said.map(() => [expect.stringMatching(ENCRYPTED_SAID)]));
    const [, second] = decoded(cipher(100, 7), ...pieces(join(cipher(90, 7), ENCRYPTED), 92));
    expect(second).toEqual([expect.stringMatching(/noise/)]);
    expect(
      decoded(...pieces(join(cipher(90, 7), ENCRYPTED), 91))
        .slice(1)
        .flat()
        .join("\n"),
    ).toMatch(ENCRYPTED_SAID);
  });

  it("are forgotten when a telegram comes", () => {
    const said = decoded(ENCRYPTED, p1, cipher(100, 7));
    expect(said[1]).toEqual(["values"]);
    expect(said[2]).toEqual([expect.stringMatching(/noise/)]);
  });

  it.each([16, 64, 120, 256])(
    "are no telegrams in pieces of %i bytes, even where the first came in its middle",
    (size) => {
      for (const telegram of [p1, hdlc]) {
        const said = decoded(telegram.subarray(telegram.length >> 1), ...pieces(join(telegram, telegram), size));
        expect(said.flat()).toEqual(["values", "values"]);
      }
    },
  );

  it("are reported when pieces never become a telegram", () => {
    const objects = "1-0:1.7.0(0001.5*kW)\r\n".repeat(20);
    const said = decoded(...Array.from({ length: 30 }, () => objects));
    expect(said.at(0)).toEqual([]);
    expect(said.at(-1)).toEqual([expect.stringMatching(/without its first or its last line/)]);
    const endless = decoded(...Array.from({ length: 30 }, (_, i) => (i === 0 ? "/WFM5\r\n" : cipher(400, i))));
    expect(endless.at(1)).toEqual([]);
    expect(endless.at(-1)).toEqual([expect.stringMatching(/noise|identification/)]);
  });

  it("say nothing when they are empty", () => expect(decoded("", "")).toEqual([[], []]));
});

describe("a serial line that is read wrongly", () => {
  const telegram = encodeP1(
    { activePowerImportW: 700, currentL1A: 3.1, voltageL1V: 230, activeEnergyImportWh: 12345 },
    { meterClock },
  );

  it("is read as it was sent where both agree", () => {
    expect(received(telegram, {})).toEqual(new Uint8Array(telegram));
  });

  it.each([
    ["inverted", { isInverted: true }, "text with every bit inverted", "a cable that inverts the signal"],
    ["115200 baud of 9600", { ratio: 12 }, "much slower than the rate", "old meters 9600 7E1"],
    ["9600 baud of 2400", { ratio: 4 }, "several times slower than the rate", "wired M-Bus 2400 8E1"],
    ["9600 baud of 115200", { ratio: 1 / 12 }, "noise, as from a wrong baud rate", "115200 baud 8N1"],
  ] as const)("at %s shows what is wrong", (_, line, what, hint) => {
    const diagnosis = diagnoseBytes(received(telegram, line));
    expect(diagnosis.what).toContain(what);
    expect(diagnosis.hint).toContain(hint);
  });
});
