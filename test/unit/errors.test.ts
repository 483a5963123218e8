import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FaultsError } from "../../src/config/fault.ts";
import {
  ERROR_CODES,
  errorFacts,
  exitCodeOf,
  hasCode,
  httpStatusOf,
  isCrash,
  isHardwareMissing,
  isOwnDefect,
  isRecoverable,
  WattframeError,
} from "../../src/errors.ts";
import { PACKAGE_FOLDER } from "../../src/package-folder.ts";

describe("an error in a log record", () => {
  it("has its code, its message and what to do, and no stack", () => {
    const error = new WattframeError("BUS_UNAVAILABLE", "no SPI here", {
      hint: "Switch SPI on.",
      cause: new Error("x"),
    });
    expect(errorFacts(error)).toEqual({ code: "BUS_UNAVAILABLE", error: "no SPI here", hint: "Switch SPI on." });
  });

  it("has no key for a remedy that there is not", () => {
    expect(Object.keys(errorFacts(new WattframeError("USAGE", "no")))).toEqual(["code", "error"]);
  });

  it("keeps the remedy of a fault in a file", () => {
    const fault = { file: "a.yaml", line: 1, column: 1, path: "", code: "SYNTAX", message: "m", hint: "h" } as const;
    expect(errorFacts(new FaultsError("CONFIG_INVALID", [fault]))).toMatchObject({ code: "CONFIG_INVALID", hint: "h" });
  });

  it("is INTERNAL for a defect of the program, with the stack and its causes", () => {
    const cause = new RangeError("beyond the end");
    const facts = errorFacts(new TypeError("x is not a function", { cause }));
    expect(facts).toMatchObject({ code: "INTERNAL", error: "x is not a function" });
    expect(facts.stack).toMatch(/^TypeError: x is not a function\n +at .*errors\.test\.ts/u);
    expect(facts.stack).toContain("\ncaused by RangeError: beyond the end\n");
  });

  it("bounds a chain of causes that has no end", () => {
    const error = new Error("round");
    error.cause = error;
    expect(errorFacts(error).stack?.match(/caused by/gu)).toHaveLength(5);
  });

  it.each([
    ["a text", "a text"],
    [undefined, "undefined"],
    [{ a: 1 }, "[object Object]"],
    [Object.create(null), "[object Object]"],
  ])("says so of what is no error: %s", (thrown, text) => {
    expect(errorFacts(thrown)).toEqual({ code: "INTERNAL", error: text, stack: `not an Error: ${text}` });
  });
});

const codesThat = (is: (thrown: unknown) => boolean) => ERROR_CODES.filter((code) => is(new WattframeError(code, "")));

describe("a question about an error", () => {
  it("tells what a second try may mend, what is missing hardware, and what is a defect", () => {
    expect(codesThat(isRecoverable)).toEqual([
      "BROKER_UNREACHABLE",
      "SOURCE_UNREACHABLE",
      "NO_TELEGRAM",
      "HISTORY_WRITE",
      "BUS_IO",
      "BUSY_TIMEOUT",
      "COMMAND_FAILED",
      "DISPLAY_HANGS",
    ]);
    expect(codesThat(isHardwareMissing)).toEqual(["BUS_UNAVAILABLE"]);
    expect(ERROR_CODES.filter(isCrash)).toEqual([
      "BUS_IO",
      "BUSY_TIMEOUT",
      "COMMAND_FAILED",
      "DISPLAY_HANGS",
      "INTERNAL",
    ]);
    expect(codesThat(isOwnDefect)).toEqual(["INTERNAL"]);
    expect(codesThat((thrown) => hasCode(thrown, "USAGE"))).toEqual(["USAGE"]);
  });

  it.each([new TypeError("x is not a function"), "a text", undefined])("finds a defect in %s", (thrown) => {
    expect([isOwnDefect(thrown), isRecoverable(thrown), isHardwareMissing(thrown)]).toEqual([true, false, false]);
  });
});

describe("every code", () => {
  it("has the exit code and the HTTP status of its kind", () => {
    expect(codesThat((thrown) => exitCodeOf(errorFacts(thrown).code) === 2)).toEqual([
      "LAYOUT_UNKNOWN",
      "SCENARIO_UNKNOWN",
      "PANEL_UNKNOWN",
      "USAGE",
    ]);
    expect([exitCodeOf("CONFIG_INVALID"), exitCodeOf("BROKER_LISTEN"), exitCodeOf("PREVIEW_LISTEN")]).toEqual([
      1, 3, 3,
    ]);
    expect([httpStatusOf("LAYOUT_UNKNOWN"), httpStatusOf("CONFIG_INVALID"), httpStatusOf("LOCKED")]).toEqual([
      404, 422, 503,
    ]);
    expect([exitCodeOf("INTERNAL"), httpStatusOf("INTERNAL")]).toEqual([3, 500]);
  });

  it.each(ERROR_CODES)("%s is used by the program and asserted by a test", (code) => {
    const inProgram = sources.filter(({ file, text }) => file !== "errors.ts" && text.includes(`"${code}"`));
    const inTests = tests.filter(({ text }) => new RegExp(`\\b${code}\\b`, "u").test(text));
    expect(inProgram.map(({ file }) => file)).not.toEqual([]);
    expect(inTests.map(({ file }) => file)).not.toEqual([]);
  });
});

const textsIn = (folder: string, ending: RegExp) =>
  readdirSync(join(PACKAGE_FOLDER, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => ending.test(file) && !file.endsWith("errors.test.ts"))
    .map((file) => ({ file, text: readFileSync(join(PACKAGE_FOLDER, folder, file), "utf8") }));
const sources = textsIn("src", /\.ts$/u);
const tests = textsIn("test", /^contract\/|\.(?:test\.ts|yaml|json)$/u);
