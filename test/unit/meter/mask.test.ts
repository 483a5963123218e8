import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPersonalCode, isPersonalName } from "../../../src/meter/identifier.ts";
import { maskMessage } from "../../../src/meter/mask.ts";
import { crc16Arc } from "../../../src/meter/wire/crc.ts";
import type { TelegramEvent } from "../../../src/meter/wire/telegram-event.ts";
import { TelegramStream } from "../../../src/meter/wire/telegram-stream.ts";
import { encodeHdlc } from "../../../src/simulator/encode-hdlc.ts";
import { encodeMbus } from "../../../src/simulator/encode-mbus.ts";
import { sealOf } from "../../../src/simulator/seal.ts";
import { payloadOf, wireFixtures } from "../../fixtures/wire/wire-fixtures.ts";

const bytesOf = (text: string) => Buffer.from(text, "latin1");
const masked = (topic: string, text: string) => Buffer.from(maskMessage(topic, bytesOf(text))).toString("latin1");
const withCrc = (text: string) => text + crc16Arc(bytesOf(text)).toString(16).toUpperCase().padStart(4, "0");
const BODY =
  "/ADN9 6534\r\n\r\n0-0:96.1.1(4B384547)\r\n0-1:96.1.0(12345678)(9)\r\n1-0:0.0.0(99887766)\r\n0-0:42.0.0(AUX7)\r\n1-0:1.7.0(0001.122*kW)\r\n!";

function events(bytes: Uint8Array): readonly object[] {
  const stream = new TelegramStream();
  return [...stream.push(bytes), ...stream.end()].map((event: TelegramEvent) =>
    event.ok ? { offset: event.offset, values: event.values } : { offset: event.offset, code: event.code },
  );
}

describe("what is personal", () => {
  it.each(["0-0:96.1.1", "0-1:96.1.0", "1-0:0.0.0", "1-0:0.0.9", "0-0:42.0.0", "1-1:0.0.5", "1-1:96.1.1"])(
    "%s is",
    (code) => expect(isPersonalCode(code)).toBe(true),
  );
  it.each(["1-0:1.7.0", "0-0:96.14.0", "0-0:1.0.0", "1-0:96.13.0", "10-0:0.0.0"])("%s is not", (code) =>
    expect(isPersonalCode(code)).toBe(false),
  );
  it.each(["meter_id", "han/text_sensor/meter_id/state", "serialNumber", "gas_equipment_id", "identification"])(
    "the name %s is",
    (name) => expect(isPersonalName(name)).toBe(true),
  );
  it.each(["id", "voltage_phase_1", "han/sensor/current_phase_1/state", "width"])("the name %s is not", (name) =>
    expect(isPersonalName(name)).toBe(false),
  );
});

it("masks what names the device in a discovery message, and leaves topics and units", () => {
  const text =
    '{"ids":["A4CF12"],"cns":[["mac","a4:cf"]],"sn":"735","uniq_id":"x_1","stat_t":"han/sensor/a1/state","unit_of_meas":"W"}';
  expect(masked("homeassistant/sensor/han/a1/config", text)).toBe(
    '{"ids":["XXXXXX"],"cns":[["XXX","XX:XX"]],"sn":"XXX","uniq_id":"X_X","stat_t":"han/sensor/a1/state","unit_of_meas":"W"}',
  );
  expect(masked("han/sensor/a1/state", text)).toBe(text);
});

describe("masking an ASCII telegram", () => {
  it("hides the identifiers and gives it a right checksum again", () => {
    const text = masked("han/raw", `${withCrc(BODY)}\r\n`);
    expect(text).toContain(
      "0-0:96.1.1(XXXXXXXX)\r\n0-1:96.1.0(XXXXXXXX)(X)\r\n1-0:0.0.0(XXXXXXXX)\r\n0-0:42.0.0(XXXX)",
    );
    expect(events(bytesOf(text))).toEqual([{ offset: 0, values: { activePowerImportW: 1122 } }]);
  });

  it("keeps a wrong checksum wrong", () => {
    const text = masked("han/raw", `${BODY}0000\r\n`);
    expect(text).toMatch(/!0000\r\n$/);
    expect(text).not.toMatch(/4B384547|12345678|99887766/);
    expect(events(bytesOf(text))).toEqual([{ offset: 0, code: "CRC_MISMATCH" }]);
  });

  it("hides them in a piece without an end too", () => {
    expect(masked("han/raw", BODY.slice(0, 40))).not.toContain("4B384547");
  });

  it("hides a serial number in the identification line", () => {
    expect(masked("han/raw", withCrc(BODY.replace("ADN9 6534", "XMX5LGBBFFB231314239")))).toContain(
      "/XMX5LGBBFFBXXXXXXXXX\r",
    );
  });

  it.each(["han", "han/p1", "", "house/meter/telegram"])("hides them on whatever topic it comes: %j", (topic) => {
    const telegram = `${withCrc(BODY)}\r\n`;
    for (const text of [telegram, bytesOf(telegram).toString("hex"), bytesOf(telegram).toString("hex").toUpperCase()]) {
      const shown = masked(topic, text);
      const bytes = shown.startsWith("/") ? bytesOf(shown) : Buffer.from(shown, "hex");
      expect(bytes.toString("latin1")).not.toMatch(/4B384547|12345678|99887766/u);
      expect(events(bytes)).toEqual([{ offset: 0, values: { activePowerImportW: 1122 } }]);
    }
  });

  it("answers hex with hex of the same case", () => {
    const hex = bytesOf(withCrc(BODY)).toString("hex");
    const text = masked("raw", hex);
    expect(text).toMatch(/^[0-9a-f]+$/);
    expect(text).toHaveLength(hex.length);
    expect(events(Buffer.from(text, "hex"))).toEqual([{ offset: 0, values: { activePowerImportW: 1122 } }]);
  });
});

