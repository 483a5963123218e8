import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runBoundedProgram } from "../../../src/display/bounded-program.ts";
import { commandDisplay, commandDisplayRow } from "../../../src/display/command.ts";
import { type Log, SILENT } from "../../../src/log.ts";
import { BLACK_WHITE } from "../../../src/raster/palette.ts";
import { decodePng } from "../../../src/raster/png.ts";
import { blankRaster } from "../../../src/raster/raster.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wattframe-command-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const now = { wallMs: 0, monoMs: 0, clockSet: true };
const white = blankRaster(8, 4, BLACK_WHITE);
const black = blankRaster(8, 4, BLACK_WHITE, 0);
const node = (script: string, ...args: string[]) => [process.execPath, "-e", script, ...args];
const open = (run: string[], log: Log = SILENT, timeoutS = 20) =>
  commandDisplay({ run, timeoutS }, { name: "kobo", runtimeFolder: join(folder, "runtime"), log });

describe("a display that is a program", () => {
  it("is run with the path of each new picture, and not for the same picture again", async () => {
    const display = open(
      node(
        'fs.copyFileSync(process.argv[1].slice(4), process.argv[2]); fs.appendFileSync(process.argv[2] + ".runs", "x")',
        "png={png}",
        join(folder, "seen.png"),
      ),
    );
    expect(await display.show(white, now)).toMatchObject({ changed: true, reason: "written" });
    expect(await decodePng(readFileSync(join(folder, "seen.png")))).toMatchObject({ width: 8, height: 4 });
    expect(await display.show(white, now)).toEqual({ changed: false, reason: "unchanged" });
    expect(await display.show(black, now)).toMatchObject({ changed: true });
    expect(readFileSync(join(folder, "seen.png.runs"), "utf8")).toBe("xx");
    await display.close();
    expect(readdirSync(join(folder, "runtime"))).toEqual([]);
  });

  it("that fails is an error with its own words, and is run again for the same picture", async () => {
    const display = open(
      node(
        'console.error("no panel"); process.exit(fs.existsSync(process.argv[1]) ? 0 : 7)',
        join(folder, "ok"),
        "{png}",
      ),
    );
    const fault = await display.show(white, now).catch((error: unknown) => error);
    expect(fault).toMatchObject({ code: "COMMAND_FAILED" });
    expect(String(fault)).toContain("exit code 7; it printed: no panel");
    writeFileSync(join(folder, "ok"), "");
    expect(await display.show(white, now)).toMatchObject({ changed: true });
    await display.close();
  });

  it("that does not exist is an error", async () => {
    const display = open([join(folder, "missing"), "{png}"]);
    await expect(display.show(white, now)).rejects.toMatchObject({ code: "COMMAND_FAILED" });
    await display.close();
  });

  it("that hangs is ended by force with all that it started", async () => {
    const script = `child = require("child_process").spawn("sleep", ["600"]); fs.writeFileSync(process.argv[1], String(child.pid)); process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)`;
    const display = open(node(script, join(folder, "pid"), "{png}"), SILENT, 5);
    await expect(display.show(white, now)).rejects.toMatchObject({ code: "COMMAND_FAILED" });
    const pid = readFileSync(join(folder, "pid"), "utf8"); // it had begun
    const state = () => {
      try {
        return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.[0];
      } catch {
        return "gone";
      }
    };
    await expect.poll(state, { timeout: 5000 }).toMatch(/^(gone|Z)$/u);
    await display.close();
  });

  it("that floods its output is read to its end, and a few lines of it are logged", async () => {
    const said: { output: string }[] = [];
    const log = { ...SILENT, info: (facts: object) => void said.push(facts as { output: string }) };
    const display = open(
      node(
        'for (let i = 0; i < 2000; i++) fs.writeSync(1, "0123456789".repeat(400)); fs.writeSync(2, "last")',
        "{png}",
      ),
      log,
    );
    expect(await display.show(white, now)).toMatchObject({ changed: true });
    expect(said[0]?.output).toMatch(/^….*last$/su);
    expect(said[0]?.output.length).toBeLessThan(2100);
    await display.close();
  });

  it("is written of in the log when what it says changes, in more than its numbers", async () => {
    const said: string[] = [];
    const note = (level: string) => (facts: object) =>
      void said.push(`${level} ${(facts as { output: string }).output}`);
    const log: Log = { ...SILENT, info: note("info"), debug: note("debug") };
    const display = open(
      node('fs.writeSync(1, fs.readFileSync(process.argv[1], "utf8"))', join(folder, "text"), "{png}"),
      log,
    );
    for (const [i, text] of [
      "12:00 shown in 8 s",
      "12:10 shown in 9 s",
      "12:20 panel is hot",
      "",
      "12:40 panel is hot",
    ].entries()) {
      writeFileSync(join(folder, "text"), text);
      await display.show(i % 2 === 0 ? white : black, now);
    }
    expect(said).toEqual([
      "info 12:00 shown in 8 s",
      "debug 12:10 shown in 9 s",
      "info 12:20 panel is hot",
      "info 12:40 panel is hot",
    ]);
    await display.close();
  });

  it("gets no picture where none can be kept, and the error names the file", async () => {
    writeFileSync(join(folder, "runtime"), "a file in the way of the folder");
    const display = open(node("process.exit(0)", "{png}"));
    await expect(display.show(white, now)).rejects.toMatchObject({
      code: "FILE_WRITE",
      message: expect.stringContaining(join(folder, "runtime", "kobo.picture.png")),
    });
    rmSync(join(folder, "runtime"));
    expect(await display.show(white, now)).toMatchObject({ changed: true });
    await display.close();
  });

  it("leaves nothing in the runtime folder that the next start does not take up", async () => {
    const left = open(node("process.exit(0)", "{png}"));
    await left.show(white, now); // and is killed
    const next = open(node("process.exit(0)", "{png}"));
    await next.show(white, now);
    await next.close();
    expect(readdirSync(join(folder, "runtime"))).toEqual([]);
  });

  it("is run one at a time, in the order of the pictures", async () => {
    const script = "fs.mkdirSync(process.argv[1]); setTimeout(() => fs.rmdirSync(process.argv[1]), 100)"; // fails where another run is at work
    const display = open(node(script, join(folder, "busy"), "{png}"));
    const results = await Promise.all([display.show(white, now), display.show(black, now), display.show(white, now)]);
    expect(results.map(({ changed }) => changed)).toEqual([true, true, true]);
    await display.close();
  });

  it("is stopped when the display is closed in the middle of a run", async () => {
    const display = open(node("setInterval(() => {}, 1000)", "{png}"));
    const shown = display.show(white, now).catch((error: unknown) => error);
    await display.close();
    expect(await shown).toMatchObject({ code: "COMMAND_FAILED" });
  });

  it("must have a place for the picture among its arguments", () => {
    expect(commandDisplayRow.options.safeParse({ run: ["fbink"] }).success).toBe(false);
    expect(commandDisplayRow.options.safeParse({ run: ["{png}"] }).success).toBe(false);
    expect(commandDisplayRow.surface({ run: ["fbink", "-g", "file={png}"] })).toMatchObject({
      width: 800,
      height: 480,
    });
  });
});

describe("a program", () => {
  it("that is killed has another message than one that ends", async () => {
    const [program = "", ...args] = node("process.kill(process.pid, 'SIGKILL')");
    expect(await runBoundedProgram(program, args, { timeoutMs: 20_000 })).toMatchObject({
      how: "signal",
      signal: "SIGKILL",
    });
  });
});
