import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Config, DisplayConfig, PreviewConfig } from "../../src/config/config.ts";
import { type Kiosk, type KioskParts, startKiosk } from "../../src/kiosk/kiosk.ts";
import { Reloader } from "../../src/kiosk/reloader.ts";
import { type Log, SILENT } from "../../src/log.ts";
import type { SourceEvents } from "../../src/source/source.ts";
import { type Preview, startPreview } from "../../src/web/preview.ts";

/** What a house is to be like; by default anybody may see its page, and its display is a PNG file named "hall". */
export interface HouseOptions extends Pick<KioskParts, "displayFactory"> {
  readonly preview?: Partial<PreviewConfig>;
  readonly config?: (folder: string) => Partial<Config>;
  readonly log?: Log;
  /** Reads the files at a reload; the same configuration by default. */
  readonly load?: (config: Config) => Promise<Config>;
}

/** A kiosk in this process whose meter is the test, and its page. */
export interface House {
  readonly kiosk: Kiosk;
  readonly reloader: Reloader;
  readonly preview: Preview;
  readonly config: Config;
  readonly port: number;
  readonly folder: string;
  /** The file of the display "hall". */
  readonly picture: string;
  /** A message of the meter's reader, below its prefix. */
  tell(topic: string, payload: string | Uint8Array): void;
  /** A new power in kW, and the picture that shows it is on the glass. */
  power(kW: number): Promise<void>;
  /** How the way to the broker is. */
  broker(kind: "connected" | "lost"): void;
  stop(): Promise<void>;
}

/** A display that is a PNG file in that folder. */
export function pngDisplay(folder: string, name: string): DisplayConfig {
  return {
    name,
    kind: "png-file",
    meter: "house",
    layout: "balance",
    theme: "light",
    refresh: { onTelegram: true, schedule: "0 0 0 1 1 *", minIntervalS: 0 },
    options: { path: join(folder, `${encodeURIComponent(name)}.png`), size: "800x480", palette: "black-white" },
  };
}

/** A configuration in a folder, as it would have been read from a file there. */
export function houseConfig(folder: string, preview: Partial<PreviewConfig> = {}): Config {
  return {
    file: join(folder, "wattframe.yaml"),
    name: "test",
    broker: { kind: "remote", url: "mqtt://127.0.0.1", keepaliveS: 30 },
    meters: [{ name: "house", prefix: "p1", mainFuseA: 25, phases: 3, timeZone: "Europe/Helsinki", wire: {} }],
    locale: "en-GB",
    clock: { trusted: true },
    log: { level: "silent" },
    displays: [pngDisplay(folder, "hall")],
    preview: { listen: { host: "127.0.0.1", port: 0 }, tokens: new Map(), hosts: [], trustProxy: [], ...preview },
  };
}

