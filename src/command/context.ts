import type { Command } from "commander";

/** What a command may know of the process that it runs in. */
export interface CommandContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  /**
   * Aborted by SIGTERM and SIGINT; its reason is the exit code for a command that is cut short by it: 143, 130. A command
   * that reads this key ends itself in order; the others are ended at once.
   */
  readonly stop: AbortSignal;
  /** Calls back for each SIGHUP: read the configuration again. */
  onReload(listener: () => void): void;
  /** Writes a piece of the result to stdout, as it is; resolves when more may be written. */
  print(text: string | Uint8Array): Promise<void>;
  /** Writes a line for the person at the terminal to stderr; results never go there. */
  tell(line: string): void;
  /** Ends with this exit code when all else went well: 1 for faults found. */
  setExitCode(code: 0 | 1 | 2 | 3): void;
}

/** Builds one verb of the command line. */
export type CommandFactory = (context: CommandContext) => Command;
