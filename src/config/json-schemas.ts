import { z } from "zod";
import { layoutSchema } from "../layout/layout-schema.ts";
import { CONFIG_CONTEXT } from "./config-context.ts";
import { configSchema } from "./schema.ts";

/** A JSON Schema that travels with the project, so that editors complete and check while one writes. */
export interface SchemaFile {
  /** Its path from the project's folder. */
  readonly file: string;
  /** Its contents. */
  text(): string;
}

/** The schema of the configuration. */
export const CONFIGURATION_SCHEMA: SchemaFile = {
  file: "doc/wattframe.schema.json",
  text: () => jsonSchema(configSchema(CONFIG_CONTEXT.kinds), "The configuration of Wattframe"),
};

/** The schemas of the configuration and of layouts. */
export const SCHEMA_FILES: readonly SchemaFile[] = [
  CONFIGURATION_SCHEMA,
  { file: "layouts/schema.json", text: () => jsonSchema(layoutSchema, "A layout of Wattframe") },
];

/** Every key that a JSON Schema knows, with the path of keys that leads there; lists and variants leave no trace in it. */
export function schemaKeys(schema: unknown, path = "", found = new Set<string>()): ReadonlySet<string> {
  if (typeof schema !== "object" || schema === null) return found;
  for (const [word, inner] of Object.entries(schema)) {
    if (word !== "properties") schemaKeys(inner, path, found);
    else
      for (const [key, value] of Object.entries(inner as object)) {
        found.add(`${path}${key}`);
        schemaKeys(value, `${path}${key}.`, found);
      }
  }
  return found;
}

/** The schema of what may be written: keys with a default may be left out. Texts are checked again, and better, by `check`. */
function jsonSchema(schema: z.ZodType, title: string): string {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: "input", target: "draft-7" });
  return `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`;
}
