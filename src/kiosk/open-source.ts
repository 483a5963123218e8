import { randomBytes } from "node:crypto";
import { brokerOptionsOf, type Config } from "../config/config.ts";
import type { Log } from "../log.ts";
import { DISCOVERY_FILTERS } from "../meter/wire/discovery.ts";
import { connectMqtt } from "../source/mqtt-source.ts";
import type { Clock, Source, SourceEvents } from "../source/source.ts";

/** The kiosk's connection: to another broker, or to one of its own that it starts first and stops last. */
export async function openSource(config: Config, events: SourceEvents, clock: Clock, log: Log): Promise<Source> {
  const options = {
    clientId: `wattframe-${config.name}-${randomBytes(4).toString("hex")}`,
    prefixes: config.meters.map((meter) => meter.prefix),
    filters: DISCOVERY_FILTERS,
    statusTopic: `wattframe/${config.name}/status`,
  };
  if (config.broker.kind === "remote")
    return connectMqtt({ ...brokerOptionsOf(config.broker), ...options }, events, clock, log);
  const { startBroker } = await import("../source/embedded-broker.ts");
  const broker = await startBroker(config.broker, log);
  const source = connectMqtt({ url: "mqtt://127.0.0.1", ...options }, events, clock, log, {
    open: () => broker.open(),
  });
  return {
    publish: (topic, payload, how) => source.publish(topic, payload, how),
    stop: async () => {
      await source.stop();
      await broker.stop();
    },
  };
}
