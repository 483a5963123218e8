import { createServer } from "node:net";
import { resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Command } from "commander";
import type { Config } from "../config/config.ts";
import { messageOf } from "../errors.ts";
import { createLog, type Log } from "../log.ts";
import { startOfLocalDay } from "../meter/local-time.ts";
import type { Now } from "../meter/now.ts";
import type { Reading } from "../meter/reading.ts";
import { published } from "../simulator/publishing-shape.ts";
import { PUBLISHING_SHAPES } from "../simulator/publishing-shapes.ts";
import { scenarioOf } from "../simulator/scenario.ts";
import { SIMULATED_TIME_ZONE, type SimTelegram, simulate } from "../simulator/simulate.ts";
import { createPublisher } from "../source/publisher.ts";
import type { CommandContext } from "./context.ts";
import { positive } from "./picture-settings.ts";
import { runKiosk } from "./run.ts";

const PAST_DAYS = 8;

interface DemoOptions {
  readonly once?: true;
  readonly out: string;
  readonly locale: string;
  readonly seed: string;
}

/** `demo`: the kiosk on embedded defaults, with a simulated house. */
export function demoCommand(context: CommandContext): Command {
  return new Command("demo")
    .description("Shows what Wattframe does, without any meter: a simulated house, a broker of its own, live pictures.")
    .option("--once", "write one picture of a full simulated day and end")
    .option("-o, --out <file>", "the picture", "out/balance.png")
    .option("--locale <x>", "language of words and form of numbers", "en-GB")
    .option("--seed <n>", "seed of the simulated house", "1")
    .action((options: DemoOptions) => (options.once ? oneDay(options, context) : demo(options, context)));
}

async function oneDay({ out, locale, seed }: DemoOptions, context: CommandContext): Promise<void> {
  const { renderCommand } = await import("./render.ts");
  const { mkdir } = await import("node:fs/promises");
  await mkdir(resolve(out, ".."), { recursive: true });
  await renderCommand(context).parseAsync(["--scenario", "day", "--seed", seed, "--locale", locale, "-o", out], {
    from: "user",
  });
  context.tell(`A full simulated day is in ${out}`);
}

async function demo({ out, locale, seed }: DemoOptions, context: CommandContext): Promise<void> {
  const log = await createLog("info", process.stderr.isTTY);
  const port = (await isFree(1883)) ? 1883 : await freePort();
  const file = resolve(out);
  const startMs = Date.now();
  const house = simulate({
    scenario: scenarioOf("day"),
    seed: positive("--seed", seed),
    fromMs: startOfLocalDay(startMs, SIMULATED_TIME_ZONE, -PAST_DAYS),
    toMs: Number.POSITIVE_INFINITY,
  });
  context.tell(`Filling in the past 8 days of the simulated house …`);
  const { past, next } = upTo(house, startMs);
  const kiosk = await runKiosk(demoConfig(file, locale, port), log, context, { house: past });
  context.tell(`The picture is ${file}; it changes with every telegram, every 10 s.`);
  context.tell(`The simulated reader publishes to mqtt://127.0.0.1:${port} under han/. Ctrl+C ends it.`);
  await publishLive(next, house, port, log, context);
  await kiosk.stop();
}

/** The past as readings with their own times, and the first telegram that lies ahead. */
function upTo(house: Iterator<SimTelegram>, untilMs: number): { past: Reading[]; next: SimTelegram | undefined } {
  const past: Reading[] = [];
  const offsetMs = performance.now() - untilMs;
  for (let item = house.next(); !item.done; item = house.next()) {
    if (item.value.atMs > untilMs) return { past, next: item.value };
    if ("status" in item.value) continue;
    const at: Now = { wallMs: item.value.atMs, monoMs: item.value.atMs + offsetMs, clockSet: true };
    past.push({ values: item.value.values, at, retained: false });
  }
  return { past, next: undefined };
}

/** Publishes what the house does at the time it does it, as an ESPHome node does: one topic a value. */
async function publishLive(
  first: SimTelegram | undefined,
  rest: Iterable<SimTelegram>,
  port: number,
  log: Log,
  context: CommandContext,
): Promise<void> {
  const publisher = await createPublisher(`mqtt://127.0.0.1:${port}`, { statusTopic: "han/status" }, log);
  const [shape] = PUBLISHING_SHAPES;
  try {
    for (const message of published(chain(first, rest), shape, "han")) {
      await wait(Math.max(0, message.atMs - Date.now()), undefined, { signal: context.stop });
      await publisher.publish(message.topic, message.payload, { retain: message.retain, qos: message.qos });
    }
  } catch (thrown) {
    if (!context.stop.aborted) log.error({}, messageOf(thrown));
  } finally {
    await publisher.end();
  }
}

function* chain(first: SimTelegram | undefined, rest: Iterable<SimTelegram>): Generator<SimTelegram> {
  if (first) yield first;
  yield* rest;
}

function demoConfig(path: string, locale: string, port: number): Config {
  return {
    file: "the demo's own configuration",
    name: "demo",
    broker: {
      kind: "embedded",
      listen: { mqtt: [{ host: "127.0.0.1", port }], ws: [] },
      users: [],
      limits: { clients: 20, payloadBytes: 65_536, messagesPerS: 500 },
    },
    meters: [{ name: "house", prefix: "han", mainFuseA: 25, phases: 3, timeZone: SIMULATED_TIME_ZONE, wire: {} }],
    locale,
    clock: { trusted: true },
    log: { level: "info" },
    displays: [
      {
        name: "balance",
        kind: "png-file",
        meter: "house",
        layout: "balance",
        theme: "light",
        refresh: { onTelegram: true, schedule: "0 * * * * *", minIntervalS: 0 },
        options: { path, size: "800x480", palette: "black-white" },
      },
    ],
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === "object" && address ? address.port : 1883;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const server = createServer();
    server.once("error", () => done(false));
    server.listen(port, "127.0.0.1", () => server.close(() => done(true)));
  });
}
