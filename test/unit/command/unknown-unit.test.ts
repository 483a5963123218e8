import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runProgram } from "../../../src/command/program.ts";
import { recordingLine } from "../../../src/meter/recording.ts";
import { commandContext } from "../../fixtures/command-context.ts";

it("tells the person at the terminal which unit is not believed, and what to write, once", async () => {
  const folder = await mkdtemp(join(tmpdir(), "wattframe-units-"));
  const file = join(folder, "r.jsonl");
  const topic = "han/sensor/power_delivered/state";
  const lines = [0, 10_000, 20_000].map((atMs) =>
    recordingLine({ atMs, topic, payload: new TextEncoder().encode("378"), retain: false, qos: 0 }),
  );
  await writeFile(file, lines.join("\n"));
  const told: string[] = [];
  let printed = "";
  const context = commandContext({
    print: (text) => {
      printed += text.toString();
      return Promise.resolve();
    },
    notify: (line) => void told.push(line),
  });
  expect(await runProgram(["values", "--replay", file], context)).toBe(0);
  await rm(folder, { recursive: true });
  expect(told).toEqual([expect.stringContaining("power_delivered 378 would be")]);
  expect(told[0]).toContain("mapping: { power_delivered: { quantity: activePowerImportW, unit: W } }");
  expect(printed).toContain('{"quantity":"activePowerImportW","state":"absent"');
});
