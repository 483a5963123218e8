import { availableParallelism } from "node:os";
import { defineConfig, type ViteUserConfig } from "vitest/config";

/** Configuration of a folder of tests that take longer than a change should wait for, with what is special to it. */
export const configOf = (folder: string, special: ViteUserConfig["test"] = {}) =>
  defineConfig({
    test: {
      root: new URL("..", import.meta.url).pathname,
      include: [`test/${folder}/**/*.test.ts`],
      testTimeout: 600_000,
      hookTimeout: 120_000,
      maxWorkers: availableParallelism(),
      expect: { requireAssertions: true },
      globalSetup: ["test/e2e/fresh-build.ts"],
      ...special,
    },
  });
