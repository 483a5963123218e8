import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { CHECK_CONTEXT, CONFIG_CONTEXT } from "../../../src/config/config-context.ts";
import { faultLine } from "../../../src/config/fault.ts";
import { SCHEMA_FILES, schemaKeys } from "../../../src/config/json-schemas.ts";
import { checkConfigText } from "../../../src/config/load.ts";
import { DISPLAYS } from "../../../src/display/displays.ts";
import { PACKAGE_FOLDER } from "../../../src/package-folder.ts";

const EXAMPLE = join(PACKAGE_FOLDER, "doc/wattframe.yaml");
const MINIMAL = join(PACKAGE_FOLDER, "doc/wattframe.minimal.yaml");

/** The keys below a top-level key that the example shows as comments, written as if they were meant. */
const uncommented = (text: string, section: string): string => {
  const from = text.indexOf(`\n${section}:`);
  return `${text.slice(0, from)}${text.slice(from).replaceAll(/^( +)# (?=- name: | *(?:- )?\w+:(?: |$))/gmu, "$1")}`;
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "wattframe-example-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** What `check` finds in a file of the folder on this machine, and the names of the displays in it. */
async function checked(text: string, env = {}, context = CHECK_CONTEXT) {
  const result = await checkConfigText(text, join(folder, "wattframe.yaml"), env, context);
  const found = "config" in result ? result.warnings : result.faults;
  return { found: found.map(faultLine), displays: "config" in result ? result.config.displays.length : 0 };
}

it.each([EXAMPLE, MINIMAL])(
  "finds nothing in %s as it is copied, alone in a folder and without an environment",
  async (file) => {
    expect(await checked(await readFile(file, "utf8"))).toEqual({ found: [], displays: 1 });
  },
);

it("writes nothing outside its folder as the minimal example says it", async () => {
  const file = join(folder, "wattframe.minimal.yaml");
  const found = await checkConfigText(await readFile(MINIMAL, "utf8"), file, {}, CONFIG_CONTEXT);
  const { displays = [], history } = "config" in found ? found.config : {};
  expect(displays.map(({ options }) => options["path"])).toEqual([join(folder, "balance.png")]);
  expect(history).toBeUndefined();
});

it("finds nothing in the README's configuration", async () => {
  const readme = await readFile(join(PACKAGE_FOLDER, "README.md"), "utf8");
  const text = /^ {4}broker:\n(?: {4}.*\n)+/mu.exec(readme)?.[0].replaceAll(/^ {4}/gmu, "") ?? "";
  expect(await checked(text)).toEqual({ found: [], displays: 1 });
});

it("is right about every display that it shows as a comment", async () => {
  const text = uncommented(await readFile(EXAMPLE, "utf8"), "displays");
  expect(await checked(text.replace("vcomMv:", "# vcomMv:"), {}, CONFIG_CONTEXT)).toEqual({
    found: [],
    displays: DISPLAYS.length,
  });
});

it("is right about every broker, secret and folder that it shows as a comment", async () => {
  const text = uncommented(await readFile(EXAMPLE, "utf8"), "broker").replace(/^ {2}url: [\s\S]*?\n\n/mu, "\n");
  for (const name of ["reader", "preview"]) {
    await writeFile(join(folder, `${name}.password`), "long enough\n", { mode: 0o600 });
  }
  await writeFile(join(folder, "han.key"), `${"0a".repeat(16)}\n`, { mode: 0o600 });
  await writeFile(join(folder, "homewizard.token"), "0A0B0C0D0E0F0A0B0C0D0E0F0A0B0C0D\n", { mode: 0o600 });
  await writeFile(join(folder, "homewizard.pem"), "-----BEGIN CERTIFICATE-----\n");
  await writeFile(join(folder, "han.auth"), `${"0b".repeat(16)}\n`, { mode: 0o600 });
  const env = { DASHBOARD_PASSWORD: "long enough", HALLWAY_TOKEN: "0123456789abcdef" };
  const opened = text.replace("mqtt: 127.0.0.1:1883", "mqtt: 0.0.0.0:1883").replace("vcomMv:", "# vcomMv:");
  expect(opened).toContain("\n    users:\n      - name: reader\n");
  expect(await checked(opened, env, CONFIG_CONTEXT)).toEqual({ found: [], displays: DISPLAYS.length });
});

it("shows every key of the schema in the example", async () => {
  const keys = schemaKeys(JSON.parse(SCHEMA_FILES[0]?.text() ?? "{}"));
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