/** Starts a house and resolves when each display has its first picture or a fault. */
export async function startHouse(options: HouseOptions = {}): Promise<House> {
  const folder = await mkdtemp(join(tmpdir(), "wattframe-preview-"));
  const config = { ...houseConfig(folder, options.preview), ...options.config?.(folder) };
  const log = options.log ?? SILENT;
  let events: SourceEvents | undefined;
  const kiosk = await startKiosk(config, {
    log,
    runtimeFolder: folder,
    stateFolder: folder,
    openSource: (_config, own, clock) => {
      events = own;
      queueMicrotask(() => own.state({ kind: "connected", since: clock() }));
      return Promise.resolve({ publish: () => Promise.resolve(), stop: () => Promise.resolve() });
    },
    ...(options.displayFactory && { displayFactory: options.displayFactory }),
  });
  const load = () => (options.load ?? ((same) => Promise.resolve(same)))(config);
  const reloader = new Reloader(kiosk, load, log);
  const preview = await startPreview(config.preview!, { kiosk, reloader, log, isSimulated: true });
  const shows = () => kiosk.state.displays[0]?.painter;
  await until("the first pictures", () =>
    kiosk.state.displays.every(({ painter: { state } }) => state.drawnAt ?? state.fault),
  );
  const tell = (topic: string, payload: string | Uint8Array) =>
    events?.message({
      topic: `p1/${topic}`,
      payload: typeof payload === "string" ? new TextEncoder().encode(payload) : payload,
      retained: false,
      qos: 0,
      at: kiosk.now(),
    });
  return {
    kiosk,
    reloader,
    preview,
    config,
    folder,
    tell,
    port: Number(new URL(preview.address).port),
    picture: String(config.displays[0]?.options["path"]),
    power: async (kW) => {
      const before = shows()?.shows.glass?.raster;
      tell("sensor/momentary_active_import/state", kW.toFixed(3));
      await until("a new picture", () => shows()?.shows.glass?.raster !== before);
    },
    broker: (kind) => events?.state({ kind, since: kiosk.now() }),
    stop: async () => {
      await preview.stop();
      await kiosk.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Looks again and again, until it is so; fails after half a minute. */
export async function until(what: string, isSo: () => unknown, timeoutMs = 30_000): Promise<void> {
  const endMs = performance.now() + timeoutMs;
  while (!(await isSo())) {
    if (performance.now() > endMs) throw new Error(`never happened: ${what}`);
    await new Promise((done) => setTimeout(done, 10));
  }
}

/** An answer, its headers in lower case, its whole body. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly bytes: Buffer;
}

/** What may be asked beside the path; nothing of it is normalised. */
export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Address that the connection comes from; any of 127.0.0.0/8. */
  readonly from?: string;
}

/** One request on a connection of its own, its path sent as it is. */
export function ask(
  port: number,
  path: string,
  { method = "GET", headers = {}, body, from }: Asked = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const parts = { port, path, method, headers, agent: false, host: "127.0.0.1", ...(from && { localAddress: from }) };
    const asking = request(parts, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const bytes = Buffer.concat(chunks);
        const flat = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
        const answered = { headers: Object.fromEntries(flat) as Answer["headers"], bytes, text: bytes.toString() };
        resolve({ status: response.statusCode ?? 0, ...answered });
      });
    });
    asking.on("error", reject);
    asking.end(body);
  });
}

/** What comes back for these very bytes until the other side closes, or nothing came for a while. */
export function askRaw(port: number, text: string, quietMs = 3_000): Promise<string> {
  return new Promise((resolve) => {
    let said = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(text, "latin1"));
    socket.setTimeout(quietMs, () => socket.destroy());
    socket.on("data", (chunk) => {
      said += chunk.toString("latin1");
    });
    socket.on("error", () => {});
    socket.on("close", () => resolve(said));
  });
}

/** One event of a stream as a browser dispatches it. */
export interface Told {
  readonly event: string;
  readonly data: string;
}

/** A page that listens to a stream. */
export interface Listener {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  /** All that was told so far. */
  readonly told: readonly Told[];
  /** Whether the stream has ended. */
  readonly isOver: boolean;
  /** The next event that was not taken yet. */
  next(): Promise<Told>;
  close(): void;
}

/** Opens a stream as a browser does; events are split as the standard says. @source HTML, 9.2.6 */
export function listenTo(port: number, path: string, { headers = {}, from }: Asked = {}): Promise<Listener> {
  return new Promise((resolve, reject) => {
    const parts = { port, path, headers, agent: false, host: "127.0.0.1", ...(from && { localAddress: from }) };
    const asking = request(parts, (response) => {
      const told: Told[] = [];
      const state = { isOver: false, taken: 0, rest: "" };
      response.setEncoding("utf8").on("data", (text: string) => {
        const events = (state.rest + text).split(/(?:\r\n|\r|\n){2}/u);
        state.rest = events.pop() ?? "";
        told.push(...events.map(dispatched));
      });
      response
        .on("error", () => {})
        .on("close", () => {
          state.isOver = true;
        });
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        told,
        get isOver() {
          return state.isOver;
        },
        next: async () => {
          await until("an event", () => told.length > state.taken, 15_000);
          return told[state.taken++]!;
        },
        close: () => asking.destroy(),
      });
    });
    asking.on("error", reject);
    asking.end();
  });
}

function dispatched(block: string): Told {
  const fields = block
    .split(/\r\n|\r|\n/u)
    .map((line) => /^([^:]*):? ?(.*)$/su.exec(line)!.slice(1) as [string, string]);
  const data = fields.filter(([name]) => name === "data").map(([, value]) => value);
  return { event: fields.findLast(([name]) => name === "event")?.[1] ?? "message", data: data.join("\n") };
}
