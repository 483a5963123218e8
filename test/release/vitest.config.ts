import { configOf } from "../vitest-config.ts";

/** What takes longer than a change should wait for. `scripts/test --release` runs it after all other tests. */
export default configOf("release");
