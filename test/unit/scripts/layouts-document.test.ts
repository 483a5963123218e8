import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { layoutsDocument } from "../../../scripts/layouts-document.ts";

const files = await layoutsDocument();

it("says what the schemas say: npm run document writes it", async () => {
  const [page] = files;
  expect(page?.file).toBe("layouts.md");
  expect(await readFile(new URL("../../../doc/layouts.md", import.meta.url), "utf8")).toBe(page?.contents);
});

it("has every picture that it names", async () => {
  const text = await readFile(new URL("../../../doc/layouts.md", import.meta.url), "utf8");
  const named = [...text.matchAll(/\]\((pictures\/[^)]+)\)/gu)].map(([, file]) => file);
  expect(named).toEqual(files.slice(1).map(({ file }) => file));
  for (const file of named) await readFile(new URL(`../../../doc/${file}`, import.meta.url));
});
