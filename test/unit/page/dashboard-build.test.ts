import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildDashboard } from "../../../scripts/dashboard.ts";

let folder = "";
let names: readonly string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "wattframe-dashboard-"));
  await writeFile(join(folder, "engine-AAAAAAAA.js"), "");
  await writeFile(join(folder, "robots.txt"), "");
  names = await buildDashboard(folder);
});
afterAll(() => rm(folder, { recursive: true }));

const read = (name: string) => readFile(join(folder, name), "utf8");

describe("the folder of the static dashboard", () => {
  it("holds what it says, the document written last, and leaves alone what is not its own", async () => {
    expect(names.at(-1)).toBe("index.html");
    expect((await readdir(folder)).toSorted()).toEqual([...names, "robots.txt"].toSorted());
    expect(names).toEqual(expect.arrayContaining(["dashboard.js", "dashboard.css"]));
  });

  it("paints first after less than 85 kB: the document, its style, its script and what that imports", async () => {
    const script = await read("dashboard.js");
    const imported = [...script.matchAll(/(?:from|import)"\.\/([^"]+)"/gu)].map(([, name = ""]) => name);
    const first = [...new Set(["index.html", "dashboard.css", "dashboard.js", ...imported])];
    const sizes = await Promise.all(first.map(async (name) => (await stat(join(folder, name))).size));
    expect(first.filter((name) => name.startsWith("engine-"))).toEqual([]);
    expect(Math.min(...sizes)).toBeGreaterThan(0);
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(85_000);
  });

  it("has nothing inline and forbids what it does not need", async () => {
    const html = await read("index.html");
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:/u);
    expect(html).toContain("default-src 'none'; script-src 'self'; style-src 'self';");
    expect(html).not.toMatch(/unsafe|\*/u);
  });

  it("brings the kiosk's own code without Node's Buffer", async () => {
    const engine = names.find((name) => name.startsWith("engine-")) ?? "";
    expect(await read(engine)).toContain("activePowerImportW");
    const own = (await read("dashboard.js")) + (await read(names.find((name) => name.startsWith("chunk-")) ?? engine));
    expect(own).not.toMatch(/\bBuffer\b|\bprocess\b/u);
  });
});
