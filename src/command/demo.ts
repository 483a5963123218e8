import { dirname, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Command } from "commander";
import type { Config } from "../config/config.ts";
import { errorFacts } from "../errors.ts";
import { writeError } from "../files/file-error.ts";
import { makeFolder } from "../files/make-folder.ts";
import { createLog, type Log } from "../log.ts";
import { livingHouse } from "../simulator/living-house.ts";
import { play } from "../simulator/play.ts";
import { published, statusOf } from "../simulator/publishing-shape.ts";
import { PUBLISHING_SHAPES } from "../simulator/publishing-shapes.ts";
import type { SimTelegram } from "../simulator/simulate.ts";
import { SIMULATED_METER } from "../simulator/simulated-meter.ts";
import { createPublisher } from "../source/publisher.ts";
import type { CommandContext } from "./context.ts";
import { pictureLocale } from "./locale.ts";
import { listenOption, openedPage, pageLines, passwordForNow, USUAL_PAGE } from "./page-access.ts";
import { positive } from "./picture-settings.ts";
import { runKiosk } from "./run-kiosk.ts";
import { freePort, localPreview, simulatedConfig, withLayoutsChecked } from "./simulated-config.ts";

interface DemoOptions {
  readonly once?: true;
  readonly out: string;
  readonly locale: string;
  readonly seed: string;
  readonly listen?: string;
}

/** `demo`: the kiosk on embedded defaults, with a simulated house. */
export function demoCommand(context: CommandContext): Command {
  return new Command("demo")
    .description("Shows what Wattframe does without a meter: a simulated house, a built-in broker and live pictures.")
    .option("--once", "write one picture of a full simulated day and exit")
    .option("-o, --out <file>", "file of the picture", "out/balance.png")
    .option("--locale <x>", "language of words and format of numbers", "en-GB")
    .option("--seed <n>", "seed of the simulated house", "1")
    .option(
      "--listen <host:port>",
      "address of the page (default: 127.0.0.1:8080, or another free port); beyond this machine it gets a password, which is printed",
    )
    .action((options: DemoOptions) => (options.once ? oneDay(options, context) : demo(options, context)));
}

async function oneDay({ out, locale, seed }: DemoOptions, context: CommandContext): Promise<void> {
  const { renderCommand } = await import("./render.ts");
  await makeFolder(dirname(resolve(out))).catch((cause: unknown) => {
    throw writeError(out, cause);
  });
  await renderCommand(context).parseAsync(["--scenario", "day", "--seed", seed, "--locale", locale, "-o", out], {
    from: "user",
  });
  context.notify(`A full simulated day is in ${out}`);
}

async function demo({ out, seed, ...options }: DemoOptions, context: CommandContext): Promise<void> {
  const locale = pictureLocale(options.locale);
  const listen = listenOption(options.listen) ?? { ...USUAL_PAGE, port: await freePort(USUAL_PAGE.port) };
  const forNow = passwordForNow();
  const log = await createLog("warn", process.stderr.isTTY); // the address is to stay the last line
  const port = await freePort(1883);
  const file = resolve(out);
  context.notify(`Simulating the past 14 months of the house …`);
  const { timeZone } = SIMULATED_METER;
  const now = { wallMs: Date.now(), monoMs: performance.now(), clockSet: true };
  const { fill, ahead } = livingHouse(positive("--seed", seed), timeZone, now);
  const broker: Config["broker"] = {
    kind: "embedded",
    listen: { mqtt: [{ host: "127.0.0.1", port }], ws: [{ host: "127.0.0.1", port: await freePort(9001) }] },
    users: [],
    limits: { clients: 20, payloadBytes: 65_536, messagesPerS: 500 },
  };
  const preview = openedPage(localPreview(listen), undefined, forNow);
  const config = simulatedConfig({ name: "demo", locale, broker, preview }, file);
  const load = () => withLayoutsChecked(config);
  const running = await runKiosk(config, log, context, {
    load,
    readMs: now.wallMs,
    past: (_meter, history) => fill(history),
    isSimulated: true,
  });
  context.notify(`The picture is ${file}; it changes with every telegram, every 10 s.`);
  context.notify(
    `The simulated reader publishes to mqtt://127.0.0.1:${port} under ${SIMULATED_METER.prefix}/. Ctrl+C ends it.`,
  );
  for (const line of pageLines(preview, running.address, forNow, context.env)) context.notify(line);
  await publishLive(ahead, port, log, context);
  await running.stop();
}

/** Publishes what the house does at the time it does it, as an ESPHome node does: one topic a value. */
async function publishLive(
  ahead: Iterable<SimTelegram>,
  port: number,
  log: Log,
  context: CommandContext,
): Promise<void> {
  const { prefix } = SIMULATED_METER;
  const stop = context.stopSignal();
  const [shape] = PUBLISHING_SHAPES;
  const status = statusOf(shape.format, prefix);
  const publisher = await createPublisher(`mqtt://127.0.0.1:${port}`, status ? { status } : {}, log);
  try {
    await play(published(ahead, shape, prefix), {
      publish: (topic, payload, how) => publisher.publish(topic, payload, how),
      nowMs: Date.now,
      wait: (ms) => wait(ms, undefined, { signal: stop }),
      lost: (why) =>
        log.warn(why ? errorFacts(why) : {}, why ? "messages are being dropped" : "messages go through again"),
    });
  } catch (thrown) {
    if (!stop.aborted) log.error(errorFacts(thrown), "the simulated meter has stopped");
  } finally {
    await publisher.end();
  }
}
