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
    ["name: 12", "w.yaml:1:7 name: 12 is a number; a text is needed"],
    ["fuseA: many", 'w.yaml:1:8 fuseA: "many" is a text; a number is needed'],
    ["fuseA: 3", "w.yaml:1:8 fuseA: 3 is out of range: at least 6"],
    ["count: 1.5", "w.yaml:1:8 count: 1.5 is a number; a whole number is needed"],
    ["count: 0", "w.yaml:1:8 count: 0 is out of range: more than 0"],
    ["locale: fy", 'w.yaml:1:9 locale: "fy" is not possible here; did you mean `fi`?'],
    ["clock:", "w.yaml:1:1 clock: nothing stands here; a group of keys is needed"],
    ["listen: 7", "w.yaml:1:9 listen: 7 cannot be used here; a text or a list or a group of keys is needed"],
    ["listen: { mqqt: x, mqtt: y }", "w.yaml:1:11 listen.mqqt: this key is not known here; did you mean `mqtt`?"],
    ["listen: []", "w.yaml:1:9 listen: this list is out of range: at least 1 entries"],
    ["mapping: { A1: 2 }", "w.yaml:1:12 mapping.A1: this name cannot be used here: it must be a topic"],
    ["displays: [{ kind: fiel }]", 'w.yaml:1:20 displays[0].kind: "fiel" is not possible here; did you mean `file`?'],
    ["displays: [{}]", "w.yaml:1:12 displays[0].kind: this key is missing; one of: file, panel"],
    ["displays: [{ kind: file }]", "w.yaml:1:12 displays[0].path: this key is missing; a text is needed"],
    ["displays: [{ kind: panel, turn: 45 }]", "w.yaml:1:33 displays[0].turn: 45 is not possible here"],
    ["displays: [{ kind: panel, path: x }]", "w.yaml:1:27 displays[0].path: this key is not known here"],
    ["[1]", "w.yaml:1:1: this list is a list; a group of keys is needed"],
  ])("says of `%s` what is wrong", (text, line) => expect(faults(text).map(faultLine)).toEqual([line]));

  it("says what a missing or wrong value means, where the schema tells", () => {
    expect(faults("displays: [{ kind: file }]")[0]?.hint).toBe("meant here: where the picture goes");
    expect(faults("name: 12")[0]?.hint).toBe("put it in quotes");
    expect(faults("nmae: x")[0]?.hint).toContain("known here: name, password, fuseA");
  });

  it("says everything that is wrong at once", () => {
    const found = faults("nmae: x\nfuseA: 1\ndisplays:\n  - kind: file\n    paht: y\n");
    expect(found.map(({ code }) => code).sort()).toEqual(["MISSING_KEY", "OUT_OF_RANGE", "UNKNOWN_KEY", "UNKNOWN_KEY"]);
  });

  it("never shows a secret nor the user of an address", () => {
    expect(faults("password: hunter2").map(faultLine)).toEqual([
      "w.yaml:1:11 password: this secret needs eight characters",
    ]);
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
      "2 faults found\nw.yaml:1:8 fuseA: 1 is out of range: at least 6\nw.yaml:2:1 nmae: this key is not known here; did you mean `name`?",
    );
  });
});
