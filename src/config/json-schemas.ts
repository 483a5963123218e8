import { z } from "zod";
import { layoutSchema } from "../layout/layout.ts";
import { CONFIG_CONTEXT } from "./config-context.ts";
import { configSchema } from "./schema.ts";

/** A JSON Schema that travels with the project, so that editors complete and check while one writes. */
export interface SchemaFile {
  /** Its path from the project's folder. */
  readonly file: string;
  /** Its contents. */
  text(): string;
}

/** The schemas of the configuration and of layouts. */
export const SCHEMA_FILES: readonly SchemaFile[] = [
  {
    file: "doc/wattframe.schema.json",
    text: () => jsonSchema(configSchema(CONFIG_CONTEXT.kinds), "The configuration of Wattframe"),
  },
  { file: "layouts/schema.json", text: () => jsonSchema(layoutSchema, "A layout of Wattframe") },
];

/** The schema of what may be written: keys with a default may be left out. Texts are checked again, and better, by `check`. */
function jsonSchema(schema: z.ZodType, title: string): string {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: "input", target: "draft-7" });
  return `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`;
}
