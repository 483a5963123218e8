import { setImmediate, setTimeout as wait } from "node:timers/promises";
import { errorFacts, WattframeError } from "../errors.ts";
import type { Log } from "../log.ts";
import type { Clock, Source, SourceEvents } from "../source/source.ts";
import { play } from "./play.ts";
import { published } from "./publishing-shape.ts";
import { PUBLISHING_SHAPES } from "./publishing-shapes.ts";
import type { SimTelegram } from "./simulate.ts";

/** Messages of one simulated reader to come. */
export interface SimulatedReader {
  readonly prefix: string;
  readonly ahead: Iterable<SimTelegram>;
}

/** A source without any broker: the messages of simulated readers, as an ESPHome node publishes them, each at its time. */
export function simulatedSource(
  readers: readonly SimulatedReader[],
  events: SourceEvents,
  clock: Clock,
  log: Log,
): Source {
  const stop = new AbortController();
  const [shape] = PUBLISHING_SHAPES;
  const running = readers.map(({ prefix, ahead }) =>
    play(published(ahead, shape, prefix), {
      publish: (topic, payload, { qos }) => {
        events.message({ topic, payload, retained: false, qos, at: clock() });
        return setImmediate(undefined, { signal: stop.signal }); // late messages go out at once, between other work
      },
      nowMs: () => clock().wallMs,
      wait: (ms) => wait(ms, undefined, { signal: stop.signal }),
      lost: () => {},
    }).catch((thrown: unknown) => {
      if (!stop.signal.aborted) log.error({ prefix, ...errorFacts(thrown) }, "the simulated meter fell silent");
    }),
  );
  queueMicrotask(() => events.state({ kind: "connected", since: clock() }));
  return {
    publish: () => Promise.reject(new WattframeError("BROKER_UNREACHABLE", "a simulated meter accepts no messages")),
    stop: async () => {
      stop.abort();
      await Promise.all(running);
    },
  };
}