it("gives back the payload itself where there is nothing to hide", () => {
  const hdlc = encodeHdlc({ activePowerImportW: 5 }, { meterClock: "2026-01-15T18:00:00" });
  expect(Buffer.from(maskMessage("han/raw", hdlc))).toEqual(Buffer.from(hdlc));
  const json = bytesOf('{"v":1,"obis":{"1-0:1.7.0":1122}}');
  expect(maskMessage("han/telegram", json)).toBe(json);
  const number = bytesOf("230.1");
  expect(maskMessage("han/sensor/voltage_phase_1/state", number)).toBe(number);
});

it("hides identifiers of JSON, however broken, and leaves the rest byte for byte", () => {
  expect(masked("ams/x", '{"meterId":"697063","more":{"0-0:96.1.1":"ab\\"c"},"P": 1.50, "meter_id": 123')).toBe(
    '{"meterId":"XXXXXX","more":{"0-0:96.1.1":"XXXXX"},"P": 1.50, "meter_id": 999',
  );
});

it("hides what an ESPHome text sensor or the log contains", () => {
  expect(masked("han/text_sensor/meter_id/state", "ADN9 6534-12")).toBe("XXXX XXXX-XX");
  expect(masked("han/debug", "[D] got 0-0:96.1.1(4B384547303034) at 12")).toBe(
    "[D] got 0-0:96.1.1(XXXXXXXXXXXXXX) at 12",
  );
});

describe("masking any telegram of the fixtures", () => {
  const raw = wireFixtures().flatMap(({ name, messages }) =>
    messages.filter(({ topic }) => topic === "raw").map((message) => ({ name, bytes: payloadOf(message) })),
  );

  it.each(raw)("changes neither values nor verdicts: $name", ({ bytes }) => {
    const once = maskMessage("raw", bytes);
    expect(once).toHaveLength(bytes.length);
    expect(events(once)).toEqual(events(bytes));
    expect(Buffer.from(maskMessage("raw", once))).toEqual(Buffer.from(once));
  });

  it("looked at enough of them", () => expect(raw.length).toBeGreaterThanOrEqual(25));
});

