#!/usr/bin/env node
import { once } from "node:events";
import { writeSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { cacheFolder, loadBundle } from "./code-cache.ts";
import type { CommandContext } from "./command/context.ts";
import type * as QuickProgram from "./command/quick-program.ts";
import { nameSourceLines } from "./source-lines.ts";

/** The oldest Node that everything is tested with; package.json names it too. */
const OLDEST = [20, 19] as const;

// Nothing of the program may be imported before this: an old Node would fail without saying what to do.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
  writeLine(`wattframe needs Node.js ${OLDEST.join(".")} or newer; this is ${process.versions.node}`);
  writeLine("    Debian 13 has a newer one (sudo apt install nodejs npm), or see https://nodejs.org");
  process.exit(3);
}
// Flags for this V8 alone, see doc/performance.md; on the command line a Node that does not have them would refuse to start.
if (Number.parseInt(process.versions.v8, 10) === 11) {
  setFlagsFromString("--interrupt-budget=600000");
  setFlagsFromString("--heap-growing-percent=20");
}

async function start(): Promise<void> {
  if (process.env["WATTFRAME_DEBUG"]) process.setSourceMapsEnabled(true);
  const { runProgram } = await program();
  const code = await runProgram(process.argv.slice(2), context());
  if (output && output.writableLength > 0) await new Promise((resolve) => output?.write("", resolve));
  if (code !== 0) process.exit(code);
  // A command that is done has nothing to wait for but what V8 still does; one that listens for an end goes on, as a kiosk does.
  if (!endsInOrder) process.exit();
}

/** True where the command ends by itself, in order, when it is asked to. */
let endsInOrder = false;

let output: NodeJS.WriteStream | undefined;

/** What is printed to; opened when there is something to print, for that loads what sockets need. */
function stdout(): NodeJS.WriteStream {
  if (output) return output;
  output = process.stdout;
  output.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 3));
  return output;
}

/** Bundle of the verbs that start often, beside the program; named by the build. */
declare const QUICK_BUNDLE: string | undefined;
/** Verbs of that bundle. */
declare const QUICK_VERBS: readonly string[];

let loading: Promise<typeof QuickProgram> | undefined;

/** The command line, loaded once. */
async function program(): Promise<typeof QuickProgram> {
  loading ??= loadProgram();
  return loading;
}

/** Loads the command line: of a quick verb from its one file of compiled code, else from many that are loaded as needed. */
async function loadProgram(): Promise<typeof QuickProgram> {
  const verb = process.argv[2] ?? "";
  if (typeof QUICK_BUNDLE === "undefined" || !QUICK_VERBS.includes(verb) || process.env["WATTFRAME_DEBUG"])
    return import("./command/quick-program.ts"); // from the sources, and where errors are to name their lines
  const bundle = join(import.meta.dirname, QUICK_BUNDLE);
  nameSourceLines(bundle);
  return loadBundle(bundle, verb, cacheFolder(process.env)) as typeof QuickProgram;
}

/** Commands that read their configuration again on SIGHUP: for them it is no end, also while they are being loaded. */
const RELOADING = ["run", "demo", "preview"];
/** An end in order that takes longer than this after a defect is given up. */
const DEFECT_DEADLINE_MS = 5_000;

function context(): CommandContext {
  const stop = new AbortController();
  const end = (code: number) => {
    // A command that does not listen, and a person who asks twice, are served at once.
    if (!endsInOrder || stop.signal.aborted) process.exit(code);
    stop.abort(code);
  };
  // Node makes a rejection that nobody handled one of these too.
  process.on("uncaughtException", (thrown) => {
    process.exitCode = 3;
    setTimeout(() => process.exit(3), DEFECT_DEADLINE_MS).unref();
    void program()
      .then(({ logDefect }) => logDefect(thrown))
      .catch(() => writeLine(String(thrown)))
      .finally(() => end(3));
  });
  process.on("SIGTERM", () => end(143));
  process.on("SIGINT", () => end(130));
  let isReloadDue = false;
  const remember = () => {
    isReloadDue = true;
  };
  let reload = remember;
  if (RELOADING.includes(process.argv[2] ?? "")) process.on("SIGHUP", () => reload());
  return {
    env: process.env,
    stopSignal: () => {
      endsInOrder = true;
      return stop.signal;
    },
    exitNow: () => process.exit(typeof stop.signal.reason === "number" ? stop.signal.reason : 143),
    onReload: (listener) => {
      reload = listener;
      if (isReloadDue) listener();
      isReloadDue = false;
      return () => {
        reload = remember;
      };
    },
    print: async (text) => {
      if (!stdout().write(text)) await once(stdout(), "drain");
    },
    notify: writeLine,
    setExitCode: (code) => {
      process.exitCode = code;
    },
  };
}

/** Written synchronously, so that nothing is lost when the process ends right after. */
function writeLine(line: string): void {
  try {
    writeSync(2, `${line}\n`);
  } catch {
    process.stderr.write(`${line}\n`); // a pipe that is full for the moment
  }
}

void start(); // last: what it uses is there
