import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Config } from "../../src/config/config.ts";
import { FaultsError } from "../../src/config/fault.ts";
import type { DashboardUpdate } from "../../src/dashboard/dashboard.ts";
import type { LiveState } from "../../src/web/protocol.ts";
import { ask, type House, type Listener, listenTo, startHouse, until } from "./preview-house.ts";

let house: House;
let fault: FaultsError | undefined;
const streams: Listener[] = [];

beforeEach(async () => {
  fault = undefined;
  const load = (config: Config) => (fault ? Promise.reject(fault) : Promise.resolve(config));
  house = await startHouse({ load });
});
afterEach(async () => {
  for (const { close } of streams.splice(0)) close();
  await house.stop();
});

async function open(path: string): Promise<Listener> {
  const stream = await listenTo(house.port, path);
  streams.push(stream);
  return stream;
}

/** The next message of a stream, parsed. */
async function nextOf<T>(stream: Listener, event: string): Promise<T> {
  const told = await stream.next();
  expect(told.event).toBe(event);
  return JSON.parse(told.data) as T;
}
const nextLive = (stream: Listener) => nextOf<LiveState>(stream, "live");
const nextValues = (stream: Listener) => nextOf<DashboardUpdate>(stream, "values");

/** The first of the next messages that is so. */
async function nextThat<T>(next: () => Promise<T>, isSo: (message: T) => boolean): Promise<T> {
  for (let i = 0; i < 20; i++) {
    const message = await next();
    if (isSo(message)) return message;
  }
  throw new Error("twenty messages, and none of them was it");
}

describe("the live stream", () => {
  it("tells everything first", async () => {
    const state = await nextLive(await open("/events/live"));
    const { headers } = await ask(house.port, "/displays/hall.png");
    expect(state).toMatchObject({
      kiosk: { name: "test", isSimulated: true },
      locale: "en-GB",
      meters: [{ name: "house", prefix: "p1" }],
      broker: { kind: "connected" },
      faults: [],
      revision: 0,
      hasPassword: false,
    });
    expect(state.displays).toHaveLength(1);
    expect(state.displays[0]).toMatchObject({
      name: "hall",
      kind: "png-file",
      width: 800,
      height: 480,
      picture: { version: headers["etag"]?.slice(1, -1) },
      counters: { offered: expect.any(Number) as number },
    });
  });

  it("tells of a picture as soon as it is on the glass, with the tag that it is fetched by", async () => {
    const stream = await open("/events/live");
    const before = await nextLive(stream);
    await house.power(4.321);
    const after = await nextThat(
      () => nextLive(stream),
      ({ displays }) => displays[0]?.picture?.version !== before.displays[0]?.picture?.version,
    );
    const { headers } = await ask(house.port, "/displays/hall.png");
    expect(headers["etag"]).toBe(`"${after.displays[0]?.picture?.version}"`);
    expect(after.displays[0]?.decisions[0]).toMatchObject({ changed: true, reason: "written" });
  });

  it("tells what is wrong in the files, without their folder, until it is mended", async () => {
    const stream = await open("/events/live");
    await nextLive(stream);
    const place = { line: 3, column: 5, path: "widgets", code: "UNKNOWN_KEY", hint: "mend it" } as const;
    fault = new FaultsError("LAYOUT_INVALID", [
      { ...place, file: join(house.folder, "wattframe.yaml"), message: "first" },
      { ...place, file: join(house.folder, "layouts/own.yaml"), message: "second" },
      { ...place, file: "/somewhere/else/balance.yaml", message: "third" },
    ]);
    await house.reloader.reload();
    const faulty = await nextThat(
      () => nextLive(stream),
      ({ faults }) => faults.length > 0,
    );
    expect(faulty.faults.map(({ file, line, message }) => [file, line, message]).sort()).toEqual([
      ["balance.yaml", 3, "third"],
      ["layouts/own.yaml", 3, "second"],
      ["wattframe.yaml", 3, "first"],
    ]);
    expect(JSON.stringify(faulty)).not.toContain(house.folder);
    expect(faulty.revision).toBe(1);
    fault = undefined;
    await house.reloader.reload();
    const mended = await nextThat(
      () => nextLive(stream),
      ({ revision }) => revision === 2,
    );
    expect(mended.faults).toEqual([]);
  });

  it("says nothing while nothing but the time changes, though messages come", async () => {
    const stream = await open("/events/live");
    await nextLive(stream);
    await house.power(3);
    await new Promise((done) => setTimeout(done, 400));
    const before = stream.told.length;
    for (let i = 0; i < 20; i++) {
      house.tell("sensor/uptime/state", "1");
      await new Promise((done) => setTimeout(done, 60));
    }
    const said = stream.told.slice(before).filter(({ event }) => event !== "live");
    expect(said).toEqual([]);
  });
});

