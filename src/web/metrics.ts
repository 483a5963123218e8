import { Counter, Gauge, Registry } from "prom-client";
import { freshnessOf } from "../history/freshness.ts";
import type { Kiosk } from "../kiosk/kiosk.ts";
import { QUANTITIES } from "../meter/quantity.ts";

/** One Prometheus metric and its samples. */
interface Metric {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  readonly isCounter?: true;
  samples(kiosk: Kiosk): readonly (readonly [labels: Readonly<Record<string, string>>, value: number])[];
}

const METRICS: readonly Metric[] = [
  {
    name: "wattframe_broker_connected",
    help: "1 while the kiosk is connected to its broker",
    labels: [],
    samples: ({ state }) =>
      state.config.broker || state.broker ? [[{}, state.broker?.kind === "connected" ? 1 : 0]] : [],
  },
  {
    name: "wattframe_source_connected",
    help: "1 while the kiosk is connected to a meter's own source",
    labels: ["meter"],
    samples: ({ state: { meters, linkOf } }) =>
      meters
        .filter(({ config }) => config.source)
        .map(({ config }) => [{ meter: config.name }, linkOf(config)?.kind === "connected" ? 1 : 0]),
  },
  {
    name: "wattframe_messages_total",
    help: "messages received from a meter's reader",
    labels: ["meter"],
    isCounter: true,
    samples: ({ state }) =>
      state.meters.map(({ config, session }) => [{ meter: config.name }, session.topics.messages]),
  },
  {
    name: "wattframe_values_age_seconds",
    help: "time since the last live message of a meter's reader",
    labels: ["meter"],
    samples: (kiosk) =>
      kiosk.state.meters.flatMap(({ config, history }) => {
        const at = history.latest.arrivedAt;
        return at === undefined ? [] : [[{ meter: config.name }, (kiosk.now().monoMs - at.monoMs) / 1_000] as const];
      }),
  },
  {
    name: "wattframe_value",
    help: "fresh values of the meter, in the base unit that ends the name of the quantity",
    labels: ["meter", "quantity"],
    samples: (kiosk) =>
      kiosk.state.meters.flatMap(({ config, history: { latest } }) =>
        QUANTITIES.flatMap(({ key }) => {
          const known = latest.known[key];
          const isFresh = known !== undefined && freshnessOf(latest, key, kiosk.now()).state === "fresh";
          return isFresh ? [[{ meter: config.name, quantity: key }, known.value] as const] : [];
        }),
      ),
  },
  {
    name: "wattframe_pictures_total",
    help: "pictures offered to a display, and shown by it",
    labels: ["display", "what"],
    isCounter: true,
    samples: ({ state }) =>
      state.displays.flatMap(({ painter }) =>
        ["offered", "shown"].map((what) => [{ display: painter.name, what }, painter.shows.counts[what] ?? 0] as const),
      ),
  },
  {
    name: "wattframe_refreshes_total",
    help: "refreshes of a panel by kind",
    labels: ["display", "kind"],
    isCounter: true,
    samples: ({ state }) =>
      state.displays.flatMap(({ painter }) =>
        Object.entries(painter.shows.counts)
          .filter(([kind]) => kind !== "offered" && kind !== "shown")
          .map(([kind, value]) => [{ display: painter.name, kind }, value] as const),
      ),
  },
  {
    name: "wattframe_display_fault",
    help: "1 while a display cannot show its picture",
    labels: ["display"],
    samples: ({ state }) =>
      state.displays.map(({ painter }) => [{ display: painter.name }, painter.state.fault ? 1 : 0]),
  },
  {
    name: "process_resident_memory_bytes",
    help: "resident memory of the process",
    labels: [],
    samples: () => [[{}, process.memoryUsage.rss()]],
  },
];

/** Metrics of a kiosk in the text format of Prometheus. */
export function createMetrics(kiosk: Kiosk): { readonly contentType: string; text(): Promise<string> } {
  const registry = new Registry();
  for (const { name, help, labels, isCounter, samples } of METRICS) {
    const Kind = isCounter ? Counter : Gauge;
    const metric = new Kind({
      name,
      help,
      labelNames: [...labels],
      registers: [],
      collect() {
        this.reset();
        for (const [of, value] of samples(kiosk)) this.inc({ ...of }, value);
      },
    });
    registry.registerMetric(metric);
  }
  return { contentType: registry.contentType, text: () => registry.metrics() };
}
