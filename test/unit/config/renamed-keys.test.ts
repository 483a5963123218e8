import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CONFIG_CONTEXT } from "../../../src/config/config-context.ts";
import { type Fault, faultLine } from "../../../src/config/fault.ts";
import { schemaKeys } from "../../../src/config/json-schemas.ts";
import { checkConfigText } from "../../../src/config/load.ts";
import { RENAMED_KEYS, type RenamedKey, withRenamedKeys } from "../../../src/config/renamed-keys.ts";
import { parseYaml } from "../../../src/config/yaml-document.ts";
import { PACKAGE_FOLDER } from "../../../src/package-folder.ts";

const ROWS: readonly RenamedKey[] = [
  { path: "meters.*.fuse", name: "mainFuseA" },
  { path: "broker.built-in", name: "embedded" },
  { path: "broker.embedded.port", name: "listen" },
];

const check = (lines: readonly string[], rows = ROWS) =>
  checkConfigText(lines.join("\n"), "w.yaml", {}, { ...CONFIG_CONTEXT, renamedKeys: rows });
const linesOf = (faults: readonly Fault[]) => faults.map((fault) => `${fault.code} ${faultLine(fault)}`);

describe("a key that was renamed", () => {
  it("still works, in groups that were renamed too, and is named with its place and its new name", async () => {
    const checked = await check([
      "broker:",
      "  built-in:",
      '    port: "127.0.0.1:1884"',
      "meters:",
      "  - { name: house, fuse: 35 }",
      "displays: [{ name: file, kind: png-file, path: a.png }]",
    ]);
    if (!("config" in checked)) throw new Error(linesOf(checked.faults).join("\n"));
    expect(checked.config.broker).toMatchObject({ kind: "embedded", listen: { mqtt: [{ port: 1884 }] } });
    expect(checked.config.meters[0]?.mainFuseA).toBe(35);
    expect(linesOf(checked.warnings)).toEqual([
      "RENAMED_KEY w.yaml:2:3 broker.built-in: warning: this key is called embedded now",
      "RENAMED_KEY w.yaml:3:5 broker.built-in.port: warning: this key is called listen now",
      "RENAMED_KEY w.yaml:5:20 meters[0].fuse: warning: this key is called mainFuseA now",
    ]);
  });

  it("has the faults of its value at the line where it is written", async () => {
    const checked = await check([
      "broker: { url: mqtt://a }",
      "meters:",
      "  - name: house",
      "    fuse: 2",
      "displays: [{ name: file, kind: png-file, path: a.png }]",
    ]);
    expect("faults" in checked && linesOf(checked.faults)).toContainEqual(
      expect.stringMatching(/^OUT_OF_RANGE w.yaml:4:11 /u),
    );
  });

  it("is a fault beside its new name", async () => {
    const checked = await check([
      "broker: { url: mqtt://a }",
      "meters: [{ fuse: 25, mainFuseA: 35 }]",
      "displays: [{ name: file, kind: png-file, path: a.png }]",
    ]);
    expect("faults" in checked && linesOf(checked.faults)).toEqual([
      "WRONG_VALUE w.yaml:2:12 meters[0].fuse: use either mainFuseA or fuse, not both",
    ]);
  });

  it("does not silence the first failure of a display that has one", async () => {
    const rows = [{ path: "displays.*.file", name: "path" }];
    const lines = ["broker: { url: mqtt://a }", "displays: [{ name: file, kind: png-file, file: a.png }]"];
    const checked = await check(lines, rows);
    expect("config" in checked && checked.config.displays[0]).not.toHaveProperty("isReported");
    expect("config" in checked && linesOf(checked.warnings)).toEqual([
      "RENAMED_KEY w.yaml:2:42 displays[0].file: warning: this key is called path now",
    ]);
  });

  it("is no key of another group", () => {
    const parsed = parseYaml("fuse: 1\nmeters: [{ mapping: { fuse: 2 } }]\n", "w.yaml");
    if (!("document" in parsed)) throw new Error("no YAML");
    expect(withRenamedKeys(parsed.document, ROWS)).toMatchObject({
      document: { value: parsed.document.value },
      faults: [],
    });
  });
});

const textOf = (file: string) => readFileSync(join(PACKAGE_FOLDER, file), "utf8");

describe("every key that a configuration ever had", () => {
  const released = textOf("test/fixtures/configuration-keys.txt").trim().split("\n");
  const now = schemaKeys(JSON.parse(textOf("doc/wattframe.schema.json")));

  it("is a key now, or is in the table of renamed ones", () => {
    const renamed = RENAMED_KEYS.map(({ path }) => path.replaceAll(".*", ""));
    expect(released.length).toBeGreaterThanOrEqual(104);
    expect(released.filter((key) => !now.has(key) && !renamed.includes(key))).toEqual([]);
  });

  it("leads to a key that there is", () => {
    const targets = RENAMED_KEYS.map(({ path, name }) => path.replaceAll(".*", "").replace(/[^.]*$/u, name));
    expect(targets.filter((key) => !now.has(key))).toEqual([]);
    expect(now.size).toBeGreaterThan(50);
  });
});
