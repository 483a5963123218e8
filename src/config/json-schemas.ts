import { z } from "zod";
import { layoutSchema } from "../layout/layout.ts";
import { configSchema } from "./schema.ts";
import { SURROUNDINGS } from "./surroundings.ts";

/** A JSON Schema that travels with the project, so that editors complete and check while one writes. */
export interface SchemaFile {
  /** Where it is kept, from the project's folder. */
  readonly file: string;
  /** What belongs in it. */
  text(): string;
}

/** The schemas of the configuration and of layouts. */
export const SCHEMA_FILES: readonly SchemaFile[] = [
  {
    file: "doc/wattframe.schema.json",
    text: () => jsonSchema(configSchema(SURROUNDINGS.kinds), "The configuration of Wattframe"),
  },
  { file: "layouts/schema.json", text: () => jsonSchema(layoutSchema, "A layout of Wattframe") },
];

/** What may be written, so that keys with a default need not be; texts are judged again, and better, by `check`. */
function jsonSchema(schema: z.ZodType, title: string): string {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: "input", target: "draft-7" });
  return `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`;
}
