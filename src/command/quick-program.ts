/** All that the process needs of the command line; the root of both bundles. */
export { logDefect } from "./defect.ts";
export { runProgram } from "./program.ts";
