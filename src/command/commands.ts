import type { CommandFactory } from "./context.ts";

/** One verb of the command line: enough for the list of commands; the rest is loaded when it is called. */
export interface CommandRow {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** The heading that it stands under. */
  readonly group: "Every day:" | "Telegrams and recordings:" | "Panels:" | "Looking around:";
  load(): Promise<CommandFactory>;
}

/** Every verb, in the order of the list. */
export const COMMANDS = [
  {
    name: "run",
    summary: "the kiosk: read the meter, keep every display up to date",
    group: "Every day:",
    load: async () => (await import("./run.ts")).runCommand,
  },
  {
    name: "demo",
    summary: "see it work without any meter: a simulated house and live pictures",
    group: "Every day:",
    load: async () => (await import("./demo.ts")).demoCommand,
  },
  {
    name: "preview",
    summary: "the page alone, to design and check displays: without broker or hardware",
    group: "Every day:",
    load: async () => (await import("./preview.ts")).previewCommand,
  },
  {
    name: "layouts",
    summary: "list the layouts and the panel sizes that each is composed for",
    group: "Looking around:",
    load: async () => (await import("./layouts.ts")).layoutsCommand,
  },
  {
    name: "render",
    summary: "draw one picture, headless: of a scenario, a recording or the next telegram",
    group: "Every day:",
    load: async () => (await import("./render.ts")).renderCommand,
  },
  {
    name: "check",
    summary: "say what is wrong in the configuration and the layouts, with line and remedy",
    group: "Every day:",
    load: async () => (await import("./check.ts")).checkCommand,
  },
  {
    name: "simulate",
    summary: "play a simulated house, into a recording or to a broker",
    group: "Telegrams and recordings:",
    load: async () => (await import("./simulate.ts")).simulateCommand,
  },
  {
    name: "record",
    summary: "write what comes over MQTT to a recording",
    group: "Telegrams and recordings:",
    load: async () => (await import("./record.ts")).recordCommand,
  },
  {
    name: "replay",
    summary: "publish a recording again",
    group: "Telegrams and recordings:",
    load: async () => (await import("./replay.ts")).replayCommand,
  },
  {
    name: "decode",
    summary: "read raw telegrams: a meter's bytes to values",
    group: "Telegrams and recordings:",
    load: async () => (await import("./decode.ts")).decodeCommand,
  },
  {
    name: "push",
    summary: "show a PNG on a panel by hand",
    group: "Panels:",
    load: async () => (await import("./push.ts")).pushCommand,
  },
  {
    name: "panels",
    summary: "list the panels, how they refresh and what was tested how",
    group: "Panels:",
    load: async () => (await import("./panels.ts")).panelsCommand,
  },
  {
    name: "plan",
    summary: "say what the refresh policy would do with two pictures, and why",
    group: "Panels:",
    load: async () => (await import("./plan.ts")).planCommand,
  },
  {
    name: "values",
    summary: "say what is known of every quantity, how old it is and how sure",
    group: "Telegrams and recordings:",
    load: async () => (await import("./values.ts")).valuesCommand,
  },
] as const satisfies readonly CommandRow[];
