import { writeFile } from "node:fs/promises";
import { SCHEMA_FILES } from "../src/config/json-schemas.ts";

for (const { file, text } of SCHEMA_FILES) await writeFile(new URL(`../${file}`, import.meta.url), text());
