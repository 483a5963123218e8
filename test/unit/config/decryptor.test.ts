import { describe, expect, it } from "vitest";
import { decryptorOf } from "../../../src/config/decryptor.ts";
import { meterSchema } from "../../../src/config/meter-schema.ts";
import { joinedBytes } from "../../../src/meter/bytes.ts";
import { type Decrypt, sealedIn } from "../../../src/meter/wire/ciphered-apdu.ts";
import { decodeFile } from "../../../src/meter/wire/decode-file.ts";
import type { TelegramEvent } from "../../../src/meter/wire/telegram-event.ts";
import { TelegramStream } from "../../../src/meter/wire/telegram-stream.ts";
import { meterDecoder } from "../../../src/meter/wire/wire-formats.ts";
import { encodeHdlc } from "../../../src/simulator/encode-hdlc.ts";
import { encodeMbus } from "../../../src/simulator/encode-mbus.ts";
import { encodeP1 } from "../../../src/simulator/encode-p1.ts";
import { type SealKeys, sealOf } from "../../../src/simulator/seal.ts";

const KEY = "000102030405060708090a0b0c0d0e0f";
const AUTHENTICATION = "d0d1d2d3d4d5d6d7d8d9dadbdcdddedf";
const OTHER = "f".repeat(32);
const VALUES = { activePowerImportW: 1122, currentL1A: 4.1, voltageL1V: 230.1, activeEnergyImportWh: 12_345_678 };
const CLOCK = "2026-01-15T18:00:00";

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, "hex"));

/** The three ways in which encrypted telegrams come. */
const LINES = [
  ["HDLC frames", "dlms-hdlc", encodeHdlc],
  ["M-Bus frames", "dlms-mbus", encodeMbus],
  [
    "no frame (P1)",
    "p1-ascii",
    (values, { meterClock, seal = (plain) => plain }) => seal(encodeP1(values, { meterClock })),
  ],
] as const satisfies readonly (readonly [string, string, typeof encodeHdlc])[];

/** One encrypted telegram. */
function sealed(encode: typeof encodeHdlc, keys: SealKeys = { key: KEY }, counter = 1): Uint8Array {
  const seal = sealOf(keys);
  return encode(VALUES, { meterClock: CLOCK, seal: (plain) => seal(plain, counter) });
}

function eventsOf(bytes: Uint8Array, decrypt?: Decrypt, size = bytes.length): readonly TelegramEvent[] {
  const stream = new TelegramStream(decrypt ? { decrypt } : {});
  const events: TelegramEvent[] = [];
  for (let at = 0; at < bytes.length; at += size) events.push(...stream.push(bytes.subarray(at, at + size)));
  return [...events, ...stream.end()];
}

describe("AES-128-GCM as meters use it", () => {
  it("gives the plain text of the standards' own example, and proves its tag", () => {
    // DLMS UA Green Book, the example of an encrypted and authenticated APDU (system title MMM, frame counter 0x01234567).
    const text = "801302ff8a7874133d414ced25b42534d28db0047720606b175bd52211be68";
    const apdu = bytesOf(`db084d4d4d0000bc614e303001234567${text}41db204d39ee6fdb8e356855`);
    const content = sealedIn(apdu);
    if (typeof content === "string") throw new Error(content);
    expect(content).toMatchObject({ counter: 0x01234567, control: 0x30, isEncrypted: true });
    const { plain, tag } = decryptorOf(KEY, AUTHENTICATION)(content);
    expect(Buffer.from(plain).toString("hex")).toBe("01011000112233445566778899aabbccddeeff0000065f1f0400007e1f04b0");
    expect(tag).toBe("right");
    expect(decryptorOf(KEY)(content).tag).toBe("unchecked");
    expect(decryptorOf(KEY, OTHER)(content).tag).toBe("wrong");
  });

  it("proves the tag of a text that is authenticated and not encrypted", () => {
    const text = "c0010000080000010000ff0200";
    const apdu = bytesOf(`db084d4d4d0000bc614e1e1001234567${text}06725d910f9221d263877516`);
    const content = sealedIn(apdu);
    if (typeof content === "string") throw new Error(content);
    const { plain, tag } = decryptorOf(KEY, AUTHENTICATION)(content);
    expect([Buffer.from(plain).toString("hex"), tag]).toEqual([text, "right"]);
  });
});

