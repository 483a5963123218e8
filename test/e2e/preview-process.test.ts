import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PACKAGE_FOLDER } from "../../src/package-folder.ts";
import type { LiveState } from "../../src/web/protocol.ts";
import { freePort } from "./mosquitto.ts";
import { ask, type Listener, listenTo, until } from "./preview-house.ts";
import { wattframe } from "./wattframe.ts";

const MAIN = join(PACKAGE_FOLDER, "dist/main.cjs");

let folder = "";
let port = 0;
let child: ChildProcess | undefined;
let said = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "wattframe-page-"));
  await mkdir(join(folder, "layouts"));
  port = await freePort();
  said = "";
});
afterEach(async () => {
  if (child && child.exitCode === null && child.signalCode === null) {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
  child = undefined;
  await rm(folder, { recursive: true, force: true });
});

/** Starts the command in the test's folder; resolves when it says that. */
async function start(args: readonly string[], says = "The page is http"): Promise<void> {
  const env = { ...process.env, WATTFRAME_RUNTIME: join(folder, "runtime") };
  child = spawn(process.execPath, [MAIN, ...args], { cwd: folder, env, stdio: ["ignore", "ignore", "pipe"] });
  child.stderr?.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  await until(`${says}\n${said}`, () => said.includes(says) || child?.exitCode !== null, 60_000);
  expect(said).toContain(says);
}

async function end(signal: NodeJS.Signals = "SIGTERM"): Promise<{ code: number | null; tookMs: number }> {
  const started = performance.now();
  const ended = once(child!, "exit");
  child!.kill(signal);
  const [code] = (await ended) as [number | null];
  return { code, tookMs: performance.now() - started };
}

interface Written {
  readonly layout?: string;
  readonly broker?: string;
  readonly preview?: string;
}

async function configure({
  layout = "own",
  broker = "url: mqtt://127.0.0.1:1",
  preview = "",
}: Written = {}): Promise<string> {
  const file = join(folder, "wattframe.yaml");
  const lines = [
    `broker: { ${broker} }`,
    "meters: [{ name: house, prefix: p1, mainFuseA: 25, phases: 3, timeZone: Europe/Helsinki }]",
    "clock: { trusted: true }",
    "layouts: layouts",
    `displays: [{ name: hall, kind: png-file, path: picture.png, size: 800x480, layout: ${layout}, refresh: { onTelegram: false, schedule: "0 0 0 1 1 *" } }]`,
    ...(preview === "" ? [] : [`preview: { ${preview} }`]),
  ];
  await writeFile(file, `${lines.join("\n")}\n`);
  return file;
}

const ownLayout = () => join(folder, "layouts/own.yaml");
/** A layout of the user's own, with that many pixels around it. */
async function writeOwn(marginPx: number): Promise<void> {
  const lines = [
    "description: a line and the time",
    "sizes:",
    "  800x480:",
    `    margin: ${marginPx}`,
    "    type: { small: 18, body: 22, figure: 36 }",
    "    root: { column: [{ widget: clock }, { line: true, size: 2 }, { widget: status }] }",
  ];
  await writeFile(ownLayout(), `${lines.join("\n")}\n`);
}
const tagOf = async (name = "hall") => (await ask(port, `/displays/${name}.png`)).headers["etag"];

async function nextThat(stream: Listener, isSo: (state: LiveState) => boolean): Promise<LiveState> {
  for (;;) {
    const { event, data } = await stream.next();
    const state = event === "live" ? (JSON.parse(data) as LiveState) : undefined;
    if (state && isSo(state)) return state;
  }
}

describe("wattframe preview", () => {
  it("starts without any configuration, shows a picture, and ends in time while a page listens", async () => {
    await start(["preview", "--listen", `127.0.0.1:${port}`]);
    expect(said.split("\n")).toContain(`The page is http://127.0.0.1:${port}/`);
    expect(said).not.toContain("password");
    await until("a picture", async () => (await ask(port, "/displays/balance.png")).status === 200);
    expect((await ask(port, "/healthz")).text).toBe("ok\n");
    expect((await ask(port, "/")).headers["content-type"]).toContain("text/html");
    const streams = [await listenTo(port, "/events/live"), await listenTo(port, "/events/values")];
    const first = await nextThat(streams[0]!, () => true);
    expect(first.kiosk.isSimulated).toBe(true);
    const { code, tookMs } = await end();
    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(4_500);
    await until("the end of the streams", () => streams.every(({ isOver }) => isOver));
  });

  it("shows the displays of a configuration, and what is saved as soon as it is saved", async () => {
    await writeOwn(16);
    await configure();
    await start(["preview", "--listen", `127.0.0.1:${port}`]);
    await until("a picture", async () => (await tagOf()) !== undefined);
    await expect(readFile(join(folder, "picture.png"))).rejects.toMatchObject({ code: "ENOENT" }); // memory stands in for it
    const before = await tagOf();
    await writeOwn(20);
    await until("another picture", async () => (await tagOf()) !== before);
    expect((await end("SIGINT")).code).toBe(0);
  });

  it("begins with the faults of a configuration, and shows its picture once they are mended", async () => {
    await writeOwn(16);
    await configure({ layout: "nothing" });
    await start(["preview", "--config", "wattframe.yaml", "--listen", `127.0.0.1:${port}`]);
    const stream = await listenTo(port, "/events/live");
    const faulty = await nextThat(stream, ({ faults }) => faults.length > 0);
    expect(faulty.faults[0]).toMatchObject({ file: "wattframe.yaml", line: 5 });
    expect(JSON.stringify(faulty.faults[0])).toContain("nothing");
    expect(faulty.displays.map(({ name }) => name)).toEqual(["balance"]);
    await configure();
    await until("the end of the stream, for the page begins anew with its folder of layouts", () => stream.isOver);
    await until("the page again", async () => (await ask(port, "/healthz").catch(() => undefined))?.status === 200);
    const again = await listenTo(port, "/events/live");
    const mended = await nextThat(
      again,
      ({ faults, displays }) => faults.length === 0 && displays[0]?.picture !== undefined,
    );
    expect(mended.displays.map(({ name }) => name)).toEqual(["hall"]);
    expect((await ask(port, "/displays/hall.png")).status).toBe(200);
    again.close();
  });

  it("has a password of its own where others could reach it, and prints it before the address", async () => {
    await start(["preview", "--listen", `[::ffff:127.0.0.1]:${port}`]);
    const [, password = ""] =
      /The password of the page is (\S{12}), for this run only\.\nThe page is http:\S+\n/u.exec(said) ?? [];
    expect(password).not.toBe("");
    expect((await ask(port, "/displays/balance.png")).status).toBe(401);
    const authorization = `Basic ${Buffer.from(`:${password}`).toString("base64")}`;
    await until(
      "a picture",
      async () => (await ask(port, "/displays/balance.png", { headers: { authorization } })).status === 200,
    );
  });

  it("does not start with a file that is not there, or at a port that is taken", async () => {
    const missing = await wattframe(["preview", "--config", "missing.yaml"], { cwd: folder });
    expect([missing.code, missing.stderr]).toEqual([3, expect.stringContaining("missing.yaml does not exist")]);
    const wrong = await wattframe(["preview", "--listen", "here"], { cwd: folder });
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("is not host:port")]);
    await start(["preview", "--listen", `127.0.0.1:${port}`]);
    const taken = await wattframe(["preview", "--listen", `127.0.0.1:${port}`], { cwd: folder });
    expect([taken.code, taken.stderr]).toEqual([3, expect.stringContaining("choose another port")]);
  });
});

