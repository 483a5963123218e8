import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";
import { PACKAGE_FOLDER } from "../src/package-folder.ts";

/** One row of the table in doc/architecture.md. */
interface Row {
  /** Folders and files of src/ without their ending. */
  readonly parts: readonly string[];
  /** What they may import of the others; "everything" stands for all. */
  readonly mayImport: readonly string[];
  /** npm packages, each with the one file that may import it where the table names one. */
  readonly packages: readonly { readonly name: string; readonly file?: string }[];
}

/** One import of one file: another file of src/, or an npm package. */
interface Import {
  readonly file: string;
  readonly target: string;
  readonly isPackage: boolean;
}

/** Files at the top that anybody may import, and what these take themselves. */
const TOP: Readonly<Record<string, readonly string[]>> = {
  "code-cache": [],
  errors: [],
  log: ["pino", "pino-pretty"],
  "package-folder": [],
  "source-lines": [],
  "throttled-log": [],
  version: [],
  "work-queue": [],
};

/** Packages that few files may import: the edges of the program, of which the page has its own. */
const EDGES = {
  canvas: "render/canvas.ts",
  mqtt: "page/dashboard/broker-link.ts source/mqtt-connection.ts",
  aedes: "source/embedded-broker.ts",
  ws: "source/homewizard-socket.ts source/websocket-listener.ts",
  "node-cron": "refresh/schedule.ts",
  koffi: "bus/native.ts",
  pngjs: "raster/png.ts",
  serialport: "source/serial-line.ts",
  yaml: "config/yaml-document.ts",
  "@photostructure/sqlite": "store/engine.ts",
} as const;

/** Where the wall clock may be read; everything else is handed `now`. Demo, preview, push, what fills a history and the page are composition roots of their own. */
const CLOCKS = [
  /^main\.ts$/u,
  /^page\//u,
  /^log\.ts$/u,
  /^source\//u,
  /^kiosk\//u,
  /^command\/(?:demo|doctor|preview|push-panel|report|run|setup|status|fill-history|history-import|import-history)\.ts$/u,
];