describe("the stream of values", () => {
  it("tells everything first and then what has changed", async () => {
    house.tell("sensor/current_phase_1/state", "6.2");
    house.tell("sensor/current_phase_2/state", "7.1");
    const stream = await open("/events/values");
    const first = await nextValues(stream);
    expect(first.rows?.map(({ topic, value }) => [topic, value])).toEqual([
      ["p1/sensor/current_phase_1/state", "6.2"],
      ["p1/sensor/current_phase_2/state", "7.1"],
    ]);
    expect(first).toMatchObject({ meter: "house", prefix: "p1", broker: { kind: "connected" } });
    house.tell("sensor/current_phase_2/state", "8.4");
    const next = await nextThat(
      () => nextValues(stream),
      ({ rows }) => rows !== undefined,
    );
    expect(next.rows?.map(({ topic, value }) => [topic, value])).toEqual([["p1/sensor/current_phase_2/state", "8.4"]]);
    expect(next.meter).toBeUndefined();
  });

  it("says nothing while nothing happens", async () => {
    for (let i = 0; i < 12; i++) house.tell("sensor/momentary_active_import/state", (1.5 + i / 1_000).toFixed(3));
    const stream = await open("/events/values");
    await nextThat(
      () => nextValues(stream),
      ({ view }) => view?.power.state === "fresh",
    );
    await new Promise((done) => setTimeout(done, 1_000)); // what the telegram ended with
    const before = stream.told.length;
    await new Promise((done) => setTimeout(done, 4_000));
    const changed = stream.told.slice(before).map(({ data }) => Object.keys(JSON.parse(data) as object));
    expect(changed.filter((keys) => !keys.includes("chart"))).toEqual([]);
    expect(changed.length).toBeLessThan(2);
  });

  it("is there for a meter by its name, and for none that is not there", async () => {
    expect((await open("/events/values?meter=house")).status).toBe(200);
    expect((await open("/events/values?meter=barn")).status).toBe(404);
    expect((await open("/events/values?meter=__proto__")).status).toBe(404);
    expect((await open("/events/values?meter=")).status).toBe(404);
  });
});

describe("the end", () => {
  it("ends every stream at once", async () => {
    const all = await Promise.all(
      Array.from({ length: 10 }, (_, i) => open(i % 2 === 0 ? "/events/live" : "/events/values")),
    );
    await Promise.all(all.map((stream) => stream.next()));
    const started = performance.now();
    await house.preview.stop();
    await house.kiosk.stop();
    expect(performance.now() - started).toBeLessThan(1_000);
    await until("the end of the streams", () => all.every(({ isOver }) => isOver), 500);
    await expect(ask(house.port, "/healthz")).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });
});

describe("hostile text", () => {
  const PAYLOADS: readonly (readonly [string, string])[] = [
    ["a script", "<script>alert(1)</script>"],
    ["an event of its own", 'x\n\nevent: live\ndata: {"evil":true}\n\n'],
    ["an event of its own in CRLF", 'x\r\n\r\nevent: live\r\ndata: {"evil":true}\r\n\r\n'],
    ["lone carriage returns", "x\rid: 1\rretry: 1\r\revent: evil\rdata: 1\r\r"],
    ["separators of JavaScript", "\u2028data: evil\u2029\u0085event: evil"],
    ["control characters", Array.from({ length: 32 }, (_, i) => String.fromCharCode(i)).join("")],
    ["turned text", "\u202Ekcatta\u202C \uFEFF"],
    ["64 kilobytes", "data: x\n\n".repeat(7_282)],
    ["half of a character", "\uD83D"],
    ["a JSON of its own", '{"obis":{"1-0:1.7.0":"<img src=x onerror=alert(1)>\\n\\nevent: evil"}}'],
  ];

  it.each(PAYLOADS)("of %s stays data of one event", async (_what, payload) => {
    const topics = [
      "sensor/current_phase_1/state",
      "debug",
      "telegram",
      "sensor/a b<b>\"'&\u2028/state",
      `sensor/${payload.slice(0, 200)}/state`,
    ];
    for (const topic of topics) house.tell(topic, payload);
    const values = await open("/events/values");
    const live = await open("/events/live");
    const first = await nextValues(values);
    expect(first.rows?.length).toBeGreaterThan(0);
    await nextLive(live);
    for (const topic of topics) house.tell(topic, `${payload} again`);
    house.tell("sensor/voltage_phase_1/state", "230.1");
    await nextThat(
      () => nextValues(values),
      ({ rows }) => rows?.some(({ value }) => value === "230.1") === true,
    );
    for (const { event, data } of [...values.told, ...live.told]) {
      expect(["values", "live"]).toContain(event);
      expect(data).not.toMatch(/[\n\r\u2028\u2029\u0085\0]/u);
      expect(JSON.parse(data)).not.toHaveProperty("evil");
    }
    expect((await ask(house.port, "/healthz")).text).toBe("ok\n");
  });
});
