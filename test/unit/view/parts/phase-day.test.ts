import { describe, expect, it } from "vitest";
import { buildView } from "../../../../src/view/build-view.ts";
import { historyOf, later, NOON } from "../../../fixtures/readings.ts";

const MINUTE_MS = 60_000;
const CONNECTED = { kind: "connected", since: NOON } as const;
const METER = { name: "house", mainFuseA: 25, phases: 1, timeZone: "Europe/Helsinki" } as const;

const history = historyOf(
  [0, { currentL1A: 4, voltageL1V: 238 }],
  [10_000, { currentL1A: 4, voltageL1V: 238 }],
  [5 * MINUTE_MS, { currentL1A: 19.3, voltageL1V: 226 }],
  [5 * MINUTE_MS + 10_000, { currentL1A: 19.3, voltageL1V: 226 }],
  [7 * MINUTE_MS, { currentL1A: 6, voltageL1V: 231 }],
);

const dayOf = (phases: 1 | 3) =>
  buildView({
    history,
    link: CONNECTED,
    now: later(8 * MINUTE_MS),
    meter: { ...METER, phases },
    locale: "en-GB",
    parts: ["phaseDay"],
  }).phaseDay;

describe("the day of the only phase", () => {
  it("has its highest current with the minute, and the range of its voltage", () => {
    const { highest, voltage } = dayOf(1) ?? {};
    expect(highest?.currentA).toBeCloseTo(19.3, 4);
    expect(highest?.atMs).toBe(NOON.wallMs + 5 * MINUTE_MS);
    expect(voltage).toEqual({ lowV: 226, highV: 238 });
  });

  it("is empty in a house of three phases", () => {
    expect(dayOf(3)).toEqual({});
  });
});
