import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SILENT } from "../../src/log.ts";
import { type RecordedMessage, recordedMessages, recordingLine } from "../../src/meter/recording.ts";
import { connectMqtt } from "../../src/source/mqtt-source.ts";
import { createPublisher, type Publisher } from "../../src/source/publisher.ts";
import { call } from "./called-command.ts";
import { type Mosquitto, startMosquitto } from "./mosquitto.ts";
import { type Witness, wallClock, witness } from "./mqtt-witness.ts";

const live = { retain: false, qos: 0 } as const;
const kept = { retain: true, qos: 1 } as const;

let folder = "";
let broker: Mosquitto;
let out: Publisher;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "wattframe-recording-"));
  broker = await startMosquitto();
  out = await createPublisher(broker.url, {}, SILENT);
});
afterEach(async () => {
  await out.end();
  await broker.stop();
  await rm(folder, { recursive: true, force: true });
});

async function recorded(file: string): Promise<RecordedMessage[]> {
  return [...recordedMessages((await readFile(file, "utf8")).split("\n"))];
}

async function listening(prefix = "han"): Promise<{ readonly seen: Witness; readonly stop: () => Promise<void> }> {
  const seen = witness();
  const source = connectMqtt({ url: broker.url, prefixes: [prefix] }, seen.events, wallClock, SILENT);
  await seen.until("connected", () => seen.kinds().at(-1) === "connected");
  return { seen, stop: () => source.stop() };
}

const text = ({ payload }: { readonly payload: Uint8Array }) => Buffer.from(payload).toString();

describe("record", () => {
  it("writes what comes, in order, with what had been kept from before marked", async () => {
    await out.publish("han/status", "online", kept);
    const file = join(folder, "r.jsonl");
    const command = call("record", "--broker", broker.url, "-o", file);
    await command.hasTold("recording han/#");
    await out.publish("han/sensor/power/state", "1.122", { retain: true, qos: 0 });
    await out.publish("han/raw", Uint8Array.of(0x7e, 0xa0, 0xff), live);
    await out.publish("other/x", "1", live);
    const { seen, stop } = await listening();
    await out.publish("han/end", "1", live);
    await seen.until("the last one", () => seen.text("han/end") === "1");
    expect(await command.end()).toBe(0);
    await stop();
    const messages = await recorded(file);
    expect(messages.map(({ topic, retain, kept }) => [topic, retain, kept])).toEqual([
      ["han/status", true, true],
      ["han/sensor/power/state", false, undefined],
      ["han/raw", false, undefined],
      ["han/end", false, undefined],
    ]);
    expect(messages[2]?.payload).toEqual(Uint8Array.of(0x7e, 0xa0, 0xff));
    expect(Math.abs((messages[1]?.atMs ?? 0) - Date.now())).toBeLessThan(60_000);
    expect(command.told.at(-1)).toBe("4 messages recorded");
    expect(command.printed()).toBe("");
  });

  it("keeps what a reader announces of sensors under the prefix, without the device's names", async () => {
    const announced = (stateTopic: string) => JSON.stringify({ stat_t: stateTopic, unit_of_meas: "W", uniq_id: "a1" });
    await out.publish("homeassistant/sensor/han/p/config", announced("han/sensor/p/state"), kept);
    await out.publish("homeassistant/sensor/other/p/config", announced("hang/sensor/p/state"), kept);
    const command = call("record", "--broker", broker.url, "-o", "-");
    await command.hasTold("recording han/#");
    await out.publish("han/end", "1", live);
    await expect.poll(() => command.printed()).toContain("han/end");
    expect(await command.end()).toBe(0);
    const messages = [...recordedMessages(command.printed().split("\n"))];
    expect(messages.map(({ topic, kept: isKept }) => [topic, isKept])).toEqual([
      ["homeassistant/sensor/han/p/config", true],
      ["han/end", undefined],
    ]);
    expect(messages.map(text)[0]).toBe('{"stat_t":"han/sensor/p/state","unit_of_meas":"W","uniq_id":"XX"}');
  });

  it.each([
    ["masks identifiers", "cellar/telegram", [], "XXXXXXXXX"],
    ["masks identifiers on the prefix itself", "cellar", [], "XXXXXXXXX"],
    ["keeps them when asked to", "cellar/telegram", ["--identifiers"], "735999001"],
  ])("%s", async (_, topic, options, expected) => {
    const command = call("record", "--broker", broker.url, "--prefix", "cellar/", "-o", "-", ...options);
    await command.hasTold("recording cellar/#");
    await out.publish(topic, '{"meterId":"735999001","P":1122}', { retain: false, qos: 1 });
    const { seen, stop } = await listening("cellar");
    await out.publish("cellar/end", "1", live);
    await seen.until("the last one", () => seen.text("cellar/end") === "1");
    expect(await command.end()).toBe(0);
    await stop();
    const [first] = recordedMessages(command.printed().split("\n"));
    expect(first?.topic).toBe(topic);
    expect(first && text(first)).toBe(`{"meterId":"${expected}","P":1122}`);
  });

  it("notes when it came back to the broker, on the next message", async () => {
    const port = Number(new URL(broker.url).port);
    const command = call("record", "--broker", broker.url, "-o", "-");
    await command.hasTold("recording han/#");
    await broker.stop();
    broker = await startMosquitto({ port });
    await expect
      .poll(
        async () => {
          await out.publish("han/x", "1", live).catch(() => undefined);
          return command.printed();
        },
        { timeout: 20_000 },
      )
      .toContain("han/x");
    expect(await command.end()).toBe(0);
    const [first, ...others] = recordedMessages(command.printed().split("\n"));
    expect((first?.atMs ?? 0) - (first?.reconnectedMs ?? 0)).toBeGreaterThanOrEqual(0);
    expect(first?.reconnectedMs).toBeGreaterThan(Date.now() - 60_000);
    expect(others.filter(({ reconnectedMs }) => reconnectedMs !== undefined)).toEqual([]);
  }, 30_000);

  it("ends by itself after its duration", async () => {
    const command = call("record", "--broker", broker.url, "-o", join(folder, "r"), "--duration", "0.1s");
    expect(await command.exitCode).toBe(0);
    expect(command.told.at(-1)).toBe("0 messages recorded");
  });

  it("ends with 3 after its duration, counted from the start, where no broker answers", async () => {
    const mute = createServer((socket) => void socket.on("error", () => {})).listen(0, "127.0.0.1");
    await once(mute, "listening");
    const url = `mqtt://127.0.0.1:${(mute.address() as AddressInfo).port}`;
    const patient = call("record", "--broker", url, "-o", join(folder, "patient"));
    const brief = call("record", "--broker", url, "-o", join(folder, "brief"), "--duration", "1s");
    expect(await Promise.race([brief.exitCode, patient.exitCode.then(() => "patient")])).toBe(3);
    expect(brief.told[0]).toContain(`no connection to ${url}`);
    expect(await patient.end()).toBe(130);
    expect(patient.told).toEqual([]);
    mute.close();
  });

  it("fails with 3 at a broker that refuses, and with 3 where it cannot write", async () => {
    const strict = await startMosquitto({ users: { reader: "right" } });
    const refused = call("record", "--broker", strict.url.replace("//", "//reader:hush@"), "-o", join(folder, "r"));
    expect(await refused.exitCode).toBe(3);
    expect(refused.told.join(" ")).toContain("refuses the login");
    expect(refused.told.join(" ")).not.toContain("hush");
    await strict.stop();
    const unwritable = call("record", "--broker", broker.url, "-o", join(folder, "missing", "r"));
    expect(await unwritable.exitCode).toBe(3);
    expect(unwritable.told[0]).toContain("cannot be written");
  });
});

