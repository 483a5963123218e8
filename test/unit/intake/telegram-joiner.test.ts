import { describe, expect, it } from "vitest";
import { History } from "../../../src/history/history.ts";
import { type JoinedTelegram, TelegramJoiner, type TelegramPart } from "../../../src/intake/telegram-joiner.ts";
import { byInstant } from "../../../src/meter/sender-time.ts";
import { later } from "../../fixtures/readings.ts";

/** The one telegram that these topics make, each some milliseconds after noon. */
function joined(...topics: readonly (readonly [afterMs: number, part: Pick<TelegramPart, "values" | "instants">])[]) {
  const telegrams: JoinedTelegram[] = [];
  const joiner = new TelegramJoiner((telegram) => telegrams.push(telegram));
  for (const [afterMs, part] of topics)
    joiner.add(`topic-${afterMs}`, { ...part, at: later(afterMs), format: undefined, assumed: {} });
  joiner.flush();
  expect(telegrams).toHaveLength(1);
  return telegrams[0]!;
}

describe("values of one burst with times of their own", () => {
  it("keep their times, each its own", () => {
    const telegram = joined(
      [0, { values: { activePowerImportW: 700 }, instants: { activePowerImportW: later(-5_000) } }],
      [10, { values: { currentL1A: 3 }, instants: { currentL1A: later(-2_000) } }],
      [20, { values: { voltageL1V: 230 }, instants: {} }],
    );
    const history = new History();
    for (const reading of byInstant({ ...telegram, retained: false })) history.add(reading);
    expect(
      Object.fromEntries(Object.entries(history.latest.known).map(([key, { at, value }]) => [key, [value, at]])),
    ).toEqual({
      activePowerImportW: [700, later(-5_000)],
      currentL1A: [3, later(-2_000)],
      voltageL1V: [230, later(20)],
    });
  });

  it("count from their arrival where they come again without one", () => {
    const telegram = joined(
      [0, { values: { activePowerImportW: 700 }, instants: { activePowerImportW: later(-5_000) } }],
      [10, { values: { activePowerImportW: 800 }, instants: {} }],
    );
    expect(telegram).toMatchObject({ values: { activePowerImportW: 800 }, at: later(10) });
    expect(telegram.instants).toEqual({});
  });
});
