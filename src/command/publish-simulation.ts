import { setTimeout as sleep } from "node:timers/promises";
import { withoutUser } from "../config/secret.ts";
import { createLog } from "../log.ts";
import { play } from "../simulator/play.ts";
import { retime } from "../simulator/retime.ts";
import { anchorIn, anchorSoon, type ScenarioWindow } from "../simulator/scenario-time.ts";
import { simulate } from "../simulator/simulate.ts";
import { steadyMs } from "../source/clock.ts";
import { createPublisher } from "../source/publisher.ts";
import { brokerUrl } from "./broker-url.ts";
import type { CommandContext } from "./context.ts";
import type { SimulationPlan } from "./simulation-plan.ts";

/** Options of a published simulation. */
export interface PublishSimulationOptions {
  readonly broker: string;
  /** Simulated seconds per real second, above 0. */
  readonly speed: number;
}

const INTERVAL_MS = 10_000;
const LONGEST_WAIT_MS = 3_600_000; // timers overflow after 24 days

/**
 * Publishes a simulated house in real time until its duration is over or the program is to stop; publishes `offline` at the end.
 * @throws WattframeError `BROKER_UNREACHABLE`, `BROKER_REFUSED` or `USAGE` when the broker cannot be reached at first
 */
export async function publishSimulation(
  plan: SimulationPlan,
  { broker, speed }: PublishSimulationOptions,
  context: CommandContext,
): Promise<void> {
  const { scenario, seed, timeZone, prefix, status } = plan;
  const stop = context.stopSignal();
  const isThere = scenario.fault?.kind !== "never-there";
  const publisher = await createPublisher(
    brokerUrl("--broker", broker),
    { ...(isThere && status && { status }), signal: stop },
    await createLog("info", process.stderr.isTTY),
  );
  const toMs = Math.ceil(steadyMs() / INTERVAL_MS) * INTERVAL_MS;
  const window = playedWindow(plan, toMs);
  const house = simulate({ scenario, seed, timeZone, ...window });
  context.notify(`${scenario.id}: ${scenario.happens}`);
  context.notify(`publishing to ${withoutUser(broker)} under ${prefix}/`);
  try {
    await play(plan.messages(retime(house, { fromMs: window.fromMs, toMs, speed, timeZone })), {
      publish: (topic, payload, options) => publisher.publish(topic, payload, options),
      nowMs: steadyMs,
      wait: (ms) => sleep(ms, undefined, { signal: stop }),
      lost: (why) =>
        context.notify(
          why ? `telegrams are being dropped: ${why.message}; trying again` : "telegrams go through again",
        ),
    });
    // A meter may be silent for good, but its reader stays online as long as it was to be played.
    if (scenario.fault?.kind !== "reader-offline") await stay(toMs + (window.toMs - window.fromMs) / speed, stop);
  } catch (error) {
    if (!stop.aborted) throw error;
  } finally {
    await publisher.end();
  }
}

/** Resolves at that instant, which may never come; rejects when it is time to stop. */
async function stay(untilMs: number, stop: AbortSignal): Promise<void> {
  for (let waitMs = untilMs - steadyMs(); waitMs > 0; waitMs = untilMs - steadyMs()) {
    await sleep(Math.min(waitMs, LONGEST_WAIT_MS), undefined, { signal: stop });
  }
}

/** The simulated time of what is played from now on; without a start it is the real time, and the story begins soon. */
function playedWindow({ scenario, timeZone, startMs, durationMs }: SimulationPlan, nowMs: number): ScenarioWindow {
  const fromMs = startMs ?? nowMs;
  const toMs = fromMs + (durationMs ?? Number.POSITIVE_INFINITY);
  const anchorMs =
    startMs === undefined ? anchorSoon(scenario, fromMs, toMs) : anchorIn(scenario, timeZone, fromMs, toMs);
  return { fromMs, toMs, anchorMs };
}
