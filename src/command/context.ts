import type { Command } from "commander";

/** Process that a command runs in, as far as the command may use it. */
export interface CommandContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  /**
   * Returns the signal that SIGTERM and SIGINT abort; its reason is the exit code of a command that is cut short: 143, 130.
   * A command that has called this ends itself in order; the others are ended at once.
   */
  stopSignal(): AbortSignal;
  /** Ends the process at once with the exit code of the signal that asked for it: for an orderly end that takes too long. */
  exitNow(): void;
  /**
   * Calls back for each SIGHUP, which asks for the configuration to be read again; at once for one that came while nobody
   * listened. Only the last listener is called. Returns what ends that.
   */
  onReload(listener: () => void): () => void;
  /** Writes a piece of the result to stdout, as it is; resolves when more may be written. */
  print(text: string | Uint8Array): Promise<void>;
  /** Writes a line for the person at the terminal to stderr; results never go there. */
  notify(line: string): void;
  /** Ends with this exit code when all else went well: 1 for faults found. */
  setExitCode(code: 0 | 1 | 2 | 3): void;
}

/** Builds one verb of the command line. */
export type CommandFactory = (context: CommandContext) => Command;

/** Context without environment, output or signals: for commands that are only described, and as a base of others. */
export const NO_PROCESS: CommandContext = {
  env: {},
  stopSignal: () => new AbortController().signal,
  exitNow: () => undefined,
  onReload: () => () => undefined,
  print: () => Promise.resolve(),
  notify: () => undefined,
  setExitCode: () => undefined,
};
