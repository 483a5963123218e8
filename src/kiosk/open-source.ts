import { randomBytes } from "node:crypto";
import { brokerOptionsOf, type Config } from "../config/config.ts";
import type { Log } from "../log.ts";
import { ANNOUNCEMENT_FILTERS } from "../meter/wire/republishers.ts";
import type { MqttOptions } from "../source/broker-options.ts";
import { glance } from "../source/glance.ts";
import { connectMqtt, type MqttWiring } from "../source/mqtt-source.ts";
import type { Clock, Source, SourceEvents } from "../source/source.ts";
import type { StatusTopic } from "../source/status-topic.ts";
import { noBroker } from "./connection.ts";
import { topicsOfDisplays } from "./topic-watch.ts";

/** Topic and words of a kiosk's own status. */
export function statusOf({ name }: Pick<Config, "name">): StatusTopic {
  return { topic: `wattframe/${name}/status`, online: "online", offline: "offline" };
}

/** Opens the kiosk's connection to a broker: another one, or one of its own that it starts first and stops last. */
export async function openSource(config: Config, events: SourceEvents, clock: Clock, log: Log): Promise<Source> {
  const { broker: at } = config;
  if (at === undefined) throw noBroker();
  const clientId = `wattframe-${config.name}-${randomBytes(4).toString("hex")}`;
  const options = {
    clientId,
    prefixes: config.meters.flatMap(({ prefix, source, discover }) =>
      source === undefined && discover === undefined ? prefix : [],
    ),
    filters: [...ANNOUNCEMENT_FILTERS, ...topicsOfDisplays(config)],
    status: statusOf(config),
  };
  if (at.kind === "remote") {
    const remote = brokerOptionsOf(at);
    const source = connectMqtt({ ...remote, ...options }, events, clock, log);
    return glancing(source, { ...remote, clientId: `${clientId}-glance` }, clock);
  }
  const { startBroker } = await import("../source/embedded-broker.ts");
  const broker = await startBroker(at, log);
  const wiring = { open: () => broker.open() };
  const url = "mqtt://127.0.0.1";
  const source = connectMqtt({ url, ...options }, events, clock, log, wiring);
  const own = glancing(source, { url, clientId: `${clientId}-glance` }, clock, wiring);
  return {
    ...own,
    stop: async () => {
      await own.stop();
      await broker.stop();
    },
  };
}

/** Returns a source that can look at other topics too, until it is stopped. */
function glancing(source: Source, options: MqttOptions, clock: Clock, wiring: MqttWiring = {}): Source {
  const stopped = new AbortController();
  return {
    publish: (topic, payload, how) => source.publish(topic, payload, how),
    glance: (forMs, hear) => glance(options, hear, clock, { forMs, signal: stopped.signal }, wiring),
    stop: () => {
      stopped.abort();
      return source.stop();
    },
  };
}
