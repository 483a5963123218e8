import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type Fault, FaultsError, faultLine } from "../../../src/config/fault.ts";
import { validate } from "../../../src/config/validate.ts";
import { parseYaml } from "../../../src/config/yaml-document.ts";

const hall = z.strictObject({ kind: z.literal("file"), path: z.string().describe("where the picture goes") });
const glass = z.strictObject({ kind: z.literal("panel"), turn: z.union([z.literal(0), z.literal(90)]).default(0) });
const schema = z.strictObject({
  name: z.string().optional(),
  password: z
    .string()
    .regex(/^.{8,}$/u, "needs eight characters")
    .optional(),
  fuseA: z.number().min(6).max(125).default(25),
  count: z.int().positive().optional(),
  locale: z.enum(["fi", "en"]).optional(),
  listen: z.union([z.string(), z.array(z.string()).min(1), z.strictObject({ mqtt: z.string() })]).optional(),
  clock: z.strictObject({ trusted: z.boolean().default(false) }).prefault({}),
  mapping: z.record(z.string().regex(/^[a-z/]+$/u, "must be a topic"), z.number()).optional(),
  displays: z
    .array(z.discriminatedUnion("kind", [hall, glass]))
    .max(2)
    .default([]),
});

function faults(text: string): readonly Fault[] {
  const parsed = parseYaml(text, "w.yaml");
  if ("faults" in parsed) throw new Error("not YAML");
  const result = validate(schema, parsed.document);
  return "faults" in result ? result.faults : [];
}

