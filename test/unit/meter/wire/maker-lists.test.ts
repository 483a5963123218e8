import { expect, it } from "vitest";
import { decryptorOf } from "../../../../src/config/decryptor.ts";
import { crc16X25 } from "../../../../src/meter/wire/crc.ts";
import { TelegramStream } from "../../../../src/meter/wire/telegram-stream.ts";
import { sealOf } from "../../../../src/simulator/seal.ts";
import { telegramFixtures } from "../../../fixtures/telegrams/telegram-fixtures.ts";

const kamstrup = telegramFixtures().find(({ name }) => name === "kamstrup-three-phases-hourly");

/** Active energy that a Kamstrup list has in a country. */
function energyIn(country?: string): number | undefined {
  const stream = new TelegramStream(country === undefined ? {} : { country });
  const [event] = [...stream.push(kamstrup?.bytes ?? new Uint8Array()), ...stream.end()];
  return event?.ok ? event.values.activeEnergyImportWh : undefined;
}

it("has Kamstrup's energy in steps of 10 Wh or 1 Wh by the country, and none where that is not known", () => {
  const [sweden, norway, denmark] = ["SE", "NO", "DK"].map(energyIn);
  expect(sweden).toBeGreaterThan(0);
  expect([norway, denmark]).toEqual([10 * (sweden ?? 0), 10 * (sweden ?? 0)]);
  expect([energyIn(), energyIn("FI")]).toEqual([undefined, undefined]);
});

const KEY = "000102030405060708090a0b0c0d0e0f";
const TIME = "07EA010F041200 0AFF8000 00";
/** Pairs of names and numbers behind a clock: import, its first tariff, power, reactive power, a current. */
const PAIRS = `
  0F 000ACC83 0C ${TIME} 02 0B 09 0C ${TIME}
  09 06 0100010800FF 06 00B7DA76  09 06 0100010801FF 06 0085CA68
  09 06 0100010700FF 06 00000221  09 06 0100040700FF 06 0000017B
  09 06 01001F0700FF 06 00000039`;

/** One HDLC frame; its parts of the header are of no interest here. */
function framed(apdu: Uint8Array): Uint8Array {
  const information = Buffer.concat([Buffer.of(0xe6, 0xe7, 0x00), apdu]);
  const length = 2 + 4 + 2 + information.length + 2;
  const head = Buffer.of(0xa0 | (length >> 8), length & 0xff, 0xce, 0xff, 0x03, 0x13);
  const checked = (bytes: Uint8Array) =>
    Buffer.concat([bytes, Buffer.of(crc16X25(bytes) & 0xff, crc16X25(bytes) >> 8)]);
  const frame = checked(Buffer.concat([checked(head), information]));
  return Buffer.concat([Buffer.of(0x7e), frame, Buffer.of(0x7e)]);
}

/** The telegram that a meter of this maker makes of the pairs, or the code of the reason why there is none. */
function pairsOf(maker: string) {
  const plain = Buffer.from(PAIRS.replaceAll(/\s/g, ""), "hex");
  const stream = new TelegramStream({ decrypt: decryptorOf(KEY) });
  const [event] = [...stream.push(framed(sealOf({ key: KEY, maker })(plain, 1))), ...stream.end()];
  return event;
}

it("reads pairs without units of Landis+Gyr, whose encryption names it, and of nobody else", () => {
  expect(pairsOf("LGZ")).toMatchObject({
    ok: true,
    meterClock: "2026-01-15T18:00:10",
    values: {
      activeEnergyImportWh: 12_049_014,
      activeEnergyImportT1Wh: 8_768_104,
      activePowerImportW: 545,
      reactivePowerExportVar: 379,
    },
    unknown: ["1-0:31.7.0"],
  });
  expect(pairsOf("XXX")).toMatchObject({
    ok: false,
    code: "UNSUPPORTED",
    message: expect.stringMatching(/maker XXX .* opens, but a list without units/),
    hint: expect.stringContaining("the maker's description"),
  });
});
