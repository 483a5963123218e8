import { array, assert, constantFrom, integer, property, record, tuple } from "fast-check";
import { describe, expect, it } from "vitest";
import { CounterRuns } from "../../../src/history/counter-runs.ts";
import { type EnergySource, energyBetween, energyOf } from "../../../src/history/energy.ts";
import { powerBetween } from "../../../src/history/energy-sum.ts";
import type { CounterPoint, PowerSample } from "../../../src/history/samples.ts";
import { NOON_MS } from "../../fixtures/readings.ts";

const MINUTE = 60_000;
const at = (minute: number) => NOON_MS + minute * MINUTE;

type Point = readonly [minute: number, wh: number, series?: number];
type Held = readonly [fromMin: number, toMin: number, powerW: number];

/** A counter and a power by minutes after noon. */
function source(points: readonly Point[], held: readonly Held[] = [], untilMin = 10_000): EnergySource {
  const counter: CounterPoint[] = points.map(([minute, value, series = 0]) => ({ atMs: at(minute), value, series }));
  const samples: PowerSample[] = held.map(([from, to, powerW]) => ({
    atMs: at(from),
    holdsMs: at(to) - at(from),
    powerW,
  }));
  return {
    untilMs: at(untilMin),
    runs: () => new CounterRuns(counter).all,
    power: (fromMs, toMs) => powerBetween(samples, fromMs, toMs),
  };
}

const between = (from: EnergySource, fromMin: number, toMin: number) => energyBetween(from, at(fromMin), at(toMin));
const whOf = (from: EnergySource, fromMin: number, toMin: number) =>
  energyOf(between(from, fromMin, toMin), at(fromMin), at(toMin));

/** A register that steps once an hour by `wh` and is sent every ten minutes. */
const hourly = (...wh: readonly number[]): Point[] => {
  let value = 50_000;
  return wh.flatMap((step, hour) => {
    value += step;
    return Array.from({ length: 6 }, (_, i): Point => [hour * 60 + i * 10, value]);
  });
};

describe("energy by the counter", () => {
  it("is the difference of the register", () => {
    const energy = source([
      [0, 1_000],
      [30, 1_700],
      [60, 2_500],
    ]);
    expect(between(energy, 0, 60)).toEqual({
      wh: 1_500,
      knownMs: 60 * MINUTE,
      countedMs: 60 * MINUTE,
      spreadMs: 0,
      firstMs: at(0),
      lastMs: at(60),
    });
    expect(whOf(energy, 0, 60)).toEqual({ wh: 1_500, coverage: 1, method: "counter" });
  });

  it("is a straight line between points up to an hour and a quarter apart", () => {
    expect(
      whOf(
        source([
          [0, 0],
          [75, 750],
          [150, 1_500],
        ]),
        30,
        90,
      ),
    ).toMatchObject({ wh: 600, coverage: 1 });
  });

  it.each([76, 120, 180, 7_200])("is spread evenly between points %d minutes apart, and that is told", (minutes) => {
    const energy = source([
      [0, 0],
      [minutes, minutes * 10],
    ]);
    expect(whOf(energy, 0, minutes)).toMatchObject({ wh: minutes * 10, coverage: 1 });
    expect(whOf(energy, 0, minutes)).not.toHaveProperty("spread");
    expect(whOf(energy, 0, minutes / 2)).toMatchObject({ coverage: 1, spread: 1, method: "counter" });
    expect(between(energy, 0, minutes / 2).wh).toBeCloseTo(minutes * 5, 6);
    expect(whOf(energy, minutes - 20, minutes + 20)).toMatchObject({ coverage: 0.5, spread: 0.5 });
  });

  it("begins and ends where the counter does", () => {
    expect(
      between(
        source([
          [90, 100],
          [240, 400],
        ]),
        0,
        240,
      ),
    ).toMatchObject({ wh: 300, firstMs: at(90) });
    expect(
      whOf(
        source([
          [0, 100],
          [60, 400],
        ]),
        0,
        120,
      ),
    ).toEqual({ wh: 300, coverage: 0.5, method: "counter" });
  });

  it("is zero for a counter that stood still, and that is known", () => {
    expect(
      whOf(
        source([
          [0, 500],
          [60, 500],
        ]),
        0,
        60,
      ),
    ).toEqual({ wh: 0, coverage: 1, method: "counter" });
  });

  it("is not known from one point alone, for no time, nor for time that runs backwards", () => {
    expect(whOf(source([[30, 500]]), 0, 60)).toEqual({ coverage: 0, method: "absent" });
    const energy = source([
      [0, 1],
      [60, 2],
    ]);
    expect(whOf(energy, 30, 30)).toEqual({ coverage: 0, method: "absent" });
    expect(whOf(energy, 60, 0)).toEqual({ coverage: 0, method: "absent" });
  });

  it("is absent where less than half of the span is known", () => {
    const energy = source([
      [0, 0],
      [60, 600],
    ]);
    expect(whOf(energy, 0, 120)).toMatchObject({ wh: 600, coverage: 0.5 });
    expect(whOf(energy, 0, 121)).not.toHaveProperty("wh");
  });
});

