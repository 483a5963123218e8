import { describe, expect, it } from "vitest";
import { buildView } from "../../../../src/view/build-view.ts";
import { historyOf, later, NOON } from "../../../fixtures/readings.ts";

const MINUTE_MS = 60_000;
const METER = { name: "house", mainFuseA: 25, phases: 3, timeZone: "Europe/Helsinki" } as const;

/** The balance at the end of a story of L2's current, amperes, one value a half minute. */
function balanceAfter(...amperes: readonly number[]) {
  const history = historyOf(
    ...amperes.map((currentL2A, i) => [i * 30_000, { currentL1A: 3, currentL2A, currentL3A: 2 }] as const),
  );
  const now = later((amperes.length - 1) * 30_000 + 5_000);
  return buildView({
    history,
    broker: { kind: "connected", since: NOON },
    now,
    meter: METER,
    locale: "en-GB",
    parts: ["balance"],
  }).balance;
}

describe("an overload", () => {
  it("began with the first of the minutes without a break that brought the phase over its fuse", () => {
    const balance = balanceAfter(8, 8, 8, 8, 26, 27, 28, 29, 28, 27);
    expect(balance).toMatchObject({ level: "over", worst: "L2", overSinceMs: NOON.wallMs + 2 * MINUTE_MS });
  });

  it("begins again after a minute below the fuse", () => {
    const balance = balanceAfter(27, 27, 8, 8, 26, 27);
    expect(balance).toMatchObject({ level: "over", overSinceMs: NOON.wallMs + 2 * MINUTE_MS });
  });

  it("has no beginning while there is none", () => {
    expect(balanceAfter(27, 27, 8, 8, 21)).not.toHaveProperty("overSinceMs");
  });
});
