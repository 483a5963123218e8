import { expect, it } from "vitest";
import { z } from "zod";
import { OWN_MESSAGES_ONLY } from "../../../src/config/explain-issue.ts";

/** The issues of a value that a schema refuses, as sentences are made of them. */
function issuesOf(schema: z.ZodType, value: unknown) {
  const issues = schema.safeParse(value, OWN_MESSAGES_ONLY).error?.issues ?? [];
  expect(issues.length).toBeGreaterThan(0);
  return issues;
}

// What is read of zod, and would not be missed by the compiler if a release changed it.

it.each([
  ["a type", z.string(), 1],
  ["a value", z.enum(["a", "b"]), "c"],
  ["a length", z.string().min(3), "a"],
  ["a pattern", z.string().regex(/^a$/u), "b"],
  ["a template", z.templateLiteral([z.number(), "fr"]), "b"],
  ["an unknown key", z.strictObject({}), { a: 1 }],
  ["a union", z.union([z.string(), z.number()]), true],
])("zod's own message about %s stays empty, so that every other is the schema's", (_, schema, value) => {
  expect(issuesOf(schema, value).map(({ message }) => message)).toEqual([""]);
});

it("a message of the schema stays, wherever it is given", () => {
  const own = "is not an a";
  const isA = (text: string) => text === "a";
  expect(issuesOf(z.string().regex(/^a$/u, own), "b")).toMatchObject([{ code: "invalid_format", message: own }]);
  expect(issuesOf(z.string().refine(isA, own), "b")).toMatchObject([{ code: "custom", message: own }]);
  expect(issuesOf(z.record(z.string().regex(/^a$/u, own), z.number()), { b: 1 })).toMatchObject([
    { code: "invalid_key", path: ["b"], issues: [{ message: own }] },
  ]);
  const handedOn = z.unknown().superRefine((value, context) => {
    for (const issue of z.string().safeParse(value, { error: () => "" }).error?.issues ?? [])
      context.addIssue({ ...issue });
  });
  expect(issuesOf(handedOn, 1)).toMatchObject([{ code: "invalid_type", message: "" }]);
});

it("issues carry what their sentences name", () => {
  expect(issuesOf(z.strictObject({ a: z.int() }), { a: 1.5, b: 1, c: 2 })).toMatchObject([
    { code: "invalid_type", path: ["a"], expected: "int" },
    { code: "unrecognized_keys", path: [], keys: ["b", "c"] },
  ]);
  expect(issuesOf(z.union([z.literal(1), z.literal("x")]), 2)).toMatchObject([
    { code: "invalid_union", errors: [[{ code: "invalid_value", values: [1], path: [] }], [{ values: ["x"] }]] },
  ]);
  expect(issuesOf(z.number().min(6), 5)).toMatchObject([
    { code: "too_small", minimum: 6, origin: "number", inclusive: true },
  ]);
  expect(issuesOf(z.number().positive(), 0)).toMatchObject([{ code: "too_small", minimum: 0, inclusive: false }]);
  expect(issuesOf(z.array(z.int()).max(1), [1, 2])).toMatchObject([{ code: "too_big", maximum: 1, origin: "array" }]);
  expect(issuesOf(z.string().min(8), "a")).toMatchObject([{ code: "too_small", minimum: 8, origin: "string" }]);
  const custom = z.string().refine(() => false, { error: "is bad", params: { code: "SECRET_UNSAFE", hint: "do so" } });
  expect(issuesOf(custom, "a")).toMatchObject([{ code: "custom", params: { code: "SECRET_UNSAFE", hint: "do so" } }]);
});

it("a union by kind says at the kind which there are", () => {
  const union = z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("a") }),
    z.strictObject({ kind: z.literal("b") }),
  ]);
  const expected = [{ code: "invalid_union", path: ["kind"], options: ["a", "b"], errors: [] }];
  expect(issuesOf(union, { kind: "c" })).toMatchObject(expected);
  expect(issuesOf(union, {})).toMatchObject(expected);
});

it("a JSON Schema holds keys, alternatives, references and descriptions where they are looked for", () => {
  interface Tree {
    readonly children?: readonly Tree[] | undefined;
  }
  const tree: z.ZodType<Tree> = z.lazy(() => z.strictObject({ children: z.array(tree).optional() }));
  const schema = z.strictObject({
    list: z.array(z.number().describe("a number")).default([]),
    map: z.record(z.string(), z.boolean()).optional(),
    text: z
      .string()
      .refine(() => true)
      .transform((text) => text.length),
    either: z
      .union([z.string(), z.strictObject({ a: z.int() })])
      .prefault("x")
      .describe("one of two"),
    kinds: z.discriminatedUnion("kind", [z.strictObject({ kind: z.literal("a").describe("the kind") })]),
    tree,
  });
  const { properties, $defs } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  expect(properties).toMatchObject({
    list: { items: { description: "a number" } },
    map: { additionalProperties: { type: "boolean" } },
    text: { type: "string" },
    either: { description: "one of two", anyOf: [{ type: "string" }, { properties: { a: { type: "integer" } } }] },
    kinds: { oneOf: [{ properties: { kind: { const: "a", description: "the kind" } } }] },
    tree: { $ref: "#/$defs/__schema0" },
  });
  expect($defs).toMatchObject({ __schema0: { properties: { children: { items: { $ref: "#/$defs/__schema0" } } } } });
});
