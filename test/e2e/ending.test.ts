import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Mosquitto, startMosquitto } from "./mosquitto.ts";
import { COMMAND, LONGEST_RUN_MS } from "./wattframe.ts";

let folder = "";
let broker: Mosquitto;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "wattframe-ending-"));
  broker = await startMosquitto();
});
afterEach(async () => {
  await broker.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A command under way. */
interface Started {
  readonly child: ChildProcess;
  /** What it has written so far. */
  readonly output: { stdout: string; stderr: string };
  /** Resolves once its stderr holds that text. */
  said(text: string): Promise<void>;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<unknown>;
}

function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): Started {
  const own = { WATTFRAME_RUNTIME: join(folder, "runtime"), WATTFRAME_STATE: join(folder, "state") };
  const child = spawn(COMMAND, args, { cwd: folder, env: { ...process.env, ...own, ...env }, timeout: LONGEST_RUN_MS });
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      output[name] += text;
    });
  }
  child.stdin.end();
  const ended = once(child, "close").then(([code, signal]: unknown[]) => code ?? signal);
  const said = (text: string) => expect.poll(() => output.stderr, { timeout: 15_000 }).toContain(text);
  return { child, output, said, ended };
}

describe("a command that a signal cuts short ends in silence", () => {
  it.each([
    ["values", "SIGINT", 130],
    ["values", "SIGTERM", 143],
    ["render", "SIGINT", 130],
    ["render", "SIGTERM", 143],
  ] as const)("%s, by %s, with %i", async (verb, signal, code) => {
    const command = start([verb, "--broker", broker.url, "--prefix", "nothing"]);
    await broker.says(/New client connected .* as wattframe-look-/u);
    command.child.kill(signal);
    expect(await command.ended).toBe(code);
    expect(command.output).toEqual({ stdout: "", stderr: "" });
  });

  it.each([
    ["record", ["--broker", "URL", "-o", "out.jsonl"]],
    ["replay", ["r.jsonl", "--to", "URL"]],
    ["simulate", ["--broker", "URL"]],
  ])("%s, while it waits for a connection, with 130", async (verb, options) => {
    await writeFile(join(folder, "r.jsonl"), '{"t":"2026-01-15T18:00:00Z","topic":"a","payload":"1"}\n');
    const { url, called } = await mute();
    const command = start([verb, ...options.map((option) => option.replace("URL", url))]);
    await called;
    command.child.kill("SIGINT");
    expect(await command.ended).toBe(130);
    const told = command.output.stderr.split("\n").filter((line) => line !== "" && !line.startsWith("{"));
    expect([command.output.stdout, told]).toEqual(["", []]);
  });
});

/** Something that accepts connections and never answers. */
async function mute(): Promise<{ readonly url: string; readonly called: Promise<unknown> }> {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.unref();
  });
  server.unref();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { url: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`, called: once(server, "connection") };
}

describe("a defect that nobody caught", () => {
  /** Options of Node that have the process itself do that once there is a file `go` in its folder. */
  function whenToldTo(code: string): Readonly<Record<string, string>> {
    const script = `import { existsSync } from "node:fs";
      const timer = setInterval(() => {
        if (!existsSync("go")) return;
        clearInterval(timer);
        ${code}
      }, 20);
      timer.unref();`;
    return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}` };
  }

  const go = () => writeFile(join(folder, "go"), "");

  it.each([
    ["thrown", 'throw new TypeError("boom");'],
    ["rejected", 'void Promise.reject(new TypeError("boom"));'],
  ])("%s in a running kiosk is logged with its stack, ends it in order and with 3", async (_, code) => {
    const config = [
      `broker: { url: "${broker.url}" }`,
      "meters: [{ name: house, prefix: p1, timeZone: Europe/Helsinki }]",
      "displays: [{ name: file, kind: png-file, path: picture.png }]",
    ];
    await writeFile(join(folder, "wattframe.yaml"), config.join("\n"));
    const kiosk = start(["run"], whenToldTo(code));
    await kiosk.said('"running"');
    await go();
    expect(await kiosk.ended).toBe(3);
    const records = kiosk.output.stderr
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(records.filter(({ level }) => level === "error")).toEqual([
      {
        level: "error",
        time: expect.any(String) as string,
        code: "INTERNAL",
        error: "boom",
        stack: expect.stringMatching(/^TypeError: boom\n +at /u) as string,
        msg: "uncaught error: wattframe ends",
      },
    ]);
    expect(records.at(-1)).toMatchObject({ msg: "stopped" });
  });

  it("ends a command that waits for something at once", async () => {
    const { url, called } = await mute();
    const command = start(["values", "--broker", url], whenToldTo('throw new RangeError("boom");'));
    await called;
    await go();
    expect(await command.ended).toBe(3);
    const [line = "", ...more] = command.output.stderr.trim().split("\n");
    expect(JSON.parse(line)).toMatchObject({ code: "INTERNAL", error: "boom" });
    expect(more).toEqual([]);
  });
});
