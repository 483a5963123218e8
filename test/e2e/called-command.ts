import { runProgram } from "../../src/command/program.ts";
import { commandContext } from "../fixtures/command-context.ts";

/** A command line under way. */
export interface Called {
  /** Asks it to end, as SIGTERM does, and gives its exit code. */
  end(): Promise<number>;
  readonly exitCode: Promise<number>;
  readonly told: readonly string[];
  printed(): string;
  /** Resolves once it has told something that begins so. */
  hasTold(beginning: string): Promise<void>;
}

const nobody = (): void => undefined;

/** Starts a command line. */
export function call(...args: readonly string[]): Called {
  const stop = new AbortController();
  const told: string[] = [];
  let printed = "";
  let wake = nobody;
  const context = commandContext({
    stopSignal: () => stop.signal,
    print: (text) => {
      printed += text.toString();
      return Promise.resolve();
    },
    notify: (line) => {
      told.push(line);
      wake();
    },
  });
  const exitCode = runProgram(args, context);
  return {
    exitCode,
    told,
    end: () => {
      stop.abort();
      return exitCode;
    },
    printed: () => printed,
    hasTold: (beginning) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`told only ${JSON.stringify(told)}`)), 10_000);
        wake = () => {
          if (!told.some((line) => line.startsWith(beginning))) return;
          clearTimeout(late);
          resolve();
        };
        wake();
      }),
  };
}
