import { readFile, writeFile } from "node:fs/promises";
import { CONFIGURATION_SCHEMA, SCHEMA_FILES, schemaKeys } from "../src/config/json-schemas.ts";

for (const { file, text } of SCHEMA_FILES) await writeFile(new URL(`../${file}`, import.meta.url), text());

// Keys that were released stay in this list, so that none is renamed or removed without a word to those who use it.
const list = new URL("../test/fixtures/configuration-keys.txt", import.meta.url);
const released = (await readFile(list, "utf8")).split("\n").filter(Boolean);
const keys = new Set([...released, ...schemaKeys(JSON.parse(CONFIGURATION_SCHEMA.text()))]);
await writeFile(list, `${[...keys].sort().join("\n")}\n`);
