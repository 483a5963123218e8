import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Status } from "../../src/kiosk/status.ts";
import { PACKAGE_FOLDER } from "../../src/package-folder.ts";
import { until } from "../e2e/preview-house.ts";
import { wattframe } from "../e2e/wattframe.ts";
import { readPicture, type Said } from "./picture-reading.ts";

/** Longest wait for something that has to happen: a machine may be very busy. */
const PATIENCE_MS = 90_000;
const MAIN = join(PACKAGE_FOLDER, "dist/main.cjs");

/** One line of a kiosk's log. */
export interface LogRecord {
  readonly level: string;
  readonly msg: string;
  readonly code?: string;
  readonly hint?: string;
  readonly [key: string]: unknown;
}

/** How a process ended: its exit code, or the signal that ended it. */
export type Ending = number | NodeJS.Signals | null;

/** A kiosk that runs, or has run. */
export interface KioskProcess {
  readonly pid: number;
  readonly log: () => readonly LogRecord[];
  /** Tells whether its log has so many lines that begin like that. */
  hasSaid(message: string, times?: number): boolean;
  /** Resolves once it has. */
  says(message: string, times?: number): Promise<void>;
  signal(signal: NodeJS.Signals): void;
  /** Sends a signal, and resolves when the process has ended. */
  end(signal: NodeJS.Signals): Promise<Ending>;
  /** Resolves when it has ended. */
  readonly ended: Promise<Ending>;
}

/** What is unusual about one start of the kiosk. */
export interface Start {
  readonly env?: Readonly<Record<string, string>>;
  /** Program and arguments that start the kiosk in their turn. */
  readonly through?: readonly string[];
}

/** What a configuration says beside the usual. */
export interface SiteConfig {
  /** What is in the braces of `broker:`. */
  readonly broker: string;
  readonly history?: string;
  /** Further lines at the top. */
  readonly more?: readonly string[];
}

/**
 * A place with a kiosk: a folder with its configuration, its history and its picture. The picture is drawn every second
 * besides for each telegram, so that it shows what has become of the values.
 */
export class KioskSite {
  readonly folder: string;
  readonly #started: ChildProcess[] = [];

  constructor(parent = tmpdir()) {
    this.folder = mkdtempSync(join(parent, "wattframe-fault-"));
    mkdirSync(this.at("tmp"));
  }

  at(...names: readonly string[]): string {
    return join(this.folder, ...names);
  }

  get picture(): string {
    return this.at("out", "picture.png");
  }

  /** Fails unless the picture comes to say that. */
  async shows(what: Said, file = this.picture): Promise<void> {
    await until(`a picture that says ${what}`, async () => (await readPicture(file)) === what, PATIENCE_MS);
  }

  configure({ broker, history = "history", more = [] }: SiteConfig): void {
    mkdirSync(this.at("out"), { recursive: true });
    const lines = [
      `broker: { ${broker} }`,
      "meters: [{ name: house, prefix: han, mainFuseA: 25, phases: 3, timeZone: Europe/Helsinki }]",
      "clock: { trusted: true }",
      `history: { path: ${history} }`,
      ...more,
      "displays:",
      '  - { name: wall, kind: png-file, path: out/picture.png, layout: balance, refresh: { schedule: "* * * * * *" } }',
    ];
    writeFileSync(this.at("wattframe.yaml"), `${lines.join("\n")}\n`);
  }

  start({ env = {}, through = [] }: Start = {}): KioskProcess {
    const [program, ...args] = [...through, process.execPath, MAIN, "run", "--config", this.at("wattframe.yaml")];
    const child = spawn(program, args, {
      cwd: this.folder,
      env: {
        PATH: process.env["PATH"] ?? "",
        HOME: this.at("home"),
        TMPDIR: this.at("tmp"),
        WATTFRAME_RUNTIME: this.at("runtime"),
        WATTFRAME_STATE: this.at("state"),
        ...env,
      },
      stdio: ["ignore", "ignore", "pipe"],
    });
    this.#started.push(child);
    return kioskProcess(child);
  }

  /** The status file as it is now; undefined where there is none. */
  status(): Status | undefined {
    try {
      return JSON.parse(readFileSync(this.at("runtime/status.json"), "utf8")) as Status;
    } catch (thrown) {
      if (thrown instanceof Error && "code" in thrown && thrown.code === "ENOENT") return undefined;
      throw thrown;
    }
  }

  /** Import between two instants that the history has kept. */
  async energy(fromMs: number, toMs: number, history = "history"): Promise<Readonly<Record<string, unknown>>> {
    const span = ["--from", new Date(fromMs).toISOString(), "--to", new Date(toMs).toISOString()];
    const { stdout, stderr, code } = await wattframe(["energy", "--history", this.at(history), ...span]);
    if (code !== 0) throw new Error(`no energy: ${stderr}`);
    return JSON.parse(stdout) as Readonly<Record<string, unknown>>;
  }

  /** Files that a kiosk that has ended in order should not have left. */
  left(): string[] {
    const names = (folder: string) => (existsSync(this.at(folder)) ? readdirSync(this.at(folder)) : []);
    return [
      ...["runtime", "state", "tmp"].flatMap(names),
      ...names("out").filter((name) => name !== "picture.png"),
      ...names("history").filter((name) => !/^(?:history|damaged-.*)\.sqlite$/u.test(name)),
    ];
  }

  /** Ends what still runs and deletes the folder. */
  async clear(): Promise<void> {
    for (const child of this.#started) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function kioskProcess(child: ChildProcess): KioskProcess {
  let text = "";
  child.stderr?.setEncoding("utf8").on("data", (piece: string) => {
    text += piece;
  });
  const ended = once(child, "close").then(([code, signal]) => (code ?? signal) as Ending);
  const log = () =>
    text
      .split("\n")
      .slice(0, -1)
      .map((line) => (line.startsWith("{") ? (JSON.parse(line) as LogRecord) : { level: "none", msg: line }));
  const hasSaid = (message: string, times = 1) => log().filter(({ msg }) => msg.startsWith(message)).length >= times;
  return {
    pid: child.pid ?? 0,
    log,
    hasSaid,
    says: (message, times = 1) => until(`${times} × ${message}`, () => hasSaid(message, times), PATIENCE_MS),
    signal: (signal) => void child.kill(signal),
    end: (signal) => {
      child.kill(signal);
      return ended;
    },
    ended,
  };
}
