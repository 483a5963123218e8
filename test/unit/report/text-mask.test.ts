import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lastMessages } from "../../../src/kiosk/last-messages.ts";
import { maskedMessages } from "../../../src/report/masked-messages.ts";
import { textMask } from "../../../src/report/text-mask.ts";
import { later } from "../../fixtures/readings.ts";
import { payloadOf, wireFixtures } from "../../fixtures/wire/wire-fixtures.ts";

const MASK = textMask({ secrets: [], hosts: ["meter-cellar"] });

describe("the mask of a report", () => {
  it.each([
    ["mqtt://anna:hunter2@broker.example/x", "mqtt://***@host-1/x"],
    ["http://meter-cellar:80/api and meter-cellar", "http://host-1:80/api and host-1"],
    ["from 192.168.1.20:1883, then [2001:db8::7]", "from host-1:1883, then [host-2]"],
    ["listens on 127.0.0.1:1883, 0.0.0.0 and ::1", "listens on 127.0.0.1:1883, 0.0.0.0 and ::1"],
    ["reader at wattframe-reader.local", "reader at host-1"],
    ["anna@example.org wrote", "*** wrote"],
    ["a4:cf:12:0a:1b:2c and A4-CF-12-0A-1B-2C", "*** and ***"],
    ["topic shellies/shellyem-B9F78D/emeter", "topic shellies/shellyem-***/emeter"],
    ["/home/anna/wattframe.yaml", "/home/***/wattframe.yaml"],
    ["meter 7359992890941742, port A50285BI", "meter XXXXXXXXXXXXXXXX, port XXXXXXXX"],
    ["password=hunter2, token: 'a b'", "password=***, token: ***"],
  ])("%s", (text, masked) => {
    expect(textMask({ secrets: [], hosts: ["meter-cellar"] }).text(text)).toBe(masked);
  });

  it.each([
    "The display wall: waveshare-7in5-v2 does not answer on /dev/spidev0.0 (BUSY_TIMEOUT).",
    '{"level":"info","time":"2026-11-26T20:12:04.123Z","panel":"waveshare-10in3-it8951","boxes":[[0,0,800,480]]}',
    "cannot open /dev/gpiochip0: activePowerImportL1W, pinctrl-bcm2711, wattframe.yaml:12:5",
    "see that address, user and password in the configuration are its own",
  ])("leaves as it is: %s", (text) => {
    expect(MASK.text(text)).toBe(text);
  });

  it("hides a secret however it is written, also over several lines", () => {
    const { text } = textMask({ secrets: ['a "b" é'], hosts: [] });
    expect(text(`a "b" é, ${JSON.stringify('a "b" é')}, ${encodeURIComponent('a "b" é')}`)).toBe('***, "***", ***');
    expect(textMask({ secrets: ["first line\nsecond"], hosts: [] }).text("xx second xx")).toBe("xx *** xx");
  });
});

const message = (topic: string, payload: string | Uint8Array) => ({
  topic,
  payload: typeof payload === "string" ? new TextEncoder().encode(payload) : payload,
  at: later(0),
  retained: false,
});

describe("the last messages of a report", () => {
  const id = fc.stringMatching(/^[A-Z][0-9]{9,15}$/u);
  const mac = fc.stringMatching(/^(?:[0-9A-F]{2}:){5}[0-9A-F]{2}$/u);

  it("hold no identifier of meter, device or network", () => {
    fc.assert(
      fc.property(id, mac, (serial, address) => {
        const messages = [
          message(
            "han/raw",
            `/ADN9 6534\r\n\r\n0-0:96.1.1(${serial})\r\n1-0:0.0.0(${serial})\r\n1-0:1.7.0(0001.122*kW)\r\n!\r\n`,
          ),
          message("amsleser/power", JSON.stringify({ meterId: serial, P: 1122, mac: address })),
          message(
            "tele/tasmota/STATE",
            JSON.stringify({ Wifi: { SSId: `net of ${serial}`, BSSId: address }, IPAddress: "10.1.2.3" }),
          ),
          message("homeassistant/sensor/x/config", JSON.stringify({ ids: [serial], cns: [["mac", address]] })),
          message("han/sensor/meter_id/state", serial),
          message(`shellies/shellyem3-${serial}/emeter/0/power`, "12.5"),
        ];
        const text = maskedMessages(lastMessages(messages), MASK);
        expect(text.split("\n")).toHaveLength(messages.length + 1);
        for (const personal of [serial, address, "10.1.2.3"]) expect(text).not.toContain(personal);
        for (const value of ["0001.122*kW", "1122", "12.5"]) expect(text).toContain(value);
      }),
    );
  });

  /** Identifiers of meters and devices in a payload: behind their codes, and in JSON behind their keys. */
  const IDENTIFIER =
    /(?:0-\d+:96\.1\.\d+|1-0:0\.0\.\d)\(([^)]{4,})\)|"[^"]*(?:serial|meter_?id|unique_id|equipment_id)[^"]*"\s*:\s*"([^"]{4,})"/giu;

  it("hold the telegrams of every format, as a recording, without their identifiers", () => {
    let found = 0;
    for (const { messages, name } of wireFixtures()) {
      const given = messages.filter(({ topic }) => topic !== "").map((one) => message(one.topic, payloadOf(one)));
      const text = maskedMessages(lastMessages(given), MASK);
      expect(text.split("\n").filter(Boolean), name).toHaveLength(given.length);
      const payloads = given.map(({ payload }) => Buffer.from(payload).toString("latin1")).join("\n");
      for (const [, code, key] of payloads.matchAll(IDENTIFIER)) {
        found++;
        expect(text, name).not.toContain(code ?? key);
      }
    }
    expect(found).toBeGreaterThan(5);
  });
});