describe("energy over a seam", () => {
  it.each([
    ["higher", 90_000],
    ["lower", 0],
  ])("makes no difference between an old meter and a new one that is %s", (_, start) => {
    const energy = source([
      [0, 50_000],
      [60, 51_000],
      [62, start, 1],
      [122, start + 500, 1],
    ]);
    expect(between(energy, 0, 122)).toMatchObject({ wh: 1_500, knownMs: 120 * MINUTE });
  });

  it("has power in the time between the two", () => {
    const energy = source(
      [
        [0, 50_000],
        [60, 51_000],
        [90, 7, 1],
        [150, 507, 1],
      ],
      [[0, 150, 1_000]],
    );
    expect(between(energy, 0, 150)).toMatchObject({ wh: 2_000, knownMs: 150 * MINUTE });
  });

  it("begins again by itself where a counter falls by more than rounding", () => {
    const energy = source([
      [0, 90_000],
      [30, 90_500],
      [31, 3],
      [60, 293],
    ]);
    expect(between(energy, 0, 60)).toMatchObject({ wh: 790, knownMs: 59 * MINUTE });
  });

  it("goes on where a counter slips back, as between Wh and few digits of kWh", () => {
    const energy = source([
      [0, 12_345_678],
      [10, 12_345_000],
      [20, 12_346_010],
      [30, 12_346_000],
      [40, 12_346_400],
    ]);
    expect(between(energy, 0, 40)).toMatchObject({ wh: 722, knownMs: 40 * MINUTE });
  });
});

describe("energy of a register that steps once an hour", () => {
  const register = hourly(1_000, 2_000, 3_000);

  it("is spread over the hour between its steps", () => {
    expect(whOf(source(register), 0, 120)).toMatchObject({ wh: 5_000, coverage: 1 });
    expect(whOf(source(register), 30, 90).wh).toBeCloseTo(2_500, 6);
  });

  it("is spread as power was, where that is known", () => {
    const power: Held[] = [
      [0, 45, 0],
      [45, 60, 8_000],
      [60, 120, 3_000],
    ];
    expect(whOf(source(register, power), 0, 45)).toMatchObject({ wh: 0, coverage: 1 });
    expect(whOf(source(register, power), 45, 60)).toMatchObject({ wh: 2_000, coverage: 1 });
  });

  it("is made of power after its last step, however much that is", () => {
    const energy = source(register, [[0, 170, 6_000]], 170);
    expect(whOf(energy, 0, 170)).toMatchObject({ wh: 10_000, coverage: 1 });
  });

  it("is unknown after its last step where no power is known", () => {
    expect(whOf(source(register, [], 170), 0, 170)).toMatchObject({ wh: 5_000, coverage: 120 / 170 });
  });

  it("is made of power before its first step, no more than the step was", () => {
    const late = register.slice(3);
    expect(between(source(late, [[30, 180, 1_500]], 120), 30, 60).wh).toBeCloseTo(750, 6);
    expect(between(source(late, [[30, 180, 9_000]], 120), 30, 60).wh).toBeCloseTo(2_000, 6);
    expect(between(source(late, [], 120), 30, 60).wh).toBeCloseTo(2_000, 6);
  });
});

