import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Dashboard, FailureRow, ValueRow } from "../../../src/dashboard/dashboard.ts";
import { dashboardChanges } from "../../../src/dashboard/dashboard-changes.ts";
import { ROW_GROUPS } from "../../../src/dashboard/row-group.ts";
import { failureOrder, rowOrder } from "../../../src/dashboard/row-order.ts";
import { withUpdate } from "../../../src/dashboard/with-update.ts";
import { houseLine } from "../../fixtures/house-line.ts";

const BASE = houseLine().at();
const aTopic = fc.constantFrom("han/a", "han/b", "han/c", "han/d");

const anyRow = fc
  .record({
    topic: aTopic,
    path: fc.constantFrom("", "x", "y"),
    place: fc.nat(3),
    value: fc.string({ maxLength: 3 }),
    isNumber: fc.boolean(),
    atMonoMs: fc.nat(5),
    state: fc.constantFrom("fresh", "stale", "retained", "said"),
    retained: fc.boolean(),
    count: fc.nat(3),
    group: fc.constantFrom(...ROW_GROUPS),
    isKnown: fc.boolean(),
  })
  .map((row): ValueRow => ({ ...row, id: `${row.topic}\n${row.path}` }));

const anyFailure = fc
  .record({ topic: aTopic, message: fc.string({ maxLength: 2 }), atMonoMs: fc.nat(4), count: fc.nat(3) })
  .map((row): FailureRow => ({ ...row, id: row.topic, code: "WIRE_JSON", hex: "", bytes: 0 }));

const anyDashboard = fc
  .record({
    clock: fc.record({ wallMs: fc.nat(3_000), monoMs: fc.nat(3_000), clockSet: fc.boolean() }),
    meter: fc.constantFrom("house", "barn"),
    reader: fc.record({ telegrams: fc.nat(2), online: fc.boolean() }, { requiredKeys: ["telegrams"] }),
    topicsLeftOut: fc.nat(1),
    rows: fc.uniqueArray(anyRow, { selector: ({ id }) => id }).map((rows) => rows.sort(rowOrder)),
    failures: fc.uniqueArray(anyFailure, { selector: ({ id }) => id }).map((rows) => rows.sort(failureOrder)),
  })
  .map((parts): Dashboard => ({ ...BASE, ...parts }));

describe("an update", () => {
  it("makes the next dashboard of the one before, whatever vanished from it, over JSON", () => {
    fc.assert(
      fc.property(anyDashboard, anyDashboard, (before, next) => {
        const update = dashboardChanges(before, next);
        if (update === undefined) expect({ ...next, clock: before.clock }).toEqual(before);
        else expect(withUpdate(before, JSON.parse(JSON.stringify(update)))).toEqual(next);
      }),
      { numRuns: 1_000 },
    );
  });

  it("is the whole dashboard for a page that knows nothing", () => {
    fc.assert(
      fc.property(anyDashboard, (next) => {
        const update = dashboardChanges(undefined, next);
        expect(withUpdate(undefined, update!)).toEqual(next);
      }),
    );
  });

  it("cannot be a part for a page that knows nothing", () => {
    expect(() => withUpdate(undefined, { clock: BASE.clock, rows: [] })).toThrow(TypeError);
  });
});

describe("a telegram", () => {
  it("renews its own rows and what is made from them, and nothing else", () => {
    const line = houseLine();
    for (let i = 0; i < 50; i++) line.take(`sensor/other_${i}/state`, "1");
    line.take("telegram", '{"v":1,"obis":{"1-0:1.7.0":5,"1-0:2.7.0":0}}');
    const before = line.at();
    line.take("telegram", '{"v":1,"obis":{"1-0:1.7.0":6}}', 1_000);
    const next = line.at(1_000);
    const update = dashboardChanges(before, next);
    expect(update?.rows?.map(({ path }) => path)).toEqual(["obis 1-0:1.7.0", "obis 1-0:2.7.0", "v"]);
    expect(update?.goneRows).toEqual(["han/telegram\nobis 1-0:2.7.0"]);
    expect(update).not.toHaveProperty("chart");
    expect(update).not.toHaveProperty("broker");
    expect(withUpdate(before, update!)).toEqual(next);
  });

  it("leaves every row that it does not name the same object", () => {
    const line = houseLine();
    for (const id of ["a", "b"]) line.take(`sensor/${id}/state`, "1");
    const before = line.at();
    line.take("sensor/a/state", "2", 1_000);
    const after = withUpdate(before, dashboardChanges(before, line.at(1_000))!);
    expect(after.rows[1]).toBe(before.rows[1]);
    expect(after.rows[0]).not.toBe(before.rows[0]);
  });
});

it("says nothing while nothing but the time changes, and something when the clock is set", () => {
  const line = houseLine();
  line.take("sensor/a/state", "1");
  const before = line.at(0);
  expect(dashboardChanges(before, line.at(20_000))).toBeUndefined();
  const set = { ...before, clock: { ...before.clock, wallMs: before.clock.wallMs + 5_000 } };
  expect(dashboardChanges(before, set)).toEqual({ clock: set.clock });
  expect(dashboardChanges(before, line.at(61_000))?.rows).toMatchObject([{ state: "stale" }]);
});
