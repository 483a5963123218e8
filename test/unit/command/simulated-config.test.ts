import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { freePort, localPreview, simulatedConfig, withLayoutsChecked } from "../../../src/command/simulated-config.ts";
import type { Config } from "../../../src/config/config.ts";

const BROKER: Config["broker"] = { kind: "remote", url: "mqtt://127.0.0.1", keepaliveS: 30 };
const built = () =>
  simulatedConfig(
    { name: "demo", locale: "fi", broker: BROKER, preview: localPreview({ host: "127.0.0.1", port: 8080 }) },
    "picture.png",
  );

it("has one display of the simulated meter, and a page without a password", () => {
  const { displays, meters, preview, locale } = built();
  expect(displays.map(({ meter, options }) => [meter, options["path"]])).toEqual([[meters[0]?.name, "picture.png"]]);
  expect(preview).toEqual({ listen: { host: "127.0.0.1", port: 8080 }, tokens: new Map(), hosts: [], trustProxy: [] });
  expect(locale).toBe("fi");
});

it("is refused while a layout is faulty", async () => {
  const layouts = await mkdtemp(join(tmpdir(), "wattframe-layouts-"));
  try {
    const config = { ...built(), layouts };
    expect(await withLayoutsChecked(config)).toBe(config);
    await writeFile(join(layouts, "own.yaml"), "widgets: [\n");
    await expect(withLayoutsChecked(config)).rejects.toMatchObject({ code: "LAYOUT_INVALID" });
  } finally {
    await rm(layouts, { recursive: true });
  }
});

it("takes the port that is wanted, or another where somebody has it", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as { port: number };
  const free = await freePort(port);
  expect(free).not.toBe(port);
  expect(free).toBeGreaterThan(0);
  other.close();
  await once(other, "close");
  expect(await freePort(port)).toBe(port);
});
