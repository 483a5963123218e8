import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseYaml, type YamlDocument } from "../../../src/config/yaml-document.ts";

function read(text: string): YamlDocument {
  const parsed = parseYaml(text, "file.yaml");
  if ("faults" in parsed) throw new Error(JSON.stringify(parsed.faults));
  return parsed.document;
}

function faults(text: string) {
  const parsed = parseYaml(text, "file.yaml");
  return "faults" in parsed ? parsed.faults : [];
}

describe("a YAML document", () => {
  const text = ["# comment", "broker:", "  url: mqtt://x", "displays:", "  - { name: hall, kind: png-file }", ""].join(
    "\n",
  );

  it("gives its data and where each value stands", () => {
    const document = read(text);
    expect(document.value).toEqual({
      broker: { url: "mqtt://x" },
      displays: [{ name: "hall", kind: "png-file" }],
    });
    expect(document.locate(["broker", "url"])).toEqual({ line: 3, column: 8 });
    expect(document.locate(["displays", 0, "kind"])).toEqual({ line: 5, column: 25 });
  });

  it("gives the place of a key when the key is meant", () => {
    expect(read(text).locate(["broker", "url"], "key")).toEqual({ line: 3, column: 3 });
  });

  it("places what is missing at the nearest parent", () => {
    expect(read(text).locate(["displays", 0, "panel"])).toEqual({ line: 5, column: 5 });
    expect(read(text).locate(["displays", 7, "panel", "x"])).toEqual({ line: 5, column: 3 });
    expect(read("").locate(["broker"])).toEqual({ line: 1, column: 1 });
  });

  it("places an empty value at its key", () => {
    expect(read("broker:\nname: x\n").locate(["broker"])).toEqual({ line: 1, column: 1 });
  });

  it("follows an alias to where the value was written", () => {
    const document = read("a: &one { x: 1 }\nb: *one\n");
    expect(document.value).toEqual({ a: { x: 1 }, b: { x: 1 } });
    expect(document.locate(["b", "x"])).toEqual({ line: 1, column: 14 });
  });

  it("keeps a key named __proto__ as a key and nothing else", () => {
    const { value } = read("__proto__: { polluted: true }\n");
    expect(Object.keys(value as object)).toEqual(["__proto__"]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe("a YAML text with faults", () => {
  it.each([
    ["a key that stands twice", "a: 1\nb: 2\na: 3\n", "DUPLICATE_KEY", 3],
    ["a tab as indentation", "a:\n\tb: 1\n", "SYNTAX", 2],
    ["a quote that is not closed", "a: 'x\n", "SYNTAX", 1],
    ["two keys on one line", "a: b: c\n", "SYNTAX", 1],
    ["an unknown tag", "a: !foo 1\n", "SYNTAX", 1],
    ["a second document", "a: 1\n---\nb: 2\n", "SYNTAX", 2],
    ["an alias without anchor", "a: 1\nb: *x\n", "SYNTAX", 2],
  ])("names %s and its line", (_, text, code, line) => {
    const [first] = faults(text);
    expect(first).toMatchObject({ file: "file.yaml", code, line });
    expect(first?.message).not.toBe("");
    expect(first?.hint).not.toBe("");
  });

  it.each([
    [
      "a bracket that is not closed where it was opened",
      "broker: { url: x }\nmeters:\n  - { name: a\nlocale: fi-FI\n",
      "3:5 this { is not closed: add the missing }",
    ],
    ["of two brackets the inner one", "a: { b: [1, 2 }\nc: 3\n", "1:9 this [ is not closed: add the missing ]"],
    ["a list that is not closed at the end", "a: 1\nb: [1,\n", "2:4 this [ is not closed: add the missing ]"],
    ["a quote that is not closed", 'a:\n  b: "x\n  c: "y"\n', '2:6 this " is not closed: add the missing "'],
    ["a quote inside braces", "a: { b: 'x }\nc: 1\n", "1:9 this ' is not closed: add the missing '"],
    [
      "a comment that swallows a bracket",
      "a: [ #]\nb: 1\n",
      "1:4 this [ is not closed: add the missing ]; a # begins a comment unless the text is in quotes",
    ],
    [
      "a bracket too many",
      "a: { b: 1 } }\nc: 1\n",
      "1:13 this } closes nothing: remove it, or open the bracket before it",
    ],
    [
      "keys below a list entry in braces",
      "meters:\n  - { name: a } # ours\n\n    mapping:\n      x: 1\nb: 1\n",
      "4:5 mapping: cannot be added below a group in braces { }: write that group with one key per line first, without { } and commas; or put this inside the braces",
    ],
    [
      "keys below a group in braces",
      "broker: { url: x }\n  username: y\n",
      "2:3 username: cannot be added below a group in braces { }: write that group with one key per line first, without { } and commas; or put this inside the braces",
    ],
    [
      "a missing comma",
      "a: { b: 1 c: 2 }\n",
      "1:9 a comma is missing after this value: separate the keys inside { } by commas",
    ],
  ])("names %s once", (_, text, line) => {
    expect(faults(text).map((fault) => `${fault.line}:${fault.column} ${fault.message}: ${fault.hint}`)).toEqual([
      line,
    ]);
  });

  it.each([
    ["a missing colon", "a: 1\nbroker\nc: 2\n", 2, "colon"],
    ["a missing space", "a:1\nb: 2\n", 1, "space"],
    ["a wrong indentation", "a:\n  b: 1\n   c: 2\n", 2, "indentation"],
    ["a backtick", "a: `x`\n", 1, "reserves"],
    ["a star", "publish: [han/#, *]\n", 1, "meaning of its own"],
    ["a percent sign", "%a: x\n", 1, "meaning of its own"],
    ["a space of another kind", "a:\n  - b: 1\n\u00a0\u00a0\u00a0\u00a0c: 2\n    d: 3\n", 3, "space of another kind"],
    ["a dash without a space", "m:\n  -name: a\n   prefix: b\n", 2, "space is missing after the dash"],
    ["a key that is not aligned", "m:\n  - name: a\n   prefix: b\n", 3, "indentation is wrong here, or a dash"],
    ["another encoding", "a: 1\nb: h\ufffduser\n", 2, "not UTF-8"],
    ["something after a closed quote", 'a: "b" c\n', 1, "already ended"],
    ["a list on the line of its key", "a: - x\n", 1, "line of its key"],
    ["a text that begins as a block", "a: >x\n", 1, "meaning of its own"],
    ["a backslash", 'a: "c:\\x"\n', 1, "backslash"],
  ])("explains %s in words of its own", (_, text, line, word) => {
    expect(faults(text)).toMatchObject([{ line, code: "SYNTAX", message: expect.stringContaining(word) }]);
  });

  it("still names keys that are written twice before the place where reading stopped", () => {
    expect(faults("a: 1\na: 2\nb: [\n").map(({ line, code }) => [line, code])).toEqual([
      [2, "DUPLICATE_KEY"],
      [3, "SYNTAX"],
    ]);
    expect(faults("a: 1\nb: { c: 1 d: 2 }\na: 2\n").map(({ line, code }) => [line, code])).toEqual([[2, "SYNTAX"]]);
  });

  it("says everything that is wrong at once", () => {
    expect(faults("a: 1\na: 2\nb: 1\nb: 2\n").map(({ line }) => line)).toEqual([2, 4]);
  });

  it("refuses nesting and aliases that would exhaust the process", () => {
    expect(faults("[".repeat(50_000))).toMatchObject([{ code: "TOO_LARGE" }]);
    expect(faults(`${"- ".repeat(50_000)}x`)).toMatchObject([{ code: "TOO_LARGE" }]);
    expect(faults("x".repeat(1_000_001))).toMatchObject([{ code: "TOO_LARGE" }]);
    const laughs = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
    for (let i = 1; i < 9; i++)
      laughs.push(
        `a${i}: &a${i} [${Array(10)
          .fill(`*a${i - 1}`)
          .join(", ")}]`,
      );
    expect(faults(laughs.join("\n"))).toMatchObject([{ code: "SYNTAX" }]);
  });

  it("gives a document or faults for any text", () => {
    const soup = fc.string({ unit: fc.constantFrom(..."ab:-?[]{},&*!|>'\"#%@`\n\t \\0", "\u{1F600}", "\uD800") });
    fc.assert(
      fc.property(soup, (text) => {
        const parsed = parseYaml(text, "f");
        if ("faults" in parsed) expect(parsed.faults.length).toBeGreaterThan(0);
        else expect(parsed.document.locate(["a", 0, "b"]).line).toBeGreaterThan(0);
      }),
    );
  });
});
