import { command, type Step } from "./step.ts";

/** A command with its data as a row of a table: the command first. */
export type Register = readonly [cmd: number, ...data: number[]];

/** The steps that send a table of commands in order. */
export function* send(registers: readonly Register[]): Generator<Step, void> {
  for (const [cmd, ...data] of registers) {
    yield command(cmd, ...data);
  }
}
