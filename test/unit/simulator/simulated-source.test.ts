import { expect, it } from "vitest";
import { type Log, SILENT } from "../../../src/log.ts";
import type { SimTelegram } from "../../../src/simulator/simulate.ts";
import { simulatedSource } from "../../../src/simulator/simulated-source.ts";
import type { LinkState } from "../../../src/source/link-state.ts";

const clock = () => ({ wallMs: Date.now(), monoMs: performance.now(), clockSet: true });
const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

/** A telegram every so often, for ever, beginning so long ago. */
function* telegrams(everyMs: number, agoMs = 0): Generator<SimTelegram> {
  const startMs = Date.now() - agoMs;
  for (let i = 0; ; i++)
    yield { atMs: startMs + i * everyMs, values: { activePowerImportW: 1_000 + i }, meterClock: "" };
}

it("sends what each reader publishes below its prefix, and nothing after its end", async () => {
  const topics: string[] = [];
  const states: LinkState["kind"][] = [];
  const errors: string[] = [];
  const log: Log = { ...SILENT, error: (_, message) => void errors.push(message) };
  const readers = ["p1", "p2"].map((prefix) => ({ prefix, ahead: telegrams(20) }));
  const events = {
    message: ({ topic }: { topic: string }) => void topics.push(topic),
    state: ({ kind }: LinkState) => void states.push(kind),
  };
  const source = simulatedSource(readers, events, clock, log);
  await pause(150);
  expect(states).toEqual(["connected"]);
  for (const prefix of ["p1/", "p2/"])
    expect(topics.filter((topic) => topic.startsWith(prefix)).length).toBeGreaterThan(2);
  await source.stop();
  const before = topics.length;
  await pause(80);
  expect([topics.length, errors]).toEqual([before, []]);
  await source.stop();
  await expect(source.publish("p1/x", "", { retain: false, qos: 0 })).rejects.toMatchObject({
    code: "BROKER_UNREACHABLE",
  });
});

it("lets other work be done, and ends, while it makes up for what is long past", async () => {
  let count = 0;
  const readers = [{ prefix: "p1", ahead: telegrams(1, 365 * 24 * 3_600_000) }];
  const source = simulatedSource(readers, { message: () => count++, state: () => {} }, clock, SILENT);
  const started = performance.now();
  await pause(20);
  await source.stop();
  expect(performance.now() - started).toBeLessThan(1_000);
  expect(count).toBeGreaterThan(0);
}, 5_000);
