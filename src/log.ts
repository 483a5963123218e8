import { fstatSync } from "node:fs";
import type { LoggerOptions } from "pino";

/** Log that a stage writes to: messages with their facts as data. */
export interface Log {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
  child(bindings: object): Log;
}

/** Least severity that is logged. */
export const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;

/** One of {@link LOG_LEVELS}. */
export type LogLevel = (typeof LOG_LEVELS)[number];

const options = (level: LogLevel): LoggerOptions => ({
  level,
  base: null,
  timestamp: () => `,"time":"${new Date().toISOString()}"`,
  formatters: { level: (label) => ({ level: label }) },
});

/**
 * A log on stderr: JSON Lines for programs, each led by its priority where systemd's journal reads them, and one readable
 * line for a person at a terminal. stdout is left to results.
 */
export async function createLog(
  level: LogLevel,
  isTerminal: boolean,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Log> {
  const { default: pino } = await import("pino");
  if (isTerminal) {
    const { default: pretty } = await import("pino-pretty");
    const readable = { translateTime: "SYS:HH:MM:ss", ignore: "pid,hostname", singleLine: true } as const;
    return pino(options(level), pretty({ destination: 2, sync: true, ...readable }));
  }
  const stderr = pino.destination({ dest: 2, sync: true });
  if (!isJournal(env, fstatSync(2))) return pino(options(level), stderr);
  return journalLog(level, (line) => void stderr.write(line));
}

/** A log as the service writes it: JSON Lines, each led by its priority. @param write takes a line with its end */
export async function journalLog(level: LogLevel, write: (line: string) => void): Promise<Log> {
  const { default: pino } = await import("pino");
  return pino(options(level), {
    write: (line) => write(`${journalMark(/^\{"level":"(\w+)"/u.exec(line)?.[1])}${line}`),
  });
}

/** Priorities of syslog by level. @source sd-daemon(3): a line that begins with `<N>` has that priority */
const PRIORITIES: Readonly<Record<string, number>> = { debug: 7, info: 6, warn: 4, error: 3 };

/** Mark that leads a line of this level for systemd's journal. */
export function journalMark(level = "info"): string {
  return `<${PRIORITIES[level] ?? 6}>`;
}

/** Tells whether a stream is the one that systemd has connected to its journal. @source systemd.exec(5), `$JOURNAL_STREAM` */
export function isJournal(
  env: Readonly<Record<string, string | undefined>>,
  { dev, ino }: { readonly dev: number; readonly ino: number },
): boolean {
  return env["JOURNAL_STREAM"] === `${dev}:${ino}`;
}

/** A log that says nothing, for tests and for pure callers. */
export const SILENT: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => SILENT };
