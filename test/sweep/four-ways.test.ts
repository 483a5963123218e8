import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { knownFromMessages } from "../../src/command/known-from-messages.ts";
import { valueLines } from "../../src/command/values.ts";
import type { MeterConfig } from "../../src/config/config.ts";
import { checkConfigText } from "../../src/config/load.ts";
import { dashboardOf } from "../../src/dashboard/dashboard-of.ts";
import { DISPLAYS } from "../../src/display/displays.ts";
import { History } from "../../src/history/history.ts";
import { MeterSession } from "../../src/intake/meter-session.ts";
import { ReplayClock } from "../../src/intake/replay-clock.ts";
import { SILENT } from "../../src/log.ts";
import { pastNow } from "../../src/meter/now.ts";
import type { Values } from "../../src/meter/quantity.ts";
import { recordedMessages, recordingLine } from "../../src/meter/recording.ts";
import { buildView } from "../../src/view/build-view.ts";
import type { View } from "../../src/view/view.ts";
import { runCommand } from "../fixtures/command-run.ts";
import { payloadOf, type WireFixture, wireFixtures } from "../fixtures/wire/wire-fixtures.ts";
import { config, World } from "../unit/kiosk/kiosk-under-test.ts";

const T0 = Date.parse("2026-01-15T18:00:00Z");
/** The prefix of fixtures that name none. */
const ANY_PREFIX = "house/reader";
const prefixOf = ({ options = {} }: WireFixture): string => options.prefix ?? ANY_PREFIX;
/** Parts of the view that carry what a telegram says. */
const PARTS = ["power", "phases"] as const;
const FOLLOWS_MS = 20;
/** Values on topics of their own count once the reader has said them twice, some seconds apart. */
const ROUNDS_MS = [0, 8_000];
const END_MS = 10_000;

/** What one way shows: each quantity's value and state, those that are absent left out. */
type Shown = Readonly<Record<string, { readonly value: number | undefined; readonly state: string }>>;

interface Sent {
  readonly atMs: number;
  readonly topic: string;
  readonly payload: Uint8Array;
}

/** Fixtures that carry values, and no words that take them away. */
const fixtures = wireFixtures().filter(({ expected = [] }) => {
  const kinds = expected.map(({ kind }) => kind);
  return kinds.includes("values") && !expected.some((item) => "online" in item && item.online === false);
});

const sentOf = (fixture: WireFixture): readonly Sent[] =>
  ROUNDS_MS.flatMap((roundMs) =>
    fixture.messages.map((message, i) => ({
      atMs: T0 + roundMs + i * FOLLOWS_MS,
      topic: message.topic === "" ? prefixOf(fixture) : `${prefixOf(fixture)}/${message.topic}`,
      payload: payloadOf(message),
    })),
  );

const meterOf = (fixture: WireFixture): MeterConfig => {
  const { options = {} } = fixture;
  return { name: "house", prefix: prefixOf(fixture), mainFuseA: 1_000, phases: 3, timeZone: "UTC", wire: options };
};

function shownBy(lines: ReturnType<typeof valueLines>): Shown {
  return Object.fromEntries(
    lines
      .filter(({ state }) => state !== "absent")
      .map((line) => [line.quantity, { value: "value" in line ? line.value : undefined, state: line.state }]),
  );
}

/** What a running kiosk knows. */
async function byRun(fixture: WireFixture): Promise<Shown> {
  vi.useFakeTimers({ now: T0 });
  const startMs = performance.now();
  const world = new World();
  const kiosk = await world.start(config([], { meters: [meterOf(fixture)] }));
  world.events?.state({ kind: "connected", since: kiosk.now() });
  for (const { atMs, topic, payload } of sentOf(fixture)) {
    vi.advanceTimersByTime(startMs + atMs - T0 - performance.now());
    world.events?.message({ topic, payload, retained: false, qos: 0, at: kiosk.now() });
  }
  vi.advanceTimersByTime(startMs + END_MS - performance.now());
  const { history } = kiosk.state.meters[0]!;
  const now = kiosk.now();
  const shown = shownBy(valueLines({ history, now, link: { kind: "connected", since: now } }));
  await kiosk.stop();
  vi.useRealTimers();
  return shown;
}

