import { expect, it } from "vitest";
import { TelegramStream } from "../../../../src/meter/wire/telegram-stream.ts";
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
