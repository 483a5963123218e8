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
    link: { kind: "connected", since: NOON },
    now,
    meter: METER,
    locale: "en-GB",
    parts: ["balance"],
  }).balance;
}

describe("an overload", () => {
  it("is no alarm yet with the first telegram above the fuse, and begins with it once the second came", () => {
    expect(balanceAfter(8, 8, 26)).toMatchObject({ level: "near", worst: "L2" });
    expect(balanceAfter(8, 8, 26, 8, 26, 8)).toMatchObject({ level: "calm" });
    expect(balanceAfter(8, 8, 26, 27)).toMatchObject({ level: "over", overSinceMs: NOON.wallMs + MINUTE_MS });
  });

  it("goes on until the phase has been below 95 % of the fuse for a minute", () => {
    expect(balanceAfter(27, 27, 8, 8)).toMatchObject({ level: "over", overSinceMs: NOON.wallMs });
    expect(balanceAfter(27, 27, 8, 24, 8, 8)).toMatchObject({ level: "over", overSinceMs: NOON.wallMs });
    expect(balanceAfter(27, 27, 8, 8, 21)).toMatchObject({ level: "near" });
    expect(balanceAfter(27, 27, 8, 8, 21)).not.toHaveProperty("overSinceMs");
  });

  it("begins again after it has ended", () => {
    expect(balanceAfter(27, 27, 8, 8, 8, 26, 27)).toMatchObject({
      level: "over",
      overSinceMs: NOON.wallMs + 2.5 * MINUTE_MS,
    });
  });

  it("is remembered by its minutes when its telegrams are too many to keep", () => {
    expect(balanceAfter(8, 8, 27, 27, 27, 27, ...Array.from({ length: 200 }, () => 24))).toMatchObject({
      level: "over",
      overSinceMs: NOON.wallMs + MINUTE_MS,
    });
  });

  it("counts current in either direction", () => {
    expect(balanceAfter(-26, -26)).toMatchObject({ level: "over" });
  });

  it("is nothing that a value tells which is out of date", () => {
    const history = historyOf(
      ...[0, 30_000].map((ms) => [ms, { currentL1A: 3, currentL2A: 27, currentL3A: 2 }] as const),
    );
    const now = later(3_600_000);
    const parts = ["balance"] as const;
    const link = { kind: "connected", since: NOON } as const;
    expect(buildView({ history, link, now, meter: METER, locale: "en-GB", parts }).balance?.level).not.toBe("over");
  });
});
