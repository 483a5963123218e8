import { spawnSync } from "node:child_process";
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