describe.each(LINES)("an encrypted telegram in %s", (_line, format, encode) => {
  it.each([1, 7, 5_000])("has its values with the meter's key, in pieces of %d bytes", (size) => {
    expect(eventsOf(sealed(encode), decryptorOf(KEY), size)).toMatchObject([
      { ok: true, format, values: VALUES, meterClock: CLOCK },
    ]);
  });

  it("is proved by its tag where the authentication key is there", () => {
    const bytes = sealed(encode, { key: KEY, authenticationKey: AUTHENTICATION });
    expect(eventsOf(bytes, decryptorOf(KEY, AUTHENTICATION))).toMatchObject([
      { ok: true, check: "gcm", values: VALUES },
    ]);
    const [unproven] = eventsOf(bytes, decryptorOf(KEY));
    expect(unproven).toMatchObject({ ok: true, values: VALUES });
    expect(unproven).not.toMatchObject({ check: "gcm" });
  });

  it("says that the key is wrong, what to compare it with, and none of what came out", () => {
    const events = eventsOf(sealed(encode), decryptorOf(OTHER));
    expect(events).toMatchObject(
      [
        {
          ok: false,
          code: "UNSUPPORTED",
          message: /maker WFM.*does not open with the meter's key/,
          hint: /decryptionKeyFile/,
        },
      ].map(expectText),
    );
  });

  it("says so where the authentication key is wrong alone, and where both are", () => {
    const bytes = sealed(encode, { key: KEY, authenticationKey: AUTHENTICATION });
    const [changed] = eventsOf(bytes, decryptorOf(KEY, OTHER));
    expect(changed).toMatchObject(
      expectText({ ok: false, message: /authentication key/, hint: /authenticationKeyFile/ }),
    );
    const [both] = eventsOf(bytes, decryptorOf(OTHER, OTHER));
    expect(both).toMatchObject(expectText({ ok: false, message: /does not open/ }));
  });

  it("is marked where its frame counter is not above the last one", () => {
    const counters = [5, 6, 6, 3, 7];
    const bytes = joinedBytes(counters.map((counter) => sealed(encode, { key: KEY }, counter)));
    const marks = eventsOf(bytes, decryptorOf(KEY)).map((event) => event.ok && event.isReplayed === true);
    expect(marks).toEqual([false, false, true, true, false]);
  });

  it("tells the same to decode and to the kiosk", () => {
    const bytes = joinedBytes([sealed(encode, { key: KEY }, 2), sealed(encode, { key: KEY }, 2)]);
    const decrypt = decryptorOf(KEY);
    const [first, second] = decodeFile(bytes, { format: "auto", allowNoCrc: false, decrypt });
    expect(first).toMatchObject({ ok: true, format, values: VALUES });
    expect(first).not.toHaveProperty("note");
    expect(second).toMatchObject(expectText({ ok: true, note: /frame counter/ }));
    const [value, again] = meterDecoder({ decrypt })("raw", bytes) ?? [];
    expect(value).toMatchObject({ kind: "values", values: VALUES, meterClock: CLOCK });
    expect(again).toMatchObject({ kind: "values", isReplayed: true });
  });

  it("is never garbage where any of its bytes is another", () => {
    const bytes = sealed(encode, { key: KEY, authenticationKey: AUTHENTICATION });
    const decrypt = decryptorOf(KEY, AUTHENTICATION);
    let refused = 0;
    for (let at = 0; at < bytes.length; at += 3) {
      const changed = Uint8Array.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 0x10;
      const events = eventsOf(changed, decrypt);
      for (const event of events) expect(event.ok ? event.values : VALUES).toEqual(VALUES);
      if (events.every(({ ok }) => !ok)) refused++;
    }
    expect(refused).toBeGreaterThan(bytes.length / 6);
  });
});

