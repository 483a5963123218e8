import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/** The proofs that take minutes: soak, fuzz, memory. `scripts/test --full` runs them after the ordinary ones. */
export default defineConfig({
  test: {
    root: new URL("../..", import.meta.url).pathname,
    include: ["test/slow/**/*.test.ts"],
    testTimeout: 600_000,
    hookTimeout: 120_000,
    maxWorkers: availableParallelism(),
    globalSetup: ["test/e2e/fresh-build.ts"],
  },
});
