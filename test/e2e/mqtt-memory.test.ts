import { queryObjects } from "node:v8";
import { afterEach, expect, it } from "vitest";
import { endAll, kiosk, live, publisher, start } from "./embedded.ts";

afterEach(endAll);

it("keeps no buffers for numbers that are never sent, at either end of a connection", async () => {
  const { broker, url } = await start();
  const { seen } = await kiosk(broker);
  await (await publisher(url)).publish("han/power", "1234", live);
  await seen.until("the message", () => seen.messages.length === 1);
  expect(queryObjects(Buffer)).toBeLessThan(20_000);
});