/** Import of a value: not of types alone, and also at run time. */
const RUNTIME_IMPORT = /^(?:import|export)\s(?!type\b)(?:[^;"]*?\sfrom\s)?\s*"([^"]+)"|\bimport\("([^"]+)"\)/gmu;

const SRC = join(PACKAGE_FOLDER, "src");
const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((file) => /\.tsx?$/u.test(file));
const text = new Map(files.map((file) => [file, readFileSync(join(SRC, file), "utf8")]));
const imports = files.flatMap(importsOf);
const rows = tableOf(readFileSync(join(PACKAGE_FOLDER, "doc/architecture.md"), "utf8"));

function importsOf(file: string): Import[] {
  const statement = /^(?:import|export)\s(?:[^;"]*?\sfrom\s)?\s*"([^"]+)"|\bimport\(\s*"([^"]+)"\s*\)/gmu;
  return [...(text.get(file) ?? "").matchAll(statement)].flatMap((found): Import[] => {
    const name = found[1] ?? found[2] ?? "";
    if (name.startsWith("node:")) return [];
    if (!name.startsWith(".")) return [{ file, target: packageOf(name), isPackage: true }];
    return [{ file, target: normalize(join(dirname(file), name)), isPackage: false }];
  });
}

function packageOf(name: string): string {
  return name.split("/", name.startsWith("@") ? 2 : 1).join("/");
}

function tableOf(page: string): Row[] {
  const lines = page.split("\n").filter((line) => line.startsWith("| `"));
  const words = (cell = "") => [...cell.matchAll(/`([^`]+)`/gu)].map(([, word = ""]) => word.replace(/\.ts$/u, ""));
  return lines.flatMap((line) => {
    const cells = line.split("|").map((cell) => cell.trim());
    if (cells.length !== 6) return [];
    const mayImport = cells[3] === "everything" ? ["everything"] : words(cells[3]);
    const packages = (cells[4] ?? "").split(",").flatMap((item) => {
      const [, name, file] = /^\s*(@?[a-z][\w/-]*)(?: in `([^`]+)`)?/u.exec(item) ?? [];
      return name === undefined ? [] : [{ name, ...(file !== undefined && { file }) }];
    });
    return [{ parts: words(cells[1]), mayImport, packages }];
  });
}

/** The folder that a file belongs to, or its own name where it stands at the top. */
function partOf(file: string): string {
  return file.includes("/") ? (file.split("/")[0] ?? "") : file.replace(/\.ts$/u, "");
}

function rowOf(file: string): Row | undefined {
  return rows.find(({ parts }) => parts.includes(partOf(file)));
}

it("looks at the whole program, and at a table that is there", () => {
  expect(files.length).toBeGreaterThanOrEqual(150);
  expect(imports.length).toBeGreaterThanOrEqual(500);
  expect(rows.length).toBeGreaterThanOrEqual(17);
});

it("has a row in the table for every part of src/", () => {
  const without = files.filter((file) => rowOf(file) === undefined && TOP[partOf(file)] === undefined);
  expect(without).toEqual([]);
});

it("imports between its parts only what the table allows", () => {
  const forbidden = imports.filter(({ file, target, isPackage }) => {
    if (isPackage || partOf(target) === partOf(file) || partOf(target) === "errors" || target.startsWith(".."))
      return false;
    const allowed = rowOf(file)?.mayImport ?? [];
    return !allowed.includes("everything") && !allowed.includes(partOf(target));
  });
  expect(forbidden.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
});

it("leaves src/ only for package.json, and there in one place", () => {
  const outside = imports.filter(({ target, isPackage }) => !isPackage && target.startsWith(".."));
  expect(outside.map(({ file, target }) => `${file} imports ${target}`)).toEqual([
    "version.ts imports ../package.json",
  ]);
});

it("imports no npm package but those that the table gives to a part", () => {
  const forbidden = imports.filter(({ file, target, isPackage }) => {
    if (!isPackage) return false;
    const top = TOP[partOf(file)];
    if (top !== undefined) return !top.includes(target);
    const row = rowOf(file)?.packages.find(({ name }) => name === target);
    return row === undefined || (row.file !== undefined && !file.endsWith(`/${row.file}`));
  });
  expect(forbidden.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
});

/** Files that the page may import of parts that run in Node. */
const PAGE_IMPORTS = [
  "config/fault.ts",
  "source/broker-fault.ts",
  "source/link-state.ts",
  "source/reconnect-pace.ts",
  "web/protocol.ts",
];

it("gives the page what runs in browsers, and no more than single files of the rest", () => {
  const shared = ["meter", "intake", "history", "view", "dashboard", "words", "draw", "page"];
  const others = imports
    .filter(({ file, target, isPackage }) => !isPackage && partOf(file) === "page" && !shared.includes(partOf(target)))
    .map(({ target }) => target);
  expect([...new Set(others)].toSorted()).toEqual(PAGE_IMPORTS);
});

it("lets nothing of Node into the page", () => {
  const loaded = new Set(["page/page.tsx", "page/login.ts", "page/dashboard.tsx"]);
  for (const file of loaded) {
    for (const [, eager, lazy] of (text.get(file) ?? "").matchAll(RUNTIME_IMPORT)) {
      const target = eager ?? lazy ?? "";
      if (target.startsWith(".")) loaded.add(normalize(join(dirname(file), target)));
    }
  }
  expect(loaded.size).toBeGreaterThanOrEqual(100);
  expect([...loaded].filter((file) => /"node:|\bprocess\.[a-z]|\bBuffer\./u.test(text.get(file) ?? ""))).toEqual([]);
});

describe.each(Object.entries(EDGES))("the package %s", (name, only) => {
  it(`is imported by ${only} alone`, () => {
    const importers = imports.filter(({ target, isPackage }) => isPackage && target === name).map(({ file }) => file);
    expect([...new Set(importers)].toSorted().join(" ")).toBe(only);
  });
});

it("reads the wall clock only at its edges", () => {
  const readers = files.filter((file) => /\bDate\.now\(|\bnew Date\(\)/u.test(text.get(file) ?? ""));
  expect(readers.length).toBeGreaterThan(0);
  expect(readers.filter((file) => !CLOCKS.some((place) => place.test(file)))).toEqual([]);
});

it("ends the process in main.ts alone", () => {
  expect(files.filter((file) => /\bprocess\.exit\(/u.test(text.get(file) ?? ""))).toEqual(["main.ts"]);
});

it("loads what is heavy, and not always needed, only when it is called for", () => {
  const eager = (file: string, seen = new Set<string>()): Set<string> => {
    if (seen.has(file)) return seen;
    seen.add(file);
    const staticImport = /^(?:import|export)\s(?!type\b)(?:[^;"]*?\sfrom\s)?\s*"([^"]+)"/gmu;
    for (const [, name = ""] of (text.get(file) ?? "").matchAll(staticImport)) {
      if (name.startsWith(".")) eager(normalize(join(dirname(file), name)), seen);
      else seen.add(packageOf(name));
    }
    return seen;
  };
  const native = ["canvas", "koffi", "mqtt", "aedes", "serialport", "@photostructure/sqlite"];
  const heavy = [...eager("main.ts"), ...eager("command/program.ts")].filter((name) => native.includes(name));
  expect(heavy).toEqual([]);
  const unused = ["canvas", "mqtt", "node-cron", "yaml", "node:child_process", "node:crypto", "node:net"];
  expect([...eager("command/render.ts")].filter((name) => unused.includes(name))).toEqual([]);
  // What is looked for is found where it is imported.
  expect([...eager("source/mqtt-source.ts"), ...eager("source/embedded-broker.ts")]).toContain("mqtt");
  expect([...eager("command/push.ts")].filter((name) => ["canvas", "mqtt", "aedes"].includes(name))).toEqual([]);
  expect([...eager("source/mqtt-source.ts")].filter((name) => name === "aedes")).toEqual([]);
  expect([...eager("source/embedded-broker.ts")].filter((name) => name === "ws")).toEqual([]);
});

it("names its files in kebab-case, for what they hold", () => {
  expect(files.filter((file) => !/^(?:[a-z0-9-]+\/)*[a-z0-9-]+(?:\.d)?\.tsx?$/u.test(file))).toEqual([]);
  expect(files.filter((file) => /(?:^|\/)(?:utils?|helpers?|types|common|misc)\.ts$/u.test(file))).toEqual([]);
});
