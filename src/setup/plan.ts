import type { ProgramCall } from "./call-program.ts";
import { fateOf, type PlannedFile } from "./planned-files.ts";

/** A program that set-up runs. */
export interface PlannedCommand extends ProgramCall {
  /** Remedy where it fails; such a failure does not end the set-up. Absent: it does. */
  readonly remedy?: string;
}

/** All that a set-up changes, or a part of it, as plain data: files first, then commands. */
export interface SetupPlan {
  readonly files: readonly PlannedFile[];
  readonly commands: readonly PlannedCommand[];
  /** Sentences for the person. */
  readonly notes: readonly string[];
}

/** One plan of its parts, in their order. */
export function joined(parts: readonly Partial<SetupPlan>[]): SetupPlan {
  return {
    files: parts.flatMap(({ files = [] }) => files),
    commands: parts.flatMap(({ commands = [] }) => commands),
    notes: parts.flatMap(({ notes = [] }) => notes),
  };
}

/** Tells whether a file differs from what is there. */
export function changesFiles(files: readonly PlannedFile[]): boolean {
  return files.some((file) => fateOf(file) !== "unchanged");
}

/** A command as it is typed. */
export function commandText({ program, args }: ProgramCall): string {
  return [program, ...args].join(" ");
}
