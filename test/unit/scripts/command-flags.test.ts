import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { PACKAGE_FOLDER } from "../../../src/package-folder.ts";

it("the command gives Node only flags that every supported Node has: with any other it would not start", () => {
  const script = readFileSync(join(PACKAGE_FOLDER, "scripts/wattframe"), "utf8");
  const code = script.split("\n").filter((line) => !line.startsWith("#"));
  const flags = code.flatMap((line) => line.match(/--[a-z][a-z-]+/gu) ?? []);
  expect(flags).toEqual([
    "--min-semi-space-size",
    "--max-semi-space-size",
    "--initial-old-space-size",
    "--max-semi-space-size",
  ]);
});
