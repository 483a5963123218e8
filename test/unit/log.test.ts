import { spawnSync } from "node:child_process";
import { closeSync, fstatSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PACKAGE_FOLDER } from "../../src/package-folder.ts";

/** What a log writes to stderr for two records, the second with text that a terminal would obey. */
function written(isTerminal: boolean): string {
  const script = `
    import { createLog } from ${JSON.stringify(join(PACKAGE_FOLDER, "src/log.ts"))};
    const log = (await createLog("info", ${isTerminal})).child({ meter: "house" });
    log.warn({ topic: "han/x", code: "WIRE_NUMBER", hint: "Publish plain decimals." }, "cannot be read");
    log.error({ stack: "TypeError: x\\n    at y\\u001b[2J" }, "broken");`;
  const args = ["--import", "tsx", "--input-type=module", "-e", script];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", cwd: PACKAGE_FOLDER });
  expect(stdout).toBe("");
  return stderr;
}

/** What a log writes to a file that stands for systemd's journal, or for another stream than the one that systemd named. */
function journaled(isNamed: boolean): string[] {
  const script = `
    import { createLog } from ${JSON.stringify(join(PACKAGE_FOLDER, "src/log.ts"))};
    const log = await createLog("debug", false);
    for (const level of ["debug", "info", "warn", "error"]) log.child({ a: 1 })[level]({ b: 2 }, level);`;
  const folder = mkdtempSync(join(tmpdir(), "wattframe-journal-"));
  const fd = openSync(join(folder, "journal"), "a+");
  try {
    const { dev, ino } = fstatSync(fd);
    const env = { ...process.env, JOURNAL_STREAM: isNamed ? `${dev}:${ino}` : `${dev}:${ino}1` };
    const args = ["--import", "tsx", "--input-type=module", "-e", script];
    spawnSync(process.execPath, args, { cwd: PACKAGE_FOLDER, env, stdio: ["ignore", "ignore", fd] });
    return readFileSync(join(folder, "journal"), "utf8").trimEnd().split("\n");
  } finally {
    closeSync(fd);
    rmSync(folder, { recursive: true });
  }
}

describe("a log in systemd's journal", () => {
  it("gives each record its priority", () => {
    const lines = journaled(true);
    expect(lines.map((line) => line.slice(0, 3))).toEqual(["<7>", "<6>", "<4>", "<3>"]);
    expect(JSON.parse(lines[3]?.slice(3) ?? "")).toMatchObject({ level: "error", a: 1, b: 2, msg: "error" });
  });

  it("marks nothing where stderr is another stream", () => {
    expect(journaled(false).map((line) => line.slice(0, 8))).toEqual(Array(4).fill('{"level"'));
  });
});

describe("a log", () => {
  it("is JSON Lines for programs, each key once", () => {
    const lines = written(false).trimEnd().split("\n");
    expect(lines).toHaveLength(2);
    expect(JSON.parse(lines[0] ?? "")).toEqual({
      level: "warn",
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/u) as string,
      meter: "house",
      topic: "han/x",
      code: "WIRE_NUMBER",
      hint: "Publish plain decimals.",
      msg: "cannot be read",
    });
  });

  it("is one line a record at a terminal, with its facts", () => {
    const lines = written(true).trimEnd().split("\n");
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/WARN.*cannot be read.*han\/x.*Publish plain decimals\./u);
    expect(lines[1]).toContain("TypeError: x");
    expect(lines[1]).not.toContain("\u001b[2J");
  });
});
