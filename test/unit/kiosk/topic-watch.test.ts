import { expect, it } from "vitest";
import { TopicWatch, topicsOfDisplays } from "../../../src/kiosk/topic-watch.ts";
import { NOON } from "../../fixtures/readings.ts";
import { display } from "./kiosk-under-test.ts";

const panel = (name: string, topic: string) =>
  display(name, { kind: "epaper", options: { panel: "waveshare-7in5-v2", temperatureC: { topic } } });
const message = (topic: string, payload: string) =>
  ({ topic, payload: Buffer.from(payload), retained: false, qos: 0, at: NOON }) as const;

it("names the topics of all displays, each once", () => {
  const displays = [display("file"), panel("a", "hall/temp"), panel("b", "attic/temp"), panel("c", "hall/temp")];
  expect(topicsOfDisplays({ displays })).toEqual(["attic/temp", "hall/temp"]);
});

it("keeps the last message of a topic that a display reads, and of no other", () => {
  const watch = new TopicWatch(() => ({ displays: [panel("a", "hall/temp")] }));
  for (const [topic, payload] of [
    ["hall/temp", "20"],
    ["other", "30"],
    ["hall/temp", "21"],
  ] as const)
    watch.take(message(topic, payload));
  expect(watch.last("hall/temp")).toEqual(message("hall/temp", "21"));
  expect(watch.last("other")).toBeUndefined();
});

it("follows a configuration that names other topics, and reads each configuration once", () => {
  let reads = 0;
  const naming = (topic: string) => ({
    get displays() {
      reads++;
      return [panel("a", topic)];
    },
  });
  let config = naming("hall/temp");
  const watch = new TopicWatch(() => config);
  for (const payload of ["20", "21"]) watch.take(message("hall/temp", payload));
  config = naming("attic/temp");
  for (const payload of ["30", "31"]) watch.take(message("attic/temp", payload));
  watch.take(message("hall/temp", "22"));
  expect(["hall/temp", "attic/temp"].map((topic) => watch.last(topic))).toEqual([
    message("hall/temp", "21"),
    message("attic/temp", "31"),
  ]);
  expect(reads).toBe(2);
});
