import { Secret } from "../../src/config/secret.ts";
import { SILENT } from "../../src/log.ts";
import type { RecordedMessage } from "../../src/meter/recording.ts";
import { startBroker } from "../../src/source/embedded-broker.ts";
import { homewizardSource } from "../../src/source/homewizard.ts";
import { HOMEWIZARD_PACE } from "../../src/source/homewizard-device.ts";
import { connectMqtt } from "../../src/source/mqtt-source.ts";
import { openOwnSource } from "../../src/source/own-source.ts";
import { createPublisher } from "../../src/source/publisher.ts";
import { replaySource } from "../../src/source/replay-source.ts";
import { describeSource, TEN } from "../contract/source.ts";
import { startPolledDevice, startSubscribedDevice } from "./homewizard-device.ts";
import { startMosquitto } from "./mosquitto.ts";
import { makeCertificates } from "./mqtt-certificates.ts";
import { type Witness, wallClock, witness } from "./mqtt-witness.ts";
import { startCable } from "./pseudo-terminal.ts";
import { startTcpReader } from "./tcp-reader.ts";

async function sendTo(url: string): Promise<void> {
  const out = await createPublisher(url, {}, SILENT);
  for (const { topic, text } of TEN) await out.publish(topic, text, { retain: false, qos: 0 });
  await out.end();
}

describeSource("a source at Mosquitto", async () => {
  const mosquitto = await startMosquitto();
  const seen = witness();
  const source = connectMqtt({ url: mosquitto.url, prefixes: ["han"] }, seen.events, wallClock, SILENT);
  await seen.until("connected", () => seen.kinds().at(-1) === "connected");
  return { source, seen, send: () => sendTo(mosquitto.url), end: () => mosquitto.stop() };
});

describeSource("a source at the embedded broker", async () => {
  const limits = { clients: 8, payloadBytes: 65_536, messagesPerS: 200 };
  const listen = { mqtt: [{ host: "127.0.0.1", port: 0 }] };
  const broker = await startBroker({ listen, users: [], limits }, SILENT);
  const seen = witness();
  const options = { url: "mqtt://127.0.0.1", prefixes: ["han"] };
  const source = connectMqtt(options, seen.events, wallClock, SILENT, { open: () => broker.open() });
  await seen.until("connected", () => seen.kinds().at(-1) === "connected");
  return { source, seen, send: () => sendTo(broker.addresses[0] ?? ""), end: () => broker.stop() };
});

/** Ten messages of a line: what comes between two pauses is one, and its place names it. */
const linesOf = (place: string) => TEN.map(({ text }) => ({ topic: `${place}/raw`, text: `telegram ${text}\r\n` }));

/** Sends them one after the other, each when the one before was handed on. */
async function sendLines(seen: Witness, lines: readonly { text: string }[], write: (text: string) => void) {
  for (const [i, { text }] of lines.entries()) {
    write(text);
    await seen.until(`message ${i}`, () => seen.messages.length > i);
  }
}

describeSource("a serial port", async () => {
  const cable = await startCable();
  const seen = witness();
  const settings = { kind: "serial", path: cable.path, baud: 115_200, dataBits: 8, parity: "none" } as const;
  const source = openOwnSource(settings, seen.events, wallClock, SILENT);
  await seen.until("connected", () => seen.kinds().at(-1) === "connected");
  const ten = linesOf(cable.path.slice(1));
  return { source, seen, ten, send: () => sendLines(seen, ten, (text) => void cable.send(text)), end: cable.end };
});

describeSource("a reader over TCP", async () => {
  const reader = await startTcpReader();
  const seen = witness();
  const source = openOwnSource({ kind: "tcp", ...reader.at }, seen.events, wallClock, SILENT);
  await seen.until("connected", () => seen.kinds().at(-1) === "connected");
  const ten = linesOf(`127.0.0.1:${reader.at.port}`);
  return { source, seen, ten, send: () => sendLines(seen, ten, reader.send), end: reader.end };
});

/** Ten measurements, and what sends them one after the other. */
const measurementsAt = (topic: string) => TEN.map((_, i) => ({ topic, text: `{"power_w":${i}}` }));

describeSource("a HomeWizard device that is asked", async () => {
  const device = await startPolledDevice();
  const seen = witness();
  const ten = measurementsAt("hw/api/v1/data");
  const pace = { ...HOMEWIZARD_PACE, pollMs: 10 };
  device.answer = undefined;
  const source = homewizardSource({ host: device.host }, "hw", seen.events, wallClock, SILENT, pace);
  const send = async () => {
    device.answers.push(...ten.map(({ text }) => text));
    await seen.until("ten messages", () => seen.messages.length >= 10);
  };
  return { source, seen, ten, send, end: device.end };
});

describeSource("a HomeWizard device that sends", async () => {
  const certificates = await makeCertificates();
  const device = await startSubscribedDevice(certificates.appliance, "0A0B0C0D0E0F");
  const seen = witness();
  const ten = measurementsAt("hw/api/measurement");
  const own = { host: device.host, token: new Secret("0A0B0C0D0E0F") };
  const source = homewizardSource(own, "hw", seen.events, wallClock, SILENT);
  await seen.until("connected", () => seen.kinds().at(-1) === "connected");
  await device.subscription;
  const send = () => {
    for (const [i] of ten.entries()) device.measure({ power_w: i });
    return Promise.resolve();
  };
  const end = async () => {
    await device.end();
    await certificates.remove();
  };
  return { source, seen, ten, send, end };
});

describeSource("a recording", async () => {
  const seen = witness();
  const recording = TEN.map(
    ({ topic, text }, index): RecordedMessage => ({
      atMs: 1_768_500_000_000 + index,
      topic,
      payload: new TextEncoder().encode(text),
      retain: true,
      qos: 0,
    }),
  );
  const source = replaySource(recording, seen.events);
  return { source, seen, send: () => source.finished, end: () => Promise.resolve() };
});
