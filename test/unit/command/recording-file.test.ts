import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lineWriter } from "../../../src/command/line-writer.ts";
import { recordingFile, recordingLines } from "../../../src/command/recording-file.ts";
import { recordingLine } from "../../../src/meter/recording.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "wattframe-recording-file-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const message = (index: number, payload = `${index} å🦉`) => ({
  atMs: 1_768_500_000_000 + index,
  topic: `han/${index}`,
  payload: new TextEncoder().encode(payload),
  retain: false,
  qos: 0 as const,
});

describe("a recording's file", () => {
  it("gives every message, however its lines lie across the pieces in which it is read", async () => {
    const messages = Array.from({ length: 5000 }, (_, index) => message(index, "å🦉".repeat(index % 97)));
    const file = join(folder, "many");
    const lines = messages.map((each) => recordingLine(each));
    await writeFile(file, `${lines.join("\n")}\n`);
    expect(Array.from(recordingFile(file), (each) => recordingLine(each))).toEqual(lines);
  });

  it("takes a last line without its end, empty lines and line ends of Windows", async () => {
    const file = join(folder, "loose");
    await writeFile(file, `${recordingLine(message(1))}\r\n\r\n${recordingLine(message(2))}`);
    expect([...recordingFile(file)]).toEqual([message(1), message(2)]);
  });

  it("names the line that is broken, after the messages before it", async () => {
    const file = join(folder, "broken");
    await writeFile(file, `${recordingLine(message(1))}\n{"t":1}\n`);
    const messages = recordingFile(file);
    expect(messages.next().value).toEqual(message(1));
    expect(() => messages.next()).toThrowError(expect.objectContaining({ code: "RECORDING_INVALID" }));
  });

  it("names the file that cannot be read", () => {
    const missing = join(folder, "missing");
    const failure = expect.objectContaining({ code: "FILE_READ", message: expect.stringContaining(missing) });
    expect(() => recordingFile(missing).next()).toThrowError(failure);
  });
});

describe("a recording's lines", () => {
  const text = "one\ntwo\n\nlast\n";

  it("are those of the file each time", async () => {
    const file = join(folder, "lines");
    await writeFile(file, text);
    const lines = recordingLines(file);
    expect([...lines]).toEqual(["one", "two", "", "last"]);
    await writeFile(file, "other\n");
    expect([...lines]).toEqual(["other"]);
  });

  it("of a pipe are the same each time", async () => {
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    const writer = spawn("sh", ["-c", 'printf "%s" "$0" > "$1"', text, pipe]);
    const lines = recordingLines(pipe);
    await once(writer, "exit");
    expect([[...lines], [...lines]]).toEqual([
      ["one", "two", "", "last"],
      ["one", "two", "", "last"],
    ]);
  });

  it("name a file that cannot be read", () => {
    const failure = expect.objectContaining({ code: "FILE_READ", message: expect.stringContaining("missing") });
    expect(() => recordingLines(join(folder, "missing"))).toThrowError(failure);
    expect(() => [...recordingLines(folder)]).toThrowError(expect.objectContaining({ code: "FILE_READ" }));
  });
});

describe("the line writer", () => {
  it("writes in order, one text at a time, all that came in between together", async () => {
    const written: string[] = [];
    let atOnce = 0;
    const writer = lineWriter(async (text) => {
      atOnce += 1;
      expect(atOnce).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 5));
      written.push(text);
      atOnce -= 1;
    });
    for (const line of ["a", "b", "c"]) writer.add(line);
    await writer.flush();
    writer.add("d");
    await writer.flush();
    expect(written).toEqual(["a\n", "b\nc\n", "d\n"]);
  });

  it("says that writing failed, with its reason, and takes nothing more", async () => {
    let calls = 0;
    const writer = lineWriter(() => {
      calls += 1;
      return Promise.reject(new Error("the disk is full"));
    });
    writer.add("a");
    await expect(writer.flush()).rejects.toThrowError("the disk is full");
    expect(writer.failed.aborted).toBe(true);
    writer.add("b");
    expect(calls).toBe(1);
  });
});
