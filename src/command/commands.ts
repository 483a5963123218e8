import type { CommandFactory } from "./context.ts";

/** One verb of the command line: enough for the list of commands; the rest is loaded when it is called. */
export interface CommandRow {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** The heading that it is listed under. */
  readonly group: "Every day:" | "Telegrams and recordings:" | "Panels and layouts:";
  load(): Promise<CommandFactory>;
}

/** Every verb, in the order of the list. */
export const COMMANDS = [
  {
    name: "run",
    summary: "run the kiosk: read the meter and keep every display up to date",
    group: "Every day:",
    load: async () => (await import("./run.ts")).runCommand,
  },
  {
    name: "demo",
    summary: "try it without a meter: a simulated house and live pictures",
    group: "Every day:",
    load: async () => (await import("./demo.ts")).demoCommand,
  },
  {
    name: "preview",
    summary: "serve the page alone, to design and check displays without broker or hardware",
    group: "Every day:",
    load: async () => (await import("./preview.ts")).previewCommand,
  },
  {
    name: "render",
    summary: "draw one picture of a scenario, a recording or the next telegram",
    group: "Every day:",
    load: async () => (await import("./render.ts")).renderCommand,
  },
  {
    name: "check",
    summary: "check the configuration and the layouts; list faults with line and remedy",
    group: "Every day:",
    load: async () => (await import("./check.ts")).checkCommand,
  },
  {
    name: "setup",
    summary: "set this machine up from a few answers: configuration, passwords, service",
    group: "Every day:",
    load: async () => (await import("./setup.ts")).setupCommand,
  },
  {
    name: "doctor",
    summary: "check this machine, the configuration and the running kiosk; say what to do",
    group: "Every day:",
    load: async () => (await import("./doctor.ts")).doctorCommand,
  },
  {
    name: "status",
    summary: "say how the running kiosk is: broker, meters, displays, history",
    group: "Every day:",
    load: async () => (await import("./status.ts")).statusCommand,
  },
  {
    name: "report",
    summary: "write one file for a bug report, with secrets and identifiers masked",
    group: "Every day:",
    load: async () => (await import("./report.ts")).reportCommand,
  },
  {
    name: "simulate",
    summary: "simulate a house; write a recording or publish to a broker",
    group: "Telegrams and recordings:",
    load: async () => (await import("./simulate.ts")).simulateCommand,
  },
  {
    name: "record",
    summary: "record MQTT messages to a file",
    group: "Telegrams and recordings:",
    load: async () => (await import("./record.ts")).recordCommand,
  },
  {
    name: "replay",
    summary: "play a recording back over MQTT",
    group: "Telegrams and recordings:",
    load: async () => (await import("./replay.ts")).replayCommand,
  },
  {
    name: "discover",
    summary: "list the meters that publish at a broker, with their lines of configuration",
    group: "Telegrams and recordings:",
    load: async () => (await import("./discover.ts")).discoverCommand,
  },
  {
    name: "decode",
    summary: "decode a meter's raw telegrams to values",
    group: "Telegrams and recordings:",
    load: async () => (await import("./decode.ts")).decodeCommand,
  },
  {
    name: "push",
    summary: "show a PNG on a panel by hand",
    group: "Panels and layouts:",
    load: async () => (await import("./push.ts")).pushCommand,
  },
  {
    name: "panels",
    summary: "list the supported panels, their refreshes and how they were tested",
    group: "Panels and layouts:",
    load: async () => (await import("./panels.ts")).panelsCommand,
  },
  {
    name: "layouts",
    summary: "list the layouts and the panel sizes that each fits",
    group: "Panels and layouts:",
    load: async () => (await import("./layouts.ts")).layoutsCommand,
  },
  {
    name: "plan",
    summary: "print what the refresh policy decides for two pictures, and why",
    group: "Panels and layouts:",
    load: async () => (await import("./plan.ts")).planCommand,
  },
  {
    name: "values",
    summary: "print every quantity with its value, age and reliability",
    group: "Telegrams and recordings:",
    load: async () => (await import("./values.ts")).valuesCommand,
  },
  {
    name: "energy",
    summary: "print the energy between two instants from a kiosk's history",
    group: "Every day:",
    load: async () => (await import("./energy.ts")).energyCommand,
  },
  {
    name: "history",
    summary: "export, import, back up and restore a kiosk's history",
    group: "Every day:",
    load: async () => (await import("./history.ts")).historyCommand,
  },
] as const satisfies readonly CommandRow[];
