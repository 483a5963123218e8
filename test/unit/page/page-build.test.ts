import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildPage } from "../../../scripts/page-build.ts";

const NAMES = ["page.tsx", "login.ts", "page.css", "index.html", "login.html"];
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "wattframe-page-"));
  await writeFile(join(folder, "left-over.js"), "");
  await buildPage(
    NAMES.map((name) => `src/page/${name}`),
    folder,
  );
});
afterAll(() => rm(folder, { recursive: true }));

const read = (name: string) => readFile(join(folder, name), "utf8");

it("holds its files under their own names, and nothing that was there before", async () => {
  const names = (await readdir(folder)).filter((name) => !/^[a-z-]+-[A-Z0-9]{8}\.js$/u.test(name));
  expect(names.sort()).toEqual(["index.html", "login.html", "login.js", "page.css", "page.js"]);
});

it("paints first after less than 100,000 bytes: the document, its style, its script and what that imports", async () => {
  const imported = [...(await read("page.js")).matchAll(/(?:from|import)"\.\/([^"]+)"/gu)].map(([, name = ""]) => name);
  const first = [...new Set(["index.html", "page.css", "page.js", ...imported])];
  const sizes = await Promise.all(first.map(async (name) => (await stat(join(folder, name))).size));
  expect(first.filter((name) => /values-tab|gallery-tab/u.test(name))).toEqual([]);
  expect(Math.min(...sizes)).toBeGreaterThan(100);
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(100_000);
});

describe.each(["index.html", "login.html"])("%s", (name) => {
  it("has nothing inline, for the policy it is served with forbids that", async () => {
    const text = await read(name);
    expect(text).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:/u);
    const scripts = [...text.matchAll(/<script([^>]*)>([^<]*)/gu)];
    expect(scripts).toHaveLength(1);
    expect(scripts[0]?.[1]).toContain(" src=");
    expect(scripts[0]?.[2]).toBe("");
  });

  it("names only files that are there", async () => {
    const [files, text] = await Promise.all([readdir(folder), read(name)]);
    const named = [...text.matchAll(/(?:src|href)="([^":]+)"/gu)].map(([, file]) => file);
    expect(named.length).toBeGreaterThanOrEqual(2);
    expect(named.filter((file) => !files.includes(file ?? ""))).toEqual([]);
  });
});

it("takes nothing from another host", async () => {
  const text = (await Promise.all((await readdir(folder)).map(read))).join("\n");
  const hosts = [...text.matchAll(/(?:https?:)?\/\/[a-z0-9.-]+\.[a-z]{2,}[^"'`\s)]*/giu)].map(([found]) => found);
  expect(hosts.length).toBeGreaterThan(0);
  // Names of XML vocabularies are no addresses.
  expect(hosts.filter((host) => !host.startsWith("http://www.w3.org/"))).toEqual([]);
});
