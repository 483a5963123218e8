import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/** Kiosks of their own processes, and the faults that one meets on a wall. `scripts/test --release` runs them after the ordinary tests. */
export default defineConfig({
  test: {
    root: new URL("../..", import.meta.url).pathname,
    include: ["test/faults/**/*.test.ts"],
    testTimeout: 300_000,
    hookTimeout: 60_000,
    // Most of these tests wait for processes, so one more may run than there are cores.
    maxWorkers: availableParallelism() + 1,
    expect: { requireAssertions: true, poll: { timeout: 90_000, interval: 50 } },
    globalSetup: ["test/e2e/fresh-build.ts"],
  },
});
