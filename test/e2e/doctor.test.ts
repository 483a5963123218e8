import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Finding } from "../../src/doctor/finding.ts";
import { freePort, startMosquitto } from "./mosquitto.ts";
import { wattframe } from "./wattframe.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "wattframe-doctor-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function findings(
  brokerUrl: string,
  display: string,
): Promise<{ code: number | null; found: readonly Finding[] }> {
  const lines = [
    `broker: { url: "${brokerUrl}" }`,
    "meters: [{ name: house, prefix: han, timeZone: Europe/Helsinki }]",
    `displays: [${display}]`,
  ];
  await writeFile(join(folder, "wattframe.yaml"), `${lines.join("\n")}\n`);
  const env = { WATTFRAME_RUNTIME: join(folder, "runtime") };
  const { code, stdout } = await wattframe(["doctor", "--json"], { cwd: folder, env });
  return { code, found: JSON.parse(stdout) as Finding[] };
}

const of = (found: readonly Finding[], check: string) => found.find((finding) => finding.check === check);

it("says of a broker and a display that they work, and that no kiosk runs", async () => {
  const broker = await startMosquitto();
  try {
    const { code, found } = await findings(broker.url, "{ name: file, kind: png-file, path: picture.png }");
    expect(of(found, "configuration")).toMatchObject({ ok: true, message: join(folder, "wattframe.yaml") });
    expect(of(found, "broker")).toMatchObject({ ok: true, remedy: "" });
    expect(of(found, "display file")).toMatchObject({ ok: true });
    expect(of(found, "kiosk")).toMatchObject({
      ok: false,
      remedy: expect.stringContaining("systemctl start") as string,
    });
    expect(code).toBe(1);
  } finally {
    await broker.stop();
  }
});

it("says what to do where nobody listens and a display has no program", async () => {
  const command = '{ name: other, kind: command, run: ["/nowhere/show", "{png}"], size: 800x480 }';
  const { found } = await findings(`mqtt://127.0.0.1:${await freePort()}`, command);
  expect(of(found, "broker")).toMatchObject({ ok: false, message: expect.stringMatching(/lost: /u) as string });
  expect(of(found, "display other")).toMatchObject({
    ok: false,
    message: expect.stringContaining("/nowhere/show") as string,
  });
});

it("names the line of a configuration with a fault", async () => {
  const { code, found } = await findings("http://broker", "{ name: file, kind: png-file, path: picture.png }");
  expect(of(found, "configuration")).toMatchObject({
    ok: false,
    message: expect.stringContaining("wattframe.yaml:1") as string,
  });
  expect(code).toBe(1);
});
