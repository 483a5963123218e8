import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { delimiter, isAbsolute, resolve } from "node:path";
import { readStart } from "../files/read-start.ts";

/** The reason why a program cannot be started, and the remedy. */
export interface ProgramFault {
  readonly message: string;
  readonly hint: string;
}

/** The reason why a display's program cannot be started as the present user; undefined when nothing is in its way. */
export async function programFault(program: string): Promise<ProgramFault | undefined> {
  if (!isAbsolute(program)) return notAbsolute(program);
  const why = await whyNot(program);
  if (why !== undefined) return { message: `the program ${program} ${why.message}`, hint: why.hint };
  const interpreter = await interpreterOf(program);
  if (interpreter === undefined || (await found(interpreter)) !== undefined) return undefined;
  const message = `the program ${program} needs ${interpreter}, which cannot be run`;
  return { message, hint: "install that interpreter, or correct the first line of the program" };
}

/** A service has another PATH and another folder than a terminal: only absolute paths mean the same in both. */
async function notAbsolute(program: string): Promise<ProgramFault> {
  const message = `${JSON.stringify(program)} is not an absolute path, and a service may not find it`;
  const path = await found(program);
  const hint = path === undefined ? "name the program by its whole path, such as /usr/local/bin/show" : `write ${path}`;
  return { message, hint };
}

/** The absolute path of a program that can be run, looked for as a shell does; undefined when there is none. */
async function found(program: string): Promise<string | undefined> {
  const folders = program.includes("/") ? [process.cwd()] : (process.env["PATH"] ?? "").split(delimiter);
  for (const folder of folders.filter(isAbsolute)) {
    const path = resolve(folder, program);
    if ((await whyNot(path)) === undefined) return path;
  }
  return undefined;
}

async function whyNot(path: string): Promise<ProgramFault | undefined> {
  const hint = "check its path, or install it";
  try {
    if (!(await stat(path)).isFile()) return { message: "is not a file", hint };
  } catch (cause) {
    const isHidden = (cause as NodeJS.ErrnoException).code === "EACCES";
    return { message: isHidden ? "is in a folder that this user may not enter" : "does not exist", hint };
  }
  try {
    await access(path, constants.X_OK);
    return undefined;
  } catch {
    return { message: "may not be run by this user", hint: `make it executable: chmod +x ${path}` };
  }
}

/** The interpreter that a script names in its first line, perhaps by way of env; undefined for a program of machine code. */
async function interpreterOf(script: string): Promise<string | undefined> {
  try {
    const start = (await readStart(script, 256)).toString("latin1");
    const [, direct, byEnv] = /^#![ \t]*(\/\S+)(?:[ \t]+(?:-S[ \t]+)?([\w.+-]+))?/u.exec(start) ?? [];
    return direct?.endsWith("/env") === true ? (byEnv ?? direct) : direct;
  } catch {
    return undefined; // a program may be executable without being readable
  }
}
