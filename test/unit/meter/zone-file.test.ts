import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { offsetPeriods } from "../../../src/meter/zone-file.ts";
import { compiledZone } from "../../fixtures/compiled-zone.ts";

const HOUR_S = 3_600;
const utcS = (iso: string): number => Date.parse(iso) / 1_000;
const changes = [
  { atS: utcS("1921-04-30T22:20:11Z"), offsetS: 2 * HOUR_S },
  { atS: utcS("2026-03-29T01:00:00Z"), offsetS: 3 * HOUR_S },
  { atS: utcS("2026-10-25T01:00:00Z"), offsetS: 2 * HOUR_S },
];
const firstOffsetS = 5_989;

describe("a file of a time zone", () => {
  it("lists the periods of one offset, up to its last change where the clock goes on being changed", () => {
    expect(offsetPeriods(compiledZone({ firstOffsetS, changes, rule: "EET-2EEST,M3.5.0/3,M10.5.0/4" }))).toEqual([
      { fromMs: -Infinity, toMs: changes[0]!.atS * 1_000, offsetMs: 5_989_000 },
      { fromMs: changes[0]!.atS * 1_000, toMs: changes[1]!.atS * 1_000, offsetMs: 7_200_000 },
      { fromMs: changes[1]!.atS * 1_000, toMs: changes[2]!.atS * 1_000, offsetMs: 10_800_000 },
    ]);
  });

  it("goes on to the end of time where no rule changes the clock", () => {
    const periods = offsetPeriods(compiledZone({ firstOffsetS, changes, rule: "EET-2" }));
    expect(periods?.at(-1)).toEqual({ fromMs: changes[2]!.atS * 1_000, toMs: Infinity, offsetMs: 7_200_000 });
    expect(offsetPeriods(compiledZone({ firstOffsetS: 0, changes: [], rule: "UTC0" }))).toEqual([
      { fromMs: -Infinity, toMs: Infinity, offsetMs: 0 },
    ]);
  });

  it("has one period where a change keeps the offset", () => {
    const renamed = [...changes.slice(0, 1), { atS: utcS("1983-01-01T00:00:00Z"), offsetS: 2 * HOUR_S }];
    expect(offsetPeriods(compiledZone({ firstOffsetS, changes: renamed, rule: "EET-2" }))).toHaveLength(2);
  });

  it("is none where it counts leap seconds, is of the first version, or is something else", () => {
    const rule = "EET-2";
    expect(offsetPeriods(compiledZone({ firstOffsetS, changes, rule, leapSeconds: 2 }))).toBeUndefined();
    const first = compiledZone({ firstOffsetS, changes, rule });
    first[4] = 0;
    expect(offsetPeriods(first)).toBeUndefined();
    expect(offsetPeriods(Buffer.from("# tz zone descriptions"))).toBeUndefined();
    expect(offsetPeriods(Buffer.alloc(0))).toBeUndefined();
  });

  it("is none, or another one, where it is damaged, and never an error", () => {
    const whole = compiledZone({ firstOffsetS, changes, rule: "EET-2EEST,M3.5.0/3,M10.5.0/4" });
    const damage = fc.record({ at: fc.nat(whole.length - 1), byte: fc.nat(255), length: fc.nat(whole.length) });
    fc.assert(
      fc.property(damage, ({ at, byte, length }) => {
        const damaged = Buffer.from(whole);
        damaged[at] = byte;
        for (const file of [damaged, whole.subarray(0, length), damaged.subarray(0, length)])
          expect(offsetPeriods(file)?.length ?? 0).toBeLessThan(10);
      }),
      { numRuns: 2_000 },
    );
  });
});