async function recording(messages: readonly RecordedMessage[]): Promise<string> {
  const file = join(folder, "r.jsonl");
  await writeFile(file, messages.map((each) => `${recordingLine(each)}\n`).join(""));
  return file;
}

async function broken(): Promise<string> {
  const file = join(folder, "broken.jsonl");
  await writeFile(file, "not JSON\n");
  return file;
}

describe("replay", () => {
  const START_MS = Date.parse("2026-01-15T18:00:00Z");
  const message = (afterMs: number, value: string, retain = false): RecordedMessage => ({
    atMs: START_MS + afterMs,
    topic: "han/x",
    payload: new TextEncoder().encode(value),
    retain,
    qos: 1,
  });

  it("publishes every message in order and keeps what was to be kept", async () => {
    const { seen, stop } = await listening();
    const file = await recording([message(0, "a", true), message(10_000, "b"), message(20_000, "c")]);
    const command = call("replay", file, "--to", broker.url, "--speed", "max");
    expect(await command.exitCode).toBe(0);
    await seen.until("all", () => seen.messages.length === 3);
    expect(seen.messages.map(text)).toEqual(["a", "b", "c"]);
    expect(command.told.at(-1)).toBe("3 messages published");
    await stop();
    const later = await listening();
    await later.seen.until("the kept one", () => later.seen.messages.length === 1);
    expect(later.seen.text("han/x")).toBe("a");
    await later.stop();
  });

  it("keeps the pauses between messages, shortened by its speed", async () => {
    const { seen, stop } = await listening();
    const file = await recording([message(0, "a"), message(4000, "b"), message(6000, "c")]);
    expect(await call("replay", file, "--to", broker.url, "--speed", "10").exitCode).toBe(0);
    await seen.until("all", () => seen.messages.length === 3);
    const [a = 0, b = 0, c = 0] = seen.messages.map(({ at }) => at.monoMs);
    expect(b - a).toBeGreaterThan(300);
    expect(c - b).toBeGreaterThan(100);
    expect(c - a).toBeLessThan(5000);
    await stop();
  });

  it("says that it tries again when the broker goes, and that it went through again", async () => {
    const file = await recording(Array.from({ length: 100 }, (_, i) => message(i * 500, `${i}`)));
    const passing = await startMosquitto();
    const command = call("replay", file, "--to", passing.url);
    await command.hasTold("replaying");
    await passing.stop();
    await command.hasTold("messages are being dropped");
    expect(command.told.at(-1)).toMatch(/^messages are being dropped: no connection to .*; trying again$/u);
    const back = await startMosquitto({ port: passing.port });
    await command.hasTold("messages go through again");
    expect(await command.end()).toBe(0);
    await back.stop();
  });

  it("ends in the middle when it is asked to", async () => {
    const file = await recording([message(0, "a"), message(3_600_000, "b")]);
    const command = call("replay", file, "--to", broker.url);
    await command.hasTold("replaying");
    expect(await command.end()).toBe(0);
  });

  it.each([
    ["a file that is not there", async () => ["missing.jsonl", "--to", broker.url], 3],
    ["a line that is none", async () => [await broken(), "--to", broker.url], 1],
    ["no broker at all", async () => [await recording([])], 2],
    ["a speed that is none", async () => [await recording([]), "--to", broker.url, "--speed", "-1"], 2],
  ])("says what is wrong with %s", async (_, args, expected) => {
    const command = call("replay", ...(await args()));
    expect(await command.exitCode).toBe(expected);
    expect(command.told.length).toBeGreaterThan(0);
  });
});