describe("a mask is as long as what it hides", () => {
  const topics = fc.constantFrom("han/raw", "han/telegram", "han/debug", "han/text_sensor/meter_id/state", "x");
  const anything = fc.constantFrom(
    '"',
    ":",
    "{",
    "meter_id",
    "0-0:96.1.1(",
    "(",
    ")",
    "12345678",
    "7E",
    "-",
    "\\",
    "\n",
    " ",
  );
  const texts = fc.array(fc.oneof(anything, fc.string()), { maxLength: 20 }).map((parts) => bytesOf(parts.join("")));
  const identifier = fc.oneof(
    fc.nat(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.string({ unit: "binary" }),
    fc.stringMatching(/^[0-9A-Z]{6,12}$/),
  );
  const json = identifier.map((value) =>
    Buffer.from(JSON.stringify({ meter_id: value, more: { "0-0:96.1.1": value } })),
  );

  it("whatever comes on whatever topic", () => {
    fc.assert(
      fc.property(topics, fc.oneof(fc.uint8Array({ maxLength: 300 }), texts, json), (topic, bytes) => {
        expect(maskMessage(topic, bytes).length).toBe(bytes.length);
      }),
      { numRuns: 500 },
    );
  });

  it("in JSON that stays JSON", () => {
    fc.assert(
      fc.property(json, (bytes) => {
        const parsed: unknown = JSON.parse(Buffer.from(maskMessage("han/telegram", bytes)).toString("utf8"));
        expect(parsed).toEqual({ meter_id: expect.anything(), more: { "0-0:96.1.1": expect.anything() } });
      }),
    );
  });

  it("in hex with blanks and line ends, which stay where they are", () => {
    const hex = bytesOf(withCrc(BODY))
      .toString("hex")
      .replaceAll(/(..)/g, "$1 ")
      .replaceAll(/(.{48})/g, "$1\n");
    const text = masked("han/raw", hex);
    expect(text.replaceAll(/\S/g, "x")).toBe(hex.replaceAll(/\S/g, "x"));
    expect(text).not.toBe(hex);
    expect(events(Buffer.from(text.replaceAll(/\s/g, ""), "hex"))).toEqual([
      { offset: 0, values: { activePowerImportW: 1122 } },
    ]);
  });

  it("or longer by the zeros that its checksum was written without", () => {
    const telegram = (serial: number) => withCrc(BODY.replace("4B384547", String(serial).padStart(8, "0")));
    const short = Array.from({ length: 40 }, (_, serial) => telegram(serial).replace(/!0+/, "!")).filter((text) =>
      /!.{1,3}$/.test(text),
    );
    expect(short.length).toBeGreaterThan(0);
    for (const text of short) {
      const once = masked("han/raw", text);
      expect(events(bytesOf(once))).toEqual([{ offset: 0, values: { activePowerImportW: 1122 } }]);
      expect(once.length).toBeGreaterThanOrEqual(text.length);
      expect(once.length).toBeLessThanOrEqual(text.replace("!", "!0").length + 2);
    }
  });
});

it("masks identifiers on the line behind their code, and between line ends of any kind", () => {
  for (const end of ["\r\n", "\n", "\r"]) {
    const text = withCrc(BODY.replaceAll("\r\n", end).replace("0-0:96.1.1(", `0-0:96.1.1${end}(`));
    expect(masked("han/raw", text)).toContain(`0-0:96.1.1${end}(XXXXXXXX)`);
    expect(masked("han/raw", text)).not.toMatch(/4B384547|12345678|99887766|AUX7/);
  }
});

it("masks both of two frames that share the flag between them", () => {
  const telegrams = wireFixtures().find(({ name }) => name === "dlms-hdlc/kaifa-by-position");
  const frame = payloadOf(telegrams!.messages[0]!);
  const two = Buffer.concat([frame, frame.subarray(1)]);
  const hidden = maskMessage("han/raw", two);
  expect(events(hidden)).toEqual(events(two));
  expect(events(hidden)).toHaveLength(2);
  expect(Buffer.from(hidden).equals(two)).toBe(false);
});

it("masks a list in M-Bus frames and gives them right sums again", () => {
  const list = payloadOf(wireFixtures().find(({ name }) => name === "dlms-hdlc/kaifa-by-position")!.messages[0]!);
  const apdu = list.subarray(12, -3); // without flag, header and LLC
  const segment = (content: Uint8Array, information: number) => {
    const counted = Uint8Array.of(0x53, 0xff, information, 0x01, 0x67, ...content);
    const sum = counted.reduce((total, byte) => (total + byte) & 0xff, 0);
    return Uint8Array.of(0x68, counted.length, counted.length, 0x68, ...counted, sum, 0x16);
  };
  const bytes = Buffer.concat([segment(apdu.subarray(0, 40), 0x00), segment(apdu.subarray(40), 0x11)]);
  const hidden = maskMessage("han/raw", bytes);
  expect(events(bytes)).toMatchObject([{ values: { activePowerImportW: expect.any(Number) } }]);
  expect(events(hidden)).toEqual(events(bytes));
  expect(Buffer.from(hidden).toString("latin1")).toMatch(/X{6}/);
});

it("masks the number in the title of an encrypted telegram, and leaves its maker", () => {
  const keys = { key: "00".repeat(16) };
  const bytes = encodeMbus(
    { activePowerImportW: 5 },
    { meterClock: "2026-01-15T18:00:00", seal: (plain) => sealOf(keys)(plain, 7) },
  );
  const hidden = Buffer.from(maskMessage("han/raw", bytes)).toString("latin1");
  expect(hidden).toContain("\xdb\x08WFMXXXXX");
  expect(events(Buffer.from(hidden, "latin1"))).toEqual([{ offset: 0, code: "UNSUPPORTED" }]);
});

it.each([
  ["ams", '{"id":"02:00:5E:10:20:30","name":"ams-2030","up":5,"data":{"meterId":"735999","P":5}}', "02:00|2030|735999"],
  ["ams/power", '{"lv":"AIDON","id":"735999","type":"6525","P":5}', "735999"],
  ["ams/meter/id", "7359990000000001", "735999"],
  ["tele/x/SENSOR", '{"Time":"2026-01-15T19:00:00","SML":{"Server_ID":"0a01735999","Power_curr":5}}', "735999"],
  ["shelly/events/rpc", '{"src":"shellypro3em-0a0b0c","params":{"em:0":{"id":0,"total_act_power":5}}}', "0a0b0c"],
  ["zigbee2mqtt/x", '{"device":{"ieeeAddr":"0x00158d0001"},"power":5}', "158d0001"],
])("masks what names meter and device on %s, and no value", (topic, payload, personal) => {
  const text = masked(topic, payload);
  expect(payload).toMatch(new RegExp(personal));
  expect(text).not.toMatch(new RegExp(personal));
  expect(text).toHaveLength(payload.length);
  if (payload.includes(":5")) expect(text).toMatch(/:5\b/);
});
