import project from "../package.json" with { type: "json" };

/** This program's version, from its package.json. */
export const VERSION: string = project.version;
