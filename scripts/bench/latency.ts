import { existsSync, readFileSync, watch } from "node:fs";
import { writeFile } from "node:fs/promises";
import { Socket } from "node:net";
import { basename, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import mqtt from "mqtt";
import { type Bench, measured, percentile, wallMs } from "./comparison.ts";
import { House, Pictures } from "./house.ts";
import { end, freePort, inMemory, recording, startKiosk, until } from "./processes.ts";

/** Telegrams that do not count: a kiosk runs for months, and these run code for the first time, on both sides. */
const WARM_UP = 60;
/** Pictures that count. A telegram after which the picture stays the same writes none: one in four changes it, at this pace. */
const PICTURES = 100;
/** Time between two telegrams: no meter sends more often. */
const EVERY_MS = 1_000;
/** A picture is not waited for any longer. */
const LONGEST_MS = 500;
/** Silence between two telegrams of a recording. */
const BETWEEN_MS = 2_000;

interface Sent {
  readonly t: string;
  readonly topic: string;
  readonly payload: string;
}

/** Telegrams of a recording, each as the messages that it consists of. */
function telegramsOf(file: string): Sent[][] {
  const telegrams: Sent[][] = [];
  let lastMs = -Infinity;
  for (const line of readFileSync(file, "utf8").trim().split("\n")) {
    const message = JSON.parse(line) as Sent;
    const atMs = Date.parse(message.t);
    if (atMs - lastMs > BETWEEN_MS) telegrams.push([]);
    telegrams.at(-1)?.push(message);
    lastMs = atMs;
  }
  return telegrams;
}

/**
 * From the last topic of a telegram, published to a kiosk's own broker, to the bytes of the PNG, not yet kept by the disk, against the drawing alone
 * in this process, which idles as long between two pictures.
 */
export const latency: Bench = {
  rows: [
    {
      name: "latency-p50",
      bound: 1.5,
      what: "last topic published to the PNG's bytes, the median / the drawing alone",
    },
    { name: "latency-p99", bound: 3, what: "the same, of a hundred all but one" },
  ],
  measure: () =>
    inMemory(async (folder) => {
      const telegrams = telegramsOf(await recording(folder, "esphome", "90m"));
      const [address, picture, config] = [
        `127.0.0.1:${await freePort()}`,
        join(folder, "a.png"),
        join(folder, "wattframe.yaml"),
      ];
      // The picture that each minute brings would be taken for that of a telegram that changed nothing just before.
      const display = `{ name: a, kind: png-file, path: ${picture}, size: 800x480, palette: black-white, refresh: { schedule: "0 0 4 * * *" } }`;
      // A machine of tests may have no time service; without one the kiosk would start programs that ask for it, again and again.
      await writeFile(
        config,
        `clock: { trusted: true }\nbroker: { embedded: { listen: "${address}" } }\nmeters: [{ name: house, prefix: han }]\ndisplays: [${display}]\n`,
      );
      const kiosk = startKiosk(folder, config);
      try {
        await until(() => existsSync(picture), "the kiosk's first picture");
        const client = await mqtt.connectAsync(`mqtt://${address}`);
        // Nagle's algorithm would hold the last topic here until the others are acknowledged, which may take 40 ms.
        if (client.stream instanceof Socket) client.stream.setNoDelay(true);
        const waits = await waitsFor(telegrams, client, picture);
        await client.endAsync();
        return [
          measured(percentile(waits.ours, 0.5), percentile(waits.alone, 0.5), "ms"),
          measured(percentile(waits.ours, 0.99), percentile(waits.alone, 0.5), "ms"),
        ];
      } finally {
        await end(kiosk);
      }
    }),
};

async function waitsFor(telegrams: readonly Sent[][], client: mqtt.MqttClient, picture: string) {
  const [house, pictures] = [new House(0), await Pictures.of("balance", 800, 480)];
  const [ours, alone]: [number[], number[]] = [[], []];
  let onReady = () => {};
  const watcher = watch(join(picture, ".."), (_, name) => {
    if (name?.startsWith(`${basename(picture)}.`)) onReady(); // the file beside it that its bytes are written to first
  });
  for (const [number, messages] of telegrams.entries()) {
    const startedAt = performance.now();
    const ready = new Promise<number>((resolve) => {
      onReady = () => resolve(performance.now());
    });
    for (const { topic, payload } of messages.slice(0, -1)) client.publish(topic, payload);
    await pause(20);
    const last = messages.at(-1);
    const publishedAt = performance.now();
    if (last) client.publish(last.topic, last.payload);
    const at = await Promise.race([ready, pause(LONGEST_MS, NaN)]);
    await pause(EVERY_MS / 4);
    const before = pictures.shown;
    const drawn = await wallMs(() => pictures.png(house.next()));
    if (number >= WARM_UP && !Number.isNaN(at)) ours.push(at - publishedAt);
    if (number >= WARM_UP && pictures.shown !== before) alone.push(drawn);
    if (ours.length === PICTURES) break;
    await pause(startedAt + EVERY_MS - performance.now());
  }
  watcher.close();
  return { ours, alone };
}
