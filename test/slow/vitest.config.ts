import { configOf } from "../vitest-config.ts";

/** The proofs that take minutes: soak, fuzz, memory. `scripts/test --full` runs them after the ordinary ones. */
export default configOf("slow");