describe("energy of a register of whole kWh", () => {
  // 2 kW for an hour, then 4 kW, then 1 kW: a step each 30, 15 and 60 minutes; seen standing in between.
  const steps: Point[] = [
    [-10, 9_000],
    [-5, 9_000],
    [0, 10_000],
    [30, 11_000],
    [40, 11_000],
    [45, 12_000],
    [105, 13_000],
    [110, 13_000],
    [135, 13_000],
  ];

  it("is made of power after its last step, no more than would have made it step", () => {
    expect(between(source(steps, [[105, 135, 600]], 135), 0, 135)).toMatchObject({ wh: 3_300, knownMs: 135 * MINUTE });
    const wrong = source(steps, [[105, 135, 6_000]], 135);
    expect(between(wrong, 0, 135).wh).toBeCloseTo(4_000, 6);
    expect(between(wrong, 105, 120).wh).toBeCloseTo(500, 6);
  });

  it("is bounded no longer than it was seen to stand", () => {
    const silent = source(steps.slice(0, -1), [[105, 165, 6_000]], 165);
    expect(between(silent, 105, 165).wh).toBeCloseTo(500 + 5_500, 6);
  });

  it("is bounded by nothing where its steps may come by the clock, or where they have several sizes", () => {
    const byClock = [0, 1, 2, 3, 4, 5].map((hour): Point => [hour * 60, 9_000 + Math.min(hour, 4) * 1_000]);
    expect(between(source(byClock, [[240, 300, 6_000]], 300), 240, 300).wh).toBe(6_000);
    const young = source(
      [
        [0, 9_000],
        [30, 10_000],
        [45, 11_000],
        [60, 11_000],
      ],
      [[45, 60, 6_000]],
      60,
    );
    expect(between(young, 45, 60).wh).toBe(1_500);
    const uneven = steps.map(([minute, wh]): Point => [minute, wh === 12_000 ? 12_100 : wh]);
    expect(between(source(uneven, [[105, 135, 6_000]], 135), 105, 135).wh).toBe(3_000);
  });

  it("is not known after its last step where no power is", () => {
    expect(between(source(steps, [], 135), 0, 135)).toMatchObject({ wh: 3_000, knownMs: 105 * MINUTE });
  });
});

describe("energy of a register of single Wh that stood for hours", () => {
  const export_: Point[] = [
    [0, 700],
    [1, 703],
    [2, 710],
    [3, 711],
    [200, 711],
    [400, 711],
  ];

  it("is zero also where only days are kept, whose differences are large", () => {
    const days = [0, 1, 2, 3].map((day): Point => [day * 1_440, 50_000 + Math.min(2, day) * 5_000]);
    expect(whOf(source(days), 0, 4 * 1_440)).toMatchObject({ wh: 10_000, coverage: 0.75, method: "counter" });
  });

  it("is zero since, with power or without", () => {
    expect(between(source(export_, [], 400), 0, 400)).toMatchObject({ wh: 11, knownMs: 400 * MINUTE });
    const powered = source(export_, [[100, 300, 0]], 400);
    expect(between(powered, 0, 400)).toMatchObject({ wh: 11, knownMs: 400 * MINUTE });
  });
});

describe("energy by power", () => {
  const power = source(
    [],
    [
      [0, 20, 600],
      [30, 60, 600],
    ],
  );

  it("counts each value while it held and says how long that was", () => {
    expect(whOf(power, 0, 60)).toEqual({ wh: 500, coverage: 50 / 60, method: "integrated" });
    expect(between(power, 20, 40)).toMatchObject({ wh: 100, firstMs: at(30), lastMs: at(40) });
    expect(whOf(power, 20, 30)).toEqual({ coverage: 0, method: "absent" });
    expect(whOf(power, 0.5, 1.5)).toMatchObject({ wh: 10, coverage: 1 });
  });

  it("of a part of a value that stood for hours is an even share, as of a day that is kept as a whole", () => {
    const days = source([], [[0, 1_440, 1_000]]);
    expect(between(days, 0, 1_440)).toMatchObject({ wh: 24_000, spreadMs: 0 });
    expect(between(days, 60, 120)).toMatchObject({ wh: 1_000, spreadMs: 60 * MINUTE });
    const counted = source(
      [
        [0, 0],
        [1_440, 12_000],
      ],
      [[0, 1_440, 1_000]],
    );
    expect(between(counted, 0, 1_440)).toMatchObject({ wh: 12_000, spreadMs: 0 });
    expect(between(counted, 60, 120)).toMatchObject({ wh: 500, spreadMs: 60 * MINUTE });
  });

  it("replaces a counter before it begins", () => {
    const energy = source(
      [
        [60, 100],
        [120, 700],
      ],
      [[0, 60, 900]],
    );
    expect(between(energy, 0, 120)).toMatchObject({ wh: 1_500, knownMs: 120 * MINUTE, countedMs: 60 * MINUTE });
  });

  it("is nothing after the instant at which one looks", () => {
    expect(between(source([], [[0, 60, 600]], 30), 0, 60)).toMatchObject({ wh: 300, lastMs: at(30) });
  });
});

