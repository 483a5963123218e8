import { describe, expect, it } from "vitest";
import { exitCodeOf } from "../../src/command/exit-code.ts";
import { FaultsError } from "../../src/config/fault.ts";
import { ERROR_CODES, errorFacts, WattframeError } from "../../src/errors.ts";
import { httpStatusOf } from "../../src/web/http-status.ts";

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

describe("every code", () => {
  it.each(ERROR_CODES)("%s has an exit code and an HTTP status", (code) => {
    expect([1, 2, 3]).toContain(exitCodeOf(code));
    expect([400, 404, 422, 500, 503]).toContain(httpStatusOf(code));
  });

  it("a defect of the program is a failure, to the shell and over HTTP", () => {
    expect([exitCodeOf("INTERNAL"), httpStatusOf("INTERNAL")]).toEqual([3, 500]);
  });
});
