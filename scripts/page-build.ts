import { mkdir, readdir, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build } from "esbuild";
import { placeFile } from "./place-file.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** How everything that runs in browsers is bundled: small, for browsers of the last years, with Preact's TSX, documents as they are. */
export const PAGE_OPTIONS = {
  absWorkingDir: ROOT,
  entryNames: "[name]",
  bundle: true,
  write: false,
  minify: true,
  platform: "browser",
  format: "esm",
  target: "es2022",
  jsx: "automatic",
  jsxImportSource: "preact",
  loader: { ".html": "copy" },
  mainFields: ["module", "main"],
  define: { "process.env.NODE_ENV": '"production"' },
  legalComments: "none",
  logLevel: "warning",
} as const satisfies BuildOptions;

/**
 * Bundles a page for browsers into a folder of its own: every script and style under its own name, parts that are loaded
 * later or shared under a name with a hash, documents as they are.
 * Whatever else the folder held is removed. Nothing refers to another host, and nothing is inline, for the pages are
 * served with a policy that forbids it.
 * @param entries scripts (`.ts`, `.tsx`), styles (`.css`) and documents (`.html`), relative to the package
 * @param folder where `<name>.js`, `<name>.css` and `<name>.html` go
 */
export async function buildPage(entries: readonly string[], folder: string): Promise<void> {
  const { outputFiles } = await build({
    ...PAGE_OPTIONS,
    entryPoints: [...entries],
    outdir: folder,
    splitting: true, // tabs are loaded when they are opened
    chunkNames: "[name]-[hash]",
  });
  await mkdir(folder, { recursive: true });
  // Documents last: they name the others.
  const isDocument = (path: string) => path.endsWith(".html");
  const files = outputFiles.toSorted((a, b) => Number(isDocument(a.path)) - Number(isDocument(b.path)));
  for (const { path, contents } of files) await placeFile(path, contents);
  const written = new Set(files.map(({ path }) => basename(path)));
  const left = (await readdir(folder)).filter((name) => !written.has(name));
  await Promise.all(left.map((name) => rm(join(folder, name), { recursive: true })));
}