describe("open doors", () => {
  it("are found by check, and keep run from starting", async () => {
    const file = await configure({ layout: "balance", preview: `listen: "0.0.0.0:${port}"` });
    const checked = await wattframe(["check", "--config", file]);
    expect(checked.code).toBe(1);
    expect(checked.stdout).toMatch(
      /:6:\d+ preview\.listen: this can be reached from the network and needs a password/u,
    );
    expect(checked.stdout).toContain("add passwordFile to preview, or listen at 127.0.0.1");
    const run = await wattframe(["run", "--config", file], { env: { WATTFRAME_RUNTIME: join(folder, "runtime") } });
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("needs a password");
    await expect(ask(port, "/healthz")).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });
});

describe("wattframe run with a page", () => {
  const embedded = async () => `embedded: { listen: "127.0.0.1:${await freePort()}" }`;

  it("changes the picture over HTTP when a layout is edited, and keeps it while the layout is faulty", async () => {
    await writeOwn(16);
    await configure({ broker: await embedded(), preview: `listen: "127.0.0.1:${port}"` });
    await start(["run", "--config", join(folder, "wattframe.yaml")], '"running"');
    await until("a picture", async () => (await tagOf()) !== undefined);
    await until("the way to the broker", () => said.includes("broker connected"));
    await new Promise((done) => setTimeout(done, 500));
    const took: number[] = [];
    for (const marginPx of [20, 12, 18]) {
      const before = await tagOf();
      const started = performance.now();
      await writeOwn(marginPx);
      await until("another picture", async () => (await tagOf()) !== before);
      took.push(Math.round(performance.now() - started));
    }
    console.info(`from saving a layout to its picture over HTTP: ${took.join(", ")} ms`);
    const served = await ask(port, "/displays/hall.png");
    expect(served.bytes.equals(await readFile(join(folder, "picture.png")))).toBe(true);
    await writeFile(ownLayout(), "widgets: [\n");
    const stream = await listenTo(port, "/events/live");
    await nextThat(stream, ({ faults }) => faults[0]?.file === "layouts/own.yaml");
    expect(await tagOf()).toBe(served.headers["etag"]);
    expect((await end()).code).toBe(0);
  });

  it("asks for another password from the moment it is written down, and old sessions are over", async () => {
    await writeOwn(16);
    const broker = await embedded();
    const preview = (file: string) => `listen: "127.0.0.1:${port}", passwordFile: ${file}`;
    await writeFile(join(folder, "old.password"), "the old password\n", { mode: 0o600 });
    await writeFile(join(folder, "new.password"), "the new password\n", { mode: 0o600 });
    await configure({ broker, preview: preview("old.password") });
    await start(["run", "--config", join(folder, "wattframe.yaml")], '"running"');
    const login = (password: string) =>
      ask(port, "/login", {
        method: "POST",
        body: new URLSearchParams({ password }).toString(),
        headers: { "content-type": "application/x-www-form-urlencoded" },
      });
    const cookie = (await login("the old password")).headers["set-cookie"]?.split(";")[0] ?? "";
    expect((await ask(port, "/metrics", { headers: { cookie } })).status).toBe(200);
    const stream = await listenTo(port, "/events/live", { headers: { cookie } });
    await configure({ broker, preview: preview("new.password") });
    await until("the end of the session", async () => {
      const answer = await ask(port, "/metrics", { headers: { cookie } }).catch(() => undefined);
      return answer?.status === 401;
    });
    await until("the end of the stream", () => stream.isOver);
    expect((await login("the old password")).headers["location"]).toBe("/login?wrong");
    expect((await login("the new password")).headers["location"]).toBe("/");
    expect(said).not.toContain("the old password");
    expect(said).not.toContain("the new password");
  });

  it("keeps its page where it was when it cannot move, and moves when it can", async () => {
    await writeOwn(16);
    const broker = await embedded();
    const preview = (at: number) => `listen: "127.0.0.1:${at}"`;
    await configure({ broker, preview: preview(port) });
    await start(["run", "--config", join(folder, "wattframe.yaml")], '"running"');
    const { createServer } = await import("node:net");
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const taken = (other.address() as { port: number }).port;
    await configure({ broker, preview: preview(taken) });
    await until("the refusal", () => said.includes("the preview cannot listen"));
    expect(said).toContain("choose another port");
    await until(
      "the page where it was",
      async () => (await ask(port, "/healthz").catch(() => undefined))?.status === 200,
    );
    other.close();
    await once(other, "close");
    child?.kill("SIGHUP");
    await until(
      "the page elsewhere",
      async () => (await ask(taken, "/healthz").catch(() => undefined))?.status === 200,
    );
    await expect(ask(port, "/healthz")).rejects.toMatchObject({ code: "ECONNREFUSED" });
    await configure({ broker });
    child?.kill("SIGHUP"); // files are watched a moment after the page is there
    await until("no page", async () => (await ask(taken, "/healthz").catch(() => undefined)) === undefined);
    expect((await end()).code).toBe(0);
  });
});
