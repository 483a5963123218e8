import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { faultLine } from "../../../src/config/fault.ts";
import { SCHEMA_FILES } from "../../../src/config/json-schemas.ts";
import { checkConfigText } from "../../../src/config/load.ts";
import { SURROUNDINGS } from "../../../src/config/surroundings.ts";
import { PACKAGE_FOLDER } from "../../../src/package-folder.ts";

const EXAMPLE = join(PACKAGE_FOLDER, "doc/wattframe.yaml");

/** Every key that a JSON Schema knows, with the path of keys that leads there; lists and variants leave no trace in it. */
function keysOf(schema: unknown, path = "", found = new Set<string>()): Set<string> {
  if (typeof schema !== "object" || schema === null) return found;
  for (const [word, inner] of Object.entries(schema)) {
    if (word !== "properties") keysOf(inner, path, found);
    else
      for (const [key, value] of Object.entries(inner as object)) {
        found.add(`${path}${key}`);
        keysOf(value, `${path}${key}.`, found);
      }
  }
  return found;
}

/** The displays that the example shows as comments, written as if they were meant. */
const withEveryDisplay = (text: string): string =>
  text.replaceAll(/^ {2}# (?=- name: | {2,4}\w+: )/gmu, (_, at: number) =>
    at > text.indexOf("\ndisplays:") ? "  " : "  # ",
  );

it.each([
  ["as it is", (text: string) => text, 1],
  ["with every display that stands in it as a comment", withEveryDisplay, 4],
])("loads the example %s", async (_, change, displays) => {
  const folder = await mkdtemp(join(tmpdir(), "wattframe-example-"));
  await Promise.all(["reader", "preview"].map((name) => writeFile(join(folder, `${name}.password`), "long enough\n")));
  const env = { DASHBOARD_PASSWORD: "x", HALLWAY_TOKEN: "0123456789abcdef" };
  const text = change(await readFile(EXAMPLE, "utf8"));
  const checked = await checkConfigText(text, join(folder, "wattframe.yaml"), env, SURROUNDINGS);
  expect("faults" in checked ? checked.faults.map(faultLine) : []).toEqual([]);
  expect("config" in checked && checked.config.displays.length).toBeGreaterThanOrEqual(displays);
  await rm(folder, { recursive: true });
});

it("shows every key of the schema in the example", async () => {
  const keys = keysOf(JSON.parse(SCHEMA_FILES[0]?.text() ?? "{}"));
  expect(keys.size).toBeGreaterThanOrEqual(60);
  const text = await readFile(EXAMPLE, "utf8");
  const missing = [...keys].filter((path) => !new RegExp(`\\b${path.split(".").at(-1)}:`, "u").test(text));
  expect(missing).toEqual([]);
});

it("explains every key of the schema", () => {
  const bare: string[] = [];
  const visit = (schema: unknown, path: string): void => {
    if (typeof schema !== "object" || schema === null) return;
    for (const [word, inner] of Object.entries(schema)) {
      if (word !== "properties") visit(inner, path);
      else
        for (const [key, value] of Object.entries(inner as Record<string, { description?: string }>)) {
          if (value.description === undefined) bare.push(`${path}${key}`);
          visit(value, `${path}${key}.`);
        }
    }
  };
  visit(JSON.parse(SCHEMA_FILES[0]?.text() ?? "{}"), "");
  expect(bare).toEqual([]);
});

it.each(SCHEMA_FILES)("keeps $file as the code says it (npm run schema)", async ({ file, text }) => {
  expect(await readFile(join(PACKAGE_FOLDER, file), "utf8")).toBe(text());
});
