import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/** What takes longer than a change should wait for. `scripts/test --release` runs it after all other tests. */
export default defineConfig({
  test: {
    root: new URL("../..", import.meta.url).pathname,
    include: ["test/release/**/*.test.ts"],
    testTimeout: 600_000,
    hookTimeout: 120_000,
    maxWorkers: availableParallelism(),
  },
});