/** What the engine of the static dashboard shows, by the rows of its table. */
function byDashboard(fixture: WireFixture): Shown {
  const meter = meterOf(fixture);
  const history = new History();
  const clock = new ReplayClock();
  clock.moveTo(T0);
  const session = new MeterSession(meter, { history, log: SILENT, clock: clock.now, schedule: clock.schedule });
  session.connected(T0);
  for (const { atMs, topic, payload } of sentOf(fixture)) {
    clock.moveTo(atMs);
    session.take({ topic, payload, retained: false, qos: 0, at: pastNow(atMs) });
  }
  clock.moveTo(T0 + END_MS);
  const now = pastNow(T0 + END_MS);
  const link = { kind: "connected", since: now } as const;
  const { rows } = dashboardOf({ meter, intake: session, history, link, locale: "en-GB" }, now);
  session.close();
  const known = history.latest.known;
  return Object.fromEntries(
    rows.flatMap(({ quantity, state }) =>
      quantity === undefined || state === "said" ? [] : [[quantity, { value: known[quantity]?.value, state }]],
    ),
  );
}

/** The configuration of a fixture's meter, as a file holds it. */
function configOf(fixture: WireFixture): string {
  const { allowNoCrc, format, mapping = {} } = fixture.options ?? {};
  const meter = {
    name: "house",
    prefix: prefixOf(fixture),
    mainFuseA: 1_000,
    timeZone: "UTC",
    allowNoCrc,
    format,
    mapping,
  };
  const display = { name: "file", kind: "png-file", path: "a.png", size: "800x480", palette: "black-white" };
  return JSON.stringify({ broker: { url: "mqtt://127.0.0.1" }, meters: [meter], displays: [display] });
}

const recordingOf = (fixture: WireFixture): readonly string[] =>
  sentOf(fixture).map((sent) => recordingLine({ ...sent, retain: false, qos: 0 }));

/** What `values` and `render` know of a recording, by the configuration that they read. */
async function knownOf(fixture: WireFixture) {
  const checked = await checkConfigText(configOf(fixture), "wattframe.yaml", {}, { kinds: DISPLAYS });
  if ("faults" in checked) throw new Error(JSON.stringify(checked.faults));
  const meter = checked.config.meters[0]!;
  const messages = [...recordedMessages(recordingOf(fixture))];
  return { meter, ...knownFromMessages(messages, meter, SILENT, T0 + END_MS)! };
}

/** What a picture shows, without drawing it. */
function viewOf(known: Awaited<ReturnType<typeof knownOf>>): View {
  return buildView({ ...known, locale: "en-GB", parts: PARTS }) as View;
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "wattframe-ways-"));
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(() => {
  vi.useRealTimers();
});

/** Runs a command on a recording of the fixture under its configuration, and returns what it prints. */
async function command(fixture: WireFixture, ...args: string[]): Promise<string> {
  const file = join(folder, "wattframe.yaml");
  const recording = join(folder, "messages.jsonl");
  await writeFile(file, configOf(fixture));
  await writeFile(recording, recordingOf(fixture).join("\n"));
  const at = new Date(T0 + END_MS).toISOString();
  return (await runCommand(...args, "--config", file, "--replay", recording, "--at", at)).printed;
}

it.each(fixtures)("$name has the same by run, values, picture and the static dashboard", async (fixture) => {
  const known = await knownOf(fixture);
  const shown = shownBy(valueLines(known));
  expect(await byRun(fixture)).toEqual(shown);
  expect(shown).toMatchObject(byDashboard(fixture)); // sums of tariffs have no row of their own
  const expected: Values = Object.assign(
    {},
    ...(fixture.expected ?? []).map((item) => "values" in item && item.values),
  );
  expect(Object.keys(shown)).toEqual(expect.arrayContaining(Object.keys(expected)));
  const view = viewOf(known);
  for (const { name, currentA } of view.phases) {
    const { value } = shown[`current${name}A`] ?? {};
    // Of an unsigned current the picture has the direction of its phase's power.
    expect({ name, amperes: currentA && Math.abs(currentA) }).toEqual({ name, amperes: value && Math.abs(value) });
  }
  const [plus, minus] = [shown["activePowerImportW"], shown["activePowerExportW"]];
  const netW = plus && minus ? (plus.value ?? 0) - (minus.value ?? 0) : view.power.netW;
  expect(view.power.netW).toBe(netW);
});

/** One of each format, for the commands take longer than what they call. */
const called = fixtures.filter(({ format }, i) => fixtures.findIndex((one) => one.format === format) === i);

it.each(called)("$name is printed and drawn by the commands with the same values", async (fixture) => {
  const known = await knownOf(fixture);
  const lines = (await command(fixture, "values")).trim().split("\n");
  expect(lines).toEqual(valueLines(known).map((line) => JSON.stringify(line)));
  const { view } = JSON.parse(await command(fixture, "render", "--format", "json")) as { view: View };
  expect(view).toMatchObject(JSON.parse(JSON.stringify(viewOf(known))) as object);
});
