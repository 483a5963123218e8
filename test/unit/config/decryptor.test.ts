import { createCipheriv } from "node:crypto";
import { describe, expect, it } from "vitest";
import { decryptorOf } from "../../../src/config/decryptor.ts";
import { meterSchema } from "../../../src/config/meter-schema.ts";
import { crc16X25 } from "../../../src/meter/wire/crc.ts";
import { meterDecoder } from "../../../src/meter/wire/wire-formats.ts";
import { encodeHdlc } from "../../../src/simulator/encode-hdlc.ts";

const KEY = "000102030405060708090a0b0c0d0e0f";
const TITLE = Buffer.from("4b464d1020304050", "hex");
const COUNTER = Buffer.from("00000102", "hex");
const FRAME_HEAD = 9; // flag, format, addresses, control, its check
const LLC = 3;

const lowFirst = (crc: number) => [crc & 0xff, crc >>> 8];

/** A frame like one of the simulated meter, its APDU encrypted. */
function encryptedFrame(control: number, key = KEY): Uint8Array {
  const plain = encodeHdlc({ activePowerImportW: 1122, currentL1A: 4.1 }, { meterClock: "2026-01-15T18:00:00" });
  const information = plain.subarray(FRAME_HEAD, -3);
  const cipher = createCipheriv("aes-128-gcm", Buffer.from(key, "hex"), Buffer.concat([TITLE, COUNTER]), {
    authTagLength: 12,
  });
  const text = Buffer.concat([cipher.update(information.subarray(LLC)), cipher.final()]);
  const tag = (control & 0x10) === 0 ? [] : [...cipher.getAuthTag()];
  const content = [control, ...COUNTER, ...text, ...tag];
  const length = content.length < 0x80 ? [content.length] : [0x82, content.length >>> 8, content.length & 0xff];
  const apdu = [0xdb, TITLE.length, ...TITLE, ...length, ...content];
  const size = FRAME_HEAD - 1 + LLC + apdu.length + 2;
  const head = [0xa0 | (size >>> 8), size & 0xff, ...plain.subarray(3, FRAME_HEAD - 2)];
  const body = [...head, ...lowFirst(crc16X25(Uint8Array.from(head))), ...information.subarray(0, LLC), ...apdu];
  return Uint8Array.from([0x7e, ...body, ...lowFirst(crc16X25(Uint8Array.from(body))), 0x7e]);
}

describe("an encrypted telegram", () => {
  it.each([
    ["encrypted", 0x20],
    ["encrypted and authenticated", 0x30],
  ])("that is %s has its values with the meter's key", (_, control) => {
    const decode = meterDecoder({ decrypt: decryptorOf(KEY) });
    expect(decode("raw", encryptedFrame(control))).toMatchObject([
      { kind: "values", values: { activePowerImportW: 1122, currentL1A: 4.1 }, meterClock: "2026-01-15T18:00:00" },
    ]);
  });

  it.each([
    ["without a key", {}],
    ["with another key", { decrypt: decryptorOf("f".repeat(32)) }],
  ])("is refused %s", (_, options) => {
    expect(meterDecoder(options)("raw", encryptedFrame(0x30))).toMatchObject([
      { kind: "refused", code: "UNSUPPORTED" },
    ]);
  });

  it("is refused where it is not encrypted, or compressed", () => {
    const decode = meterDecoder({ decrypt: decryptorOf(KEY) });
    for (const control of [0x10, 0xb0])
      expect(decode("raw", encryptedFrame(control))).toMatchObject([{ kind: "refused" }]);
  });

  it("of any bytes is decrypted or not, and throws nothing", () => {
    const decrypt = decryptorOf(KEY);
    const apdu = encryptedFrame(0x30).subarray(FRAME_HEAD + LLC, -3);
    for (let end = 0; end < apdu.length; end++) expect(decrypt(apdu.subarray(0, end))).toBeUndefined();
  });
});

it("the key in the configuration has 32 hexadecimal digits", () => {
  expect(meterSchema.safeParse({ decryptionKey: KEY.toUpperCase() }).success).toBe(true);
  expect(meterSchema.safeParse({ decryptionKey: KEY.slice(1) }).success).toBe(false);
});
