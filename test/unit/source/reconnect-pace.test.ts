import { assert, boolean, double, integer, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { RECONNECT_PACE, reconnectDelayMs } from "../../../src/source/reconnect-pace.ts";

describe("the pace of coming back", () => {
  it("doubles from a second to a minute", () => {
    const nominal = [1, 2, 3, 4, 5, 6, 7, 8].map((failures) => reconnectDelayMs(RECONNECT_PACE, failures, false, 1));
    expect(nominal).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
  });

  it("is spread by chance over the upper half of the nominal wait", () => {
    const delays = [0, 0.25, 0.5, 1].map((chance) => reconnectDelayMs(RECONNECT_PACE, 3, false, chance));
    expect(delays).toEqual([2000, 2500, 3000, 4000]);
    expect(reconnectDelayMs(RECONNECT_PACE, 1, true, 0)).toBe(30_000);
  });

  it("is a minute after a refusal, the first one included", () => {
    expect(reconnectDelayMs(RECONNECT_PACE, 1, true, 1)).toBe(60_000);
  });

  it("lies between half and all of the nominal wait, however often it fails", () => {
    assert(
      property(
        integer({ min: 0, max: 2 ** 31 }),
        boolean(),
        double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (failures, refused, chance) => {
          const nominalMs = reconnectDelayMs(RECONNECT_PACE, failures, refused, 1);
          const delayMs = reconnectDelayMs(RECONNECT_PACE, failures, refused, chance);
          expect(delayMs).toBeGreaterThanOrEqual(nominalMs / 2);
          expect(delayMs).toBeLessThanOrEqual(60_000);
          expect(delayMs).toBeGreaterThanOrEqual(500);
        },
      ),
    );
  });
});