describe("an encrypted telegram", () => {
  it("says without a key who sends it and what would be needed", () => {
    const [frame] = eventsOf(sealed(encodeHdlc));
    expect(frame).toMatchObject(expectText({ ok: false, message: /maker WFM \(AES-128-GCM\)/, hint: /key-file/ }));
    const bare = decodeFile(sealed(LINES[2][2]), { format: "auto", allowNoCrc: false });
    expect(bare).toMatchObject([expectText({ ok: false, message: /encrypted telegram/, hint: /key-file/ })]);
  });

  it.each([
    ["suite 2, whose keys are longer", 0x32, /suite 2/],
    ["a compressed text", 0xb0, /compressed/],
  ])("says that it is of %s", (_, control, message) => {
    const seal = sealOf({ key: KEY });
    const at = 11; // tag, title with its length, a length below 128
    const bytes = encodeMbus(VALUES, {
      meterClock: CLOCK,
      seal: (plain) => seal(plain, 1).map((byte, i) => (i === at ? control : byte)),
    });
    expect(eventsOf(bytes, decryptorOf(KEY))).toMatchObject([expectText({ ok: false, code: "UNSUPPORTED", message })]);
  });

  it.each([
    ["HDLC", encodeHdlc],
    ["M-Bus", encodeMbus],
  ])("is read from segments in %s frames", (_, encode) => {
    const seal = sealOf({ key: KEY });
    const bytes = encode(VALUES, { meterClock: CLOCK, segmentBytes: 31, seal: (plain) => seal(plain, 1) });
    expect(eventsOf(bytes, decryptorOf(KEY), 13)).toMatchObject([{ ok: true, values: VALUES }]);
    const cut = eventsOf(bytes.subarray(0, -40), decryptorOf(KEY)).map((event) => (event.ok ? "ok" : event.code));
    expect(new Set(cut)).toEqual(new Set(["TRUNCATED"]));
  });

  it("with a key of its own association (general-ded-ciphering) opens alike, other kinds say what they are", () => {
    const seal = sealOf({ key: KEY });
    const tagged = (tag: number) =>
      encodeHdlc(VALUES, { meterClock: CLOCK, seal: (plain) => Uint8Array.of(tag, ...seal(plain, 1).subarray(1)) });
    expect(eventsOf(tagged(0xdc), decryptorOf(KEY))).toMatchObject([{ ok: true, values: VALUES }]);
    for (const [tag, message] of [
      [0xdd, /general-ciphering/],
      [0xdf, /general-signing/],
      [0xca, /glo-event-notification/],
      [0x01, /something else/],
    ] as const)
      expect(eventsOf(tagged(tag), decryptorOf(KEY))).toMatchObject([
        expectText({ ok: false, code: "UNSUPPORTED", message }),
      ]);
  });

  it("between others without a frame does not hide them, whatever its key", () => {
    const plain = encodeP1(VALUES, { meterClock: CLOCK });
    const bytes = joinedBytes([plain, sealed(LINES[2][2]), plain, sealed(LINES[2][2], { key: OTHER }), plain]);
    const verdicts = eventsOf(bytes, decryptorOf(KEY)).map(({ ok }) => ok);
    expect(verdicts).toEqual([true, true, true, false, true]);
  });

  it("that was cut is refused as cut", () => {
    const bytes = sealed(LINES[2][2]);
    expect(eventsOf(bytes.subarray(0, -20), decryptorOf(KEY))).toMatchObject([{ ok: false, code: "TRUNCATED" }]);
  });

  it("of any length is read or refused, and throws nothing", () => {
    const apdu = sealOf({ key: KEY })(new Uint8Array(60), 1);
    for (let end = 0; end < apdu.length; end++) expect(typeof sealedIn(apdu.subarray(0, end))).toBe("string");
  });
});

it("the keys in the configuration have 32 hexadecimal digits", () => {
  for (const name of ["decryptionKey", "authenticationKey"]) {
    expect(meterSchema.safeParse({ [name]: KEY.toUpperCase() }).success).toBe(true);
    expect(meterSchema.safeParse({ [name]: KEY.slice(1) }).success).toBe(false);
  }
});

/** An object in which regular expressions stand for texts. */
function expectText(expected: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(expected).map(([key, value]) => [
      key,
      value instanceof RegExp ? expect.stringMatching(value) : value,
    ]),
  );
}
