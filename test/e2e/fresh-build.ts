import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Builds the bundle before the tests that run it, where the sources are newer. */
export function setup(): void {
  execFileSync(fileURLToPath(new URL("../../scripts/prepare", import.meta.url)), ["--build"], { stdio: "inherit" });
}
