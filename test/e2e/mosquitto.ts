import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a Mosquitto for one test is to be like; the default takes anyone over plain TCP on a free port. */
export interface MosquittoOptions {
  /** Port on 127.0.0.1; a free one by default. Give the port of a stopped broker to bring it back. */
  readonly port?: number;
  /** Names and passwords; absent means that anyone may come. */
  readonly users?: Readonly<Record<string, string>>;
  /** Lines of an access control file, as `man mosquitto.conf` describes them. */
  readonly acl?: readonly string[];
  /** Paths of PEM files; `ca` given means that clients must show a certificate signed by it. */
  readonly tls?: { readonly cert: string; readonly key: string; readonly ca?: string };
  /** Speak MQTT over WebSockets instead of plain TCP. */
  readonly websockets?: boolean;
}

/** A Mosquitto that runs. */
export interface Mosquitto {
  /** `mqtt://`, `mqtts://`, `ws://` or `wss://`, as it was asked for. */
  readonly url: string;
  readonly port: number;
  /** Ends it by its process id and waits until it is gone; idempotent. */
  stop(): Promise<void>;
  /** Stops its process in its tracks (the TCP connections stay up, nothing answers), until {@link thaw}. */
  freeze(): void;
  thaw(): void;
  /** Resolves once its log has said something like that, such as who has connected; fails after 10 s. */
  says(pattern: RegExp): Promise<void>;
}

const PLACES = ["/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto", "/opt/homebrew/sbin/mosquitto"];

/** A port on 127.0.0.1 that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no free port on 127.0.0.1");
  return address.port;
}

function binary(): string {
  const found = [process.env["MOSQUITTO"], ...PLACES].find((path) => path !== undefined && existsSync(path));
  if (found === undefined) {
    throw new Error(`no mosquitto in ${PLACES.join(", ")}: apt-get install mosquitto, or set MOSQUITTO to its path`);
  }
  return found;
}

async function configure(folder: string, port: number, options: MosquittoOptions): Promise<string> {
  const lines = ["log_dest stderr", "set_tcp_nodelay true"];
  // Some builds of Mosquitto do not start when all their listeners are WebSockets, so a plain one stands beside it.
  if (options.websockets === true) lines.push(`listener ${await freePort()} 127.0.0.1`);
  lines.push(`listener ${port} 127.0.0.1`);
  // Mosquitto started by root becomes another user, who could not read the files in this test's folder.
  if (process.getuid?.() === 0) lines.push("user root");
  if (options.websockets === true) lines.push("protocol websockets");
  lines.push(`allow_anonymous ${options.users === undefined}`);
  if (options.users !== undefined) {
    const file = join(folder, "passwords");
    await writeFile(file, "", { mode: 0o600 });
    for (const [name, password] of Object.entries(options.users)) {
      execFileSync("mosquitto_passwd", ["-b", file, name, password], { stdio: "ignore" });
    }
    lines.push(`password_file ${file}`);
  }
  if (options.acl !== undefined) {
    const file = join(folder, "acl");
    await writeFile(file, `${options.acl.join("\n")}\n`, { mode: 0o600 });
    lines.push(`acl_file ${file}`);
  }
  if (options.tls !== undefined) {
    lines.push(`certfile ${options.tls.cert}`, `keyfile ${options.tls.key}`);
    if (options.tls.ca !== undefined) lines.push(`cafile ${options.tls.ca}`, "require_certificate true");
  }
  const file = join(folder, "mosquitto.conf");
  await writeFile(file, `${lines.join("\n")}\n`);
  return file;
}

/** Waits until something accepts on that port of 127.0.0.1; fails when the process ends first or after 10 s. */
async function accepting(port: number, child: ChildProcess, said: () => string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (child.exitCode !== null) throw new Error(`mosquitto ended with ${child.exitCode}: ${said()}`);
    const socket = connect(port, "127.0.0.1");
    const answered = await new Promise<boolean>((resolve) => {
      socket.once("connect", () => resolve(true));
      socket.once("error", () => resolve(false));
    });
    socket.destroy();
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`mosquitto did not listen on port ${port} within 10 s: ${said()}`);
}

const scheme = (options: MosquittoOptions): string => {
  if (options.websockets === true) return options.tls === undefined ? "ws" : "wss";
  return options.tls === undefined ? "mqtt" : "mqtts";
};

/**
 * Starts a real Mosquitto on 127.0.0.1 and resolves when it accepts.
 * @throws Error that says how to install it when there is none
 */
export async function startMosquitto(options: MosquittoOptions = {}): Promise<Mosquitto> {
  const path = binary();
  const port = options.port ?? (await freePort());
  const folder = await mkdtemp(join(tmpdir(), "wattframe-mosquitto-"));
  await chmod(folder, 0o700);
  const config = await configure(folder, port, options);
  const child = spawn(path, ["-c", config], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4000);
  });
  const gone = once(child, "exit");
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGCONT");
      child.kill("SIGTERM");
      const late = setTimeout(() => child.kill("SIGKILL"), 3000);
      await gone;
      clearTimeout(late);
    }
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await accepting(port, child, () => said);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url: `${scheme(options)}://127.0.0.1:${port}`,
    port,
    stop,
    freeze: () => void child.kill("SIGSTOP"),
    thaw: () => void child.kill("SIGCONT"),
    says: async (pattern) => {
      for (let attempt = 0; attempt < 400; attempt++) {
        if (pattern.test(said)) return;
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      throw new Error(`mosquitto never said ${pattern}: ${said}`);
    },
  };
}
