import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CommandContext } from "../../../src/command/context.ts";
import { durationMs } from "../../../src/command/duration.ts";
import { instantMs } from "../../../src/command/instant.ts";
import { simulateCommand } from "../../../src/command/simulate.ts";
import { recordedMessages } from "../../../src/meter/recording.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "wattframe-simulate-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs `simulate` with these words and gives what it printed. */
async function run(...args: readonly string[]): Promise<string> {
  let printed = "";
  const context: CommandContext = {
    env: {},
    stopSignal: () => new AbortController().signal,
    exitNow: () => undefined,
    onReload: () => () => {},
    print: async (text) => {
      printed += String(text);
    },
    notify() {},
    setExitCode() {},
  };
  await simulateCommand(context)
    .exitOverride()
    .configureOutput({ writeErr() {} })
    .parseAsync(args, { from: "user" });
  return printed;
}

const SHORT = ["--scenario", "overload", "--seed", "3", "--start", "2026-01-15T00:00:00Z", "--duration", "10m"];

describe("simulate -o", () => {
  it("writes the same recording to a file and to stdout, the same each time", async () => {
    const file = join(folder, "a.jsonl");
    expect(await run(...SHORT, "-o", file)).toBe("");
    const written = await readFile(file, "utf8");
    expect(await run(...SHORT, "-o", "-")).toBe(written);
    expect(await run(...SHORT, "-o", "-")).toBe(written);
    const messages = [...recordedMessages(written.split("\n"))];
    expect(messages).toHaveLength(1 + 60 * 26);
    expect(messages[0]).toMatchObject({ atMs: Date.parse("2026-01-15T00:00:00Z"), topic: "han/status" });
  });

  it("lets a scenario happen within a short stretch", async () => {
    const messages = [...recordedMessages((await run(...SHORT, "-o", "-")).split("\n"))];
    const amperes = messages
      .filter(({ topic }) => topic === "han/sensor/current_phase_2/state")
      .map(({ payload }) => Number(new TextDecoder().decode(payload)));
    expect(amperes.length).toBe(60);
    expect(Math.max(...amperes)).toBeGreaterThan(25);
  });

  it("writes the scenario's own day when no time is given", async () => {
    const text = await run("--as", "reader", "--scenario", "dst-spring", "--prefix", "p1/", "-o", "-");
    const messages = [...recordedMessages(text.split("\n"))];
    expect(messages).toHaveLength(1 + 23 * 360);
    expect(messages.at(-1)?.topic).toBe("p1/telegram");
  });

  it("makes faults in raw telegrams, and only there", async () => {
    const raw = ["--as", "p1", ...SHORT, "-o", "-"];
    const good = await run(...raw);
    const bad = await run(...raw, "--faults", "bit-flip,drop", "--fault-rate", "0.5");
    expect(bad).not.toBe(good);
    expect(await run(...raw, "--faults", "bit-flip", "--fault-rate", "0")).toBe(good);
    await expect(run(...SHORT, "--faults", "drop", "-o", "-")).rejects.toMatchObject({ code: "USAGE" });
  });

  it.each([
    [["--scenario", "sunna", "-o", "-"], "SCENARIO_UNKNOWN"],
    [[], "USAGE"],
    [["-o", "-", "--broker", "mqtt://127.0.0.1"], "USAGE"],
    [["--duration", "soon", "-o", "-"], "USAGE"],
    [["--start", "yesterday", "-o", "-"], "USAGE"],
    [["--time-zone", "Europe/Atlantis", "-o", "-"], "USAGE"],
    [["--seed", "-1", "-o", "-"], "commander.invalidArgument"],
    [["--speed", "0", "-o", "-"], "commander.invalidArgument"],
    [["--faults", "flood", "-o", "-"], "commander.invalidArgument"],
    [["--fault-rate", "2", "-o", "-"], "commander.invalidArgument"],
    [["--as", "smoke", "-o", "-"], "commander.invalidArgument"],
  ])("refuses %j with %s", async (args, code) => {
    await expect(run(...args)).rejects.toMatchObject({ code });
  });

  it("names the file that cannot be written", async () => {
    const file = join(folder, "none", "a.jsonl");
    await expect(run(...SHORT, "-o", file)).rejects.toMatchObject({
      code: "FILE_WRITE",
      message: expect.stringContaining(file),
    });
  });

  it("names the scenario that was meant", async () => {
    await expect(run("--scenario", "sunna", "-o", "-")).rejects.toMatchObject({
      hint: expect.stringMatching(/^Did you mean "sauna"\?/),
    });
  });
});

describe("a length of time", () => {
  it.each([
    ["30s", 30_000],
    ["90m", 5_400_000],
    ["24h", 86_400_000],
    ["8d", 691_200_000],
    ["1h30m", 5_400_000],
    ["0.5h", 1_800_000],
  ])("%s is %i ms", (text, ms) => {
    expect(durationMs(text)).toBe(ms);
  });

  it.each(["", "24", "h", "0s", "-1h", "1h 30m", "24hours", "1y"])("is not %j", (text) => {
    expect(() => durationMs(text)).toThrow(expect.objectContaining({ code: "USAGE" }));
  });
});

describe("an instant", () => {
  it.each([
    ["2026-01-15T18:00:00Z", "2026-01-15T18:00:00Z"],
    ["2026-01-15T18:00:00+02:00", "2026-01-15T16:00:00Z"],
    ["2026-01-15T18:00", "2026-01-15T16:00:00Z"],
    ["2026-06-15", "2026-06-14T21:00:00Z"],
  ])("%s is read with its zone, or else in the given one", (text, utc) => {
    expect(instantMs(text, "Europe/Helsinki")).toBe(Date.parse(utc));
  });

  it.each(["", "yesterday", "2026-01-32T00:00Z", "2026-13-01", "15.1.2026", "18:00Z"])("is not %j", (text) => {
    expect(() => instantMs(text, "Europe/Helsinki")).toThrow(expect.objectContaining({ code: "USAGE" }));
  });
});