describe("a document held against a schema", () => {
  it("gives the value with its defaults when nothing is wrong", () => {
    const parsed = parseYaml("displays: [{ kind: file, path: x }]\n", "w.yaml");
    if ("faults" in parsed) throw new Error("not YAML");
    expect(validate(schema, parsed.document)).toEqual({
      value: { fuseA: 25, clock: { trusted: false }, displays: [{ kind: "file", path: "x" }] },
    });
  });

  it.each([
    ["nmae: x", "w.yaml:1:1 nmae: this key is not known here; did you mean `name`?"],
    ["clock:\n  trustd: true", "w.yaml:2:3 clock.trustd: this key is not known here; did you mean `trusted`?"],
    ["name: 12", "w.yaml:1:7 name: 12 is not text"],
    ["fuseA: many", 'w.yaml:1:8 fuseA: "many" is not a number'],
    ["fuseA: 3", "w.yaml:1:8 fuseA: 3 is out of range; expected at least 6"],
    ["count: 1.5", "w.yaml:1:8 count: 1.5 is not a whole number"],
    ["count: 0", "w.yaml:1:8 count: 0 is out of range; expected more than 0"],
    ["locale: fy", 'w.yaml:1:9 locale: "fy" is not allowed; did you mean `fi`?'],
    ["", "w.yaml:1:1: the file is empty; expected keys such as name:, password:, fuseA:"],
    ["only words", "w.yaml:1:1: the file must consist of keys such as name:, password:, fuseA:; it is a single value"],
    ["fuseA:", "w.yaml:1:1 fuseA: is empty; expected a number"],
    ["locale: ~", "w.yaml:1:9 locale: is empty; expected one of: fi, en"],
    ["displays: [7]", "w.yaml:1:12 displays[0]: 7 is not a group of keys"],
    ["fuseA: [7]", "w.yaml:1:8 fuseA: this list is not a number"],
    ["clock:", "w.yaml:1:1 clock: is empty; expected a group of keys"],
    ["listen: 7", "w.yaml:1:9 listen: 7 is not text"],
    ["listen: true", "w.yaml:1:9 listen: true is not text"],
    ["listen: { mqqt: x, mqtt: y }", "w.yaml:1:11 listen.mqqt: this key is not known here; did you mean `mqtt`?"],
    ["listen: ~", "w.yaml:1:9 listen: is empty; expected text or a list or a group of keys"],
    ["listen: []", "w.yaml:1:9 listen: is empty; expected at least one entry"],
    ["mapping: { A1: 2 }", 'w.yaml:1:12 mapping.A1: "A1" must be a topic'],
    ["displays: [{ kind: fiel }]", 'w.yaml:1:20 displays[0].kind: "fiel" is not allowed; did you mean `file`?'],
    ["displays: [{}]", "w.yaml:1:12 displays[0].kind: this key is missing; expected one of: file, panel"],
    ["displays: [{ kind: file }]", "w.yaml:1:12 displays[0].path: this key is missing; expected text"],
    ["displays: [{ kind: panel, turn: 45 }]", "w.yaml:1:33 displays[0].turn: 45 is not allowed; use one of: 0, 90"],
    [
      "displays: [{ kind: panel, path: x }]",
      "w.yaml:1:27 displays[0].path: this key is not known here; it goes with kind: file",
    ],
    ["[1]", "w.yaml:1:1: the file must consist of keys such as name:, password:, fuseA:; it is a list"],
  ])("says of `%s` what is wrong", (text, line) => expect(faults(text).map(faultLine)).toEqual([line]));

  it.each([
    ["trusted: true", "it belongs inside `clock`"],
    ["turn: 90", "it belongs inside `displays`"],
    ["mqtt: x", "it belongs inside `listen`"],
    ["clock: { count: 1 }", "it belongs at the top level, beside `clock`"],
    ["displays: [{ kind: panel, listen: x }]", "it belongs at the top level, beside `displays`"],
    ["displays: [{ kind: panel, path: x }]", "it goes with kind: file"],
    ["displays: [{ kind: panel, turn: 0, turns: 0 }]", "did you mean `turn`?"],
    ["displays: [{ kind: panel, fuseA: 1, turn: 90 }]", "it belongs at the top level, beside `displays`"],
    ["displays: [{ kind: panel, counts: 1 }]", undefined],
    ["clock: { colour: x }", undefined],
  ])("says of `%s` where the key belongs", (text, home) => {
    const messages = faults(text).map(({ message }) => message);
    expect(messages.length).toBeGreaterThan(0);
    expect(messages[0]).toBe(`this key is not known here${home === undefined ? "" : `; ${home}`}`);
  });

  it("says both what was meant and where the key itself belongs", () => {
    const inner = z.strictObject({ outer: z.strictObject({ layout: z.string().optional() }), layouts: z.string() });
    const parsed = parseYaml("outer: { layouts: x }\nlayouts: y\n", "w.yaml");
    if ("faults" in parsed) throw new Error("not YAML");
    expect(validate(inner, parsed.document)).toMatchObject({
      faults: [
        {
          message:
            "this key is not known here; did you mean `layout`? `layouts` belongs at the top level, beside `outer`",
        },
      ],
    });
  });

  it.each([
    ["size: 0x0", '"0x0" is not a size', "expected: width and height"],
    ["size: 1_000", '"1_000" is not a size', "expected: width and height"],
    ["name: 0x1F", "0x1F is not text", 'put it in quotes: "0x1F"'],
    ["name: true", "true is not text", 'put it in quotes: "true"'],
    ["sizes: { 0x0: 1 }", '"0x0" is not a size', "doc/wattframe.yaml shows every key"],
  ])("takes `%s` as it was written", (text, message, hint) => {
    const size = z.string().regex(/^[1-9]\d+x[1-9]\d+$/u, "is not a size");
    const sizes = z.strictObject({
      name: z.string().optional(),
      size: size.optional().describe("width and height"),
      sizes: z.record(size, z.number()).optional(),
    });
    const parsed = parseYaml(text, "w.yaml");
    if ("faults" in parsed) throw new Error("not YAML");
    expect(validate(sizes, parsed.document)).toMatchObject({ faults: [{ message, hint }] });
  });

  it.each([
    ["fuseA: 25A", "write the number alone: 25"],
    ["fuseA: '25,5'", "write the number alone: 25.5"],
    ["fuseA: many", "doc/wattframe.yaml shows every key"],
    ["count: 2 or 3", "write the number alone: 2"],
    ["displays: hallway", 'write a list: ["hallway"]'],
    ["displays: two words", "write a list with one entry per word: [first, second]"],
    ["displays: { kind: file }", "begin each entry with a dash and a space: `- `"],
    ["clock: { trusted: yes }", "write true or false, without quotes"],
    ["clock: on", "doc/wattframe.yaml shows every key; its keys: trusted"],
    ["clock:", "doc/wattframe.yaml shows every key; its keys: trusted"],
    ["displays: [{ kind: panel, turn: '90' }]", "write it without quotes: 90"],
  ])("says of `%s` what to write instead", (text, hint) => {
    expect(faults(text).map((fault) => fault.hint)).toEqual([hint]);
  });

  it.each([
    ["-name: x", "a space is missing after the dash", "write - name: …"],
    ["{name:x}", "a space is missing after the colon", "write name: …"],
    ["\u00a0name: x", "a space of another kind is before or after this key", "replace it by ordinary spaces"],
    ["{colour:x}", "this key is not known here", "known here: "],
  ])("says of `%s` which space is missing", (text, message, hint) => {
    expect(faults(text)).toMatchObject([{ code: "UNKNOWN_KEY", message, hint: expect.stringContaining(hint) }]);
  });

  it("says what a missing or wrong value means, where the schema tells", () => {
    expect(faults("displays: [{ kind: file }]")[0]?.hint).toBe("expected: where the picture goes");
    expect(faults("name: 12")[0]?.hint).toBe('put it in quotes: "12"');
    expect(faults("nmae: x")[0]?.hint).toContain("known here: name, password, fuseA");
  });

  it("says everything that is wrong at once", () => {
    const found = faults("nmae: x\nfuseA: 1\ndisplays:\n  - kind: file\n    colour: y\n");
    expect(found.map(({ code }) => code).sort()).toEqual(["MISSING_KEY", "OUT_OF_RANGE", "UNKNOWN_KEY", "UNKNOWN_KEY"]);
  });

  it("says once that a key is misspelt, and not that it is missing too", () => {
    expect(faults("displays:\n  - kind: file\n    paht: y\n").map(({ code }) => code)).toEqual(["UNKNOWN_KEY"]);
  });

  it("never shows a secret nor the user of an address", () => {
    expect(faults("password: hunter2").map(faultLine)).toEqual([
      "w.yaml:1:11 password: this secret needs eight characters",
    ]);
    expect(faults("password: 123456789").map(({ message, hint }) => [message, hint])).toEqual([
      ["this secret is not text", "put it in quotes"],
    ]);
    expect(faults("password: 1234567").map(({ message }) => message)).toEqual(["this secret needs eight characters"]);
    expect(faults("locale: mqtt://me:hunter2@x").map(faultLine).join()).not.toContain("hunter2");
  });

  it("does not follow names of a prototype", () => {
    expect(
      faults("__proto__: { a: 1 }\nconstructor: 1\n")
        .map(({ path }) => path)
        .sort(),
    ).toEqual(["__proto__", "constructor"]);
  });

  it("becomes one error with all lines in the order of the file", () => {
    const error = new FaultsError("CONFIG_INVALID", faults("fuseA: 1\nnmae: x\n"));
    expect(error.code).toBe("CONFIG_INVALID");
    expect(error.message).toBe(
      "2 faults found\nw.yaml:1:8 fuseA: 1 is out of range; expected at least 6\nw.yaml:2:1 nmae: this key is not known here; did you mean `name`?",
    );
  });
});
