import { availableParallelism } from "node:os";
import { configOf } from "../vitest-config.ts";

/** Kiosks of their own processes, and the faults that one meets on a wall. `scripts/test --full` runs them after the ordinary tests. */
export default configOf("faults", {
  // These tests wait most of the time: for processes, and for clocks to be read.
  maxWorkers: 2 * availableParallelism(),
  expect: { requireAssertions: true, poll: { timeout: 90_000, interval: 50 } },
});