const stepsOfMeter = array(
  record({ minutes: integer({ min: 1, max: 200 }), wh: constantFrom(0, 0, 1, 40, 1_000, 5_000) }),
  { minLength: 1, maxLength: 30 },
);
const heldOfMeter = array(
  record({
    gap: integer({ min: 0, max: 30 }),
    minutes: integer({ min: 1, max: 90 }),
    powerW: integer({ min: 0, max: 9_000 }),
  }),
  { maxLength: 30 },
).map((list) => {
  let from = 0;
  return list.map(({ gap, minutes, powerW }): Held => {
    const start = from + gap;
    from = start + minutes;
    return [start, from, powerW];
  });
});

/** Points of a counter that stands, creeps and leaps, from noon on. */
const points = stepsOfMeter.map((list) => {
  let [minute, wh] = [0, 10_000];
  return list.map((step): Point => {
    minute += step.minutes;
    wh += step.wh;
    return [minute, wh];
  });
});

/** Three instants in order of time, minutes after noon. */
const marks = array(integer({ min: 0, max: 3_000 }), { minLength: 3, maxLength: 3 }).map((list) =>
  list.toSorted((a, b) => a - b),
);
const untilMin = integer({ min: 1, max: 3_000 });

describe("energy of any meter", () => {
  it("adds up over adjacent spans, is never negative, and covers between nothing and all", () => {
    const seam = integer({ min: 0, max: 40 });
    assert(
      property(
        tuple(points, seam, heldOfMeter, untilMin),
        marks,
        ([list, seamAt, held, until], [a = 0, b = 0, c = 0]) => {
          const exchanged = list.map(([minute, wh], i): Point => (i < seamAt ? [minute, wh] : [minute, wh - 9_000, 1]));
          const from = source(
            exchanged.filter(([minute]) => minute <= until),
            held,
            until,
          );
          const [first, second, all] = [between(from, a, b), between(from, b, c), between(from, a, c)];
          expect(first.wh + second.wh).toBeCloseTo(all.wh, 4);
          // A step that is known as a whole only is not known in parts.
          expect(first.knownMs + second.knownMs).toBeLessThanOrEqual(all.knownMs + 1);
          for (const [sum, length] of [
            [first, b - a],
            [second, c - b],
            [all, c - a],
          ] as const) {
            expect(sum.wh).toBeGreaterThanOrEqual(0);
            expect(sum.knownMs).toBeGreaterThanOrEqual(0);
            expect(sum.knownMs).toBeLessThanOrEqual(length * MINUTE + 1);
            expect(sum.countedMs).toBeLessThanOrEqual(sum.knownMs + 1);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it("is never more than the counter's difference between its first point and its last step", () => {
    assert(
      property(points, heldOfMeter, marks, (list, held, [a = 0, b = 0]) => {
        const low = list[0] ?? [0, 0];
        const high = list.findLast(([, wh], i) => wh > (list[i - 1]?.[1] ?? wh)) ?? low;
        const [x, y] = [Math.max(a, low[0]), Math.min(b, high[0])];
        if (y <= x) return;
        expect(between(source(list, held), x, y).wh).toBeLessThanOrEqual(high[1] - low[1] + 1e-6);
        expect(between(source(list, held), low[0], high[0]).wh).toBeLessThanOrEqual(high[1] - low[1] + 1e-6);
      }),
      { numRuns: 300 },
    );
  });

  it("does not change with more points on the same straight lines, nor with a value said again", () => {
    const shares = array(integer({ min: 1, max: 99 }), { maxLength: 30 });
    assert(
      property(points, marks, shares, (list, [a = 0, b = 0], among) => {
        const growing = list.filter(([, wh], i) => i === 0 || wh > (list[i - 1]?.[1] ?? 0));
        const dense = growing.flatMap((point, i): Point[] => {
          const next = growing[i + 1];
          const share = (among[i] ?? 0) / 100;
          if (!next || share === 0) return [point];
          return [point, [point[0] + share * (next[0] - point[0]), point[1] + share * (next[1] - point[1])]];
        });
        expect(between(source(dense), a, b).wh).toBeCloseTo(between(source(growing), a, b).wh, 4);
        const [first, second] = list;
        if (!first || !second || second[1] === first[1]) return;
        const again = list.flatMap((point, i): Point[] => (i === 0 ? [point] : [point, [point[0] + 0.5, point[1]]]));
        expect(between(source(again), a, b).wh).toBeCloseTo(between(source(list), a, b).wh, 4);
      }),
      { numRuns: 300 },
    );
  });
});
