import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { Command } from "commander";
import { CONFIG_CONTEXT } from "../config/config-context.ts";
import { loadConfig } from "../config/load.ts";
import { meterLines } from "../config/meter-lines.ts";
import { HOST } from "../config/source-schema.ts";
import { visible } from "../dashboard/printable.ts";
import { WattframeError } from "../errors.ts";
import type { HeardMessage } from "../intake/announcements.ts";
import { type FoundMeter, findMeters } from "../intake/find-meters.ts";
import { HeardMessages } from "../intake/heard-messages.ts";
import { createLog } from "../log.ts";
import { type BrokerOptions, brokerPlace } from "../source/broker-options.ts";
import { systemClock } from "../source/clock.ts";
import { connectedOwnSource, connectedSource } from "../source/connected-source.ts";
import { brokerChoice } from "./broker-choice.ts";
import { brokerUrl } from "./broker-url.ts";
import type { CommandContext } from "./context.ts";
import { configOption } from "./options.ts";
import { positive } from "./picture-settings.ts";

interface DiscoverOptions {
  readonly config: string;
  readonly broker?: string;
  readonly homewizard?: string;
  readonly for: string;
  readonly json?: true;
}

const LEAST_S = 1;

/** `discover`: the meters that publish at a broker, with the lines of configuration that read them. */
export function discoverCommand(context: CommandContext): Command {
  return new Command("discover")
    .description(
      "Listens to a broker for a while and lists the meters that publish there, the surest first, with the lines for meters: in the configuration. A meter of HomeWizard publishes at no broker: it is asked by its address, which the app shows.",
    )
    .addOption(configOption())
    .option("--broker <url>", "use this broker instead of the configuration's")
    .option("--homewizard <host>", "ask this device of HomeWizard instead of a broker")
    .option("--for <s>", "seconds to listen; readers that publish rarely need more", "20")
    .option("--json", "print one JSON object per meter and line")
    .action((options: DiscoverOptions) => discover(options, context));
}

async function discover(options: DiscoverOptions, context: CommandContext): Promise<void> {
  const forMs = Math.max(LEAST_S, positive("--for", options.for)) * 1_000;
  const { homewizard: host } = options;
  const meters =
    host === undefined
      ? findMeters(await heard(await brokerOf(options, context), forMs, context))
      : findMeters(await measured(host, forMs, context));
  const names = namesOf(meters);
  const source = host === undefined ? {} : { source: { homewizard: { host } } };
  const rows = meters.map((meter, i) => ({
    ...meter,
    config: meterLines(names[i] ?? "house", { ...meter, ...source }),
  }));
  if (options.json) return context.print(rows.map((row) => `${JSON.stringify(jsonRow(row))}\n`).join(""));
  if (rows.length === 0) context.notify("no meter was found; readers that publish rarely need a longer --for");
  await context.print(rows.map(textRow).join("\n"));
}

async function brokerOf({ broker, config }: DiscoverOptions, context: CommandContext): Promise<BrokerOptions> {
  if (broker !== undefined) return { url: brokerUrl("--broker", broker) };
  return brokerChoice((await loadConfig(config, context.env, CONFIG_CONTEXT)).broker);
}

/** Messages of any topic that this user may read, retained ones among them. */
export async function heard(
  broker: BrokerOptions,
  forMs: number,
  context: CommandContext,
): Promise<readonly HeardMessage[]> {
  const messages = new HeardMessages();
  const log = await createLog("warn", process.stderr.isTTY);
  const stop = context.stopSignal();
  const clock = systemClock({ trusted: true }, log);
  const clientId = `wattframe-discover-${randomBytes(4).toString("hex")}`;
  const source = await connectedSource(
    { ...broker, clientId, filters: ["#"] },
    { message: (message) => messages.keep(message), state: () => {} },
    clock.now,
    log,
    { signal: stop },
  );
  try {
    context.notify(`listening at ${brokerPlace(broker.url)} for ${forMs / 1_000} s`);
    await wait(forMs, undefined, { signal: stop });
  } finally {
    clock.stop();
    await source.stop();
  }
  return messages.all();
}

/** The first measurement of a device's first interface. @throws WattframeError `SOURCE_UNREACHABLE` */
async function measured(host: string, timeoutMs: number, context: CommandContext): Promise<readonly HeardMessage[]> {
  if (!HOST.test(host))
    throw new WattframeError("USAGE", "--homewizard is not a name or an address such as 192.168.1.30");
  const log = await createLog("warn", process.stderr.isTTY);
  const clock = systemClock({ trusted: true }, log);
  let first: (messages: readonly HeardMessage[]) => void;
  const came = new Promise<readonly HeardMessage[]>((resolve) => {
    first = resolve;
  });
  const events = { message: (message: HeardMessage) => first([message]), state: () => {} };
  const signal = context.stopSignal();
  const source = await connectedOwnSource({ kind: "homewizard", host }, events, clock.now, log, { signal, timeoutMs });
  try {
    return await came;
  } finally {
    clock.stop();
    await source.stop();
  }
}

/** Names for a configuration: `house` for the surest, for the others what their prefix ends with. */
function namesOf(meters: readonly FoundMeter[]): string[] {
  const names: string[] = [];
  for (const [i, { prefix }] of meters.entries()) {
    const tail = prefix.split("/").at(-1)?.slice(0, 30) ?? "meter";
    const wanted = i === 0 ? "house" : tail;
    names.push(names.includes(wanted) ? `${wanted}-${i + 1}` : wanted);
  }
  return names;
}

type Row = FoundMeter & { readonly config: string };

function jsonRow({ kind, prefix, sure, quantities, sample, config }: Row) {
  const value = sample && { [sample.quantity]: sample.value };
  return { kind, prefix, sure, quantities, ...(value && { sample: value }), config };
}

function textRow({ kind, prefix, sure, quantities, sample, config }: Row): string {
  const value = sample === undefined ? "" : `, ${sample.quantity} ${sample.value}`;
  const head = `# ${kind} at ${prefix}, ${Math.round(100 * sure)} % sure: ${quantities.length} quantities${value}`;
  return `${visible(head)}\n${config}\n`;
}
