import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/** Folders of pure functions: whatever stands there can be tested to the last line. */
const PURE = ["meter", "intake", "history", "view", "draw", "layout", "widget", "raster", "refresh"];

/**
 * Most of these tests wait for processes that they start, so one more may run than there are cores. The limit is for what
 * hangs: on a busy machine a process may take many times longer.
 */
const OUTSIDE = {
  testTimeout: 180_000,
  hookTimeout: 60_000,
  globalSetup: ["test/e2e/fresh-build.ts"],
  maxWorkers: availableParallelism() + 1,
  sequence: { groupOrder: 1 },
};

export default defineConfig({
  test: {
    // A test run has the machine to itself; by default one core would stay idle.
    maxWorkers: availableParallelism(),
    // A simulated day takes seconds, and many of them where something else runs beside the tests.
    testTimeout: 60_000,
    // A test whose assertions were never reached, in a loop over nothing or in a callback, is a failure.
    // Polls end as soon as they hold; a busy machine may take its time.
    expect: { requireAssertions: true, poll: { timeout: 10_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: "inside",
          // Nothing is mocked, so files of one worker may share what they import: half of the time went into importing it.
          isolate: false,
          setupFiles: ["test/fixtures/bounded-properties.ts"],
          include: ["test/**/*.test.ts"],
          exclude: ["test/e2e/**", "test/browser/**", "test/slow/**", "test/faults/**"],
        },
      },
      {
        extends: true,
        test: {
          ...OUTSIDE,
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
        },
      },
      {
        extends: true,
        test: {
          ...OUTSIDE,
          name: "browser",
          include: ["test/browser/**/*.test.ts"],
        },
      },
    ],
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts"],
      reporter: ["text-summary", "json-summary", "html"],
      thresholds: Object.fromEntries(PURE.map((folder) => [`src/${folder}/**/*.ts`, { lines: 95 }])),
    },
  },
});
