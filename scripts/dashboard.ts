import { mkdir, readdir, rm } from "node:fs/promises";
import { basename, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { PAGE_OPTIONS } from "./page-build.ts";
import { placeFile } from "./place-file.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const PAGE = "src/page/dashboard";
/** Parts that are loaded later carry the hash of what is in them, so that an old page never takes a new part. */
const PART = /^[a-z]+-[A-Z0-9]{8}\.js$/u;

/**
 * Builds the static dashboard into a folder that any web server can serve: `index.html`, `dashboard.js`, `dashboard.css`,
 * and the parts that are loaded after the first paint. Other files in the folder stay; parts of a build before go.
 * @returns the names of the files, in the order of writing
 */
export async function buildDashboard(folder: string): Promise<readonly string[]> {
  const { outputFiles } = await build({
    ...PAGE_OPTIONS,
    entryPoints: [`${PAGE}.tsx`, `${PAGE}.css`, `${PAGE}.html`],
    chunkNames: "[name]-[hash]",
    outdir: folder,
    splitting: true,
    legalComments: "eof",
  });
  await mkdir(folder, { recursive: true });
  // The document last: it names the others.
  const names = outputFiles.map(({ path }) => basename(path).replace("dashboard.html", "index.html"));
  const order = [...outputFiles.keys()].sort((a, b) => rank(names[a]) - rank(names[b]));
  for (const i of order) await placeFile(join(folder, names[i] ?? ""), outputFiles[i]?.contents ?? "");
  const left = (await readdir(folder)).filter((name) => PART.test(name) && !names.includes(name));
  await Promise.all(left.map((name) => rm(join(folder, name))));
  return order.map((i) => names[i] ?? "");
}

function rank(name = ""): number {
  if (name === "index.html") return 2;
  return PART.test(name) ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = resolve(process.argv[2] ?? join(ROOT, "out/dashboard"));
  const names = await buildDashboard(folder);
  process.stdout.write(`${relative(process.cwd(), folder) || "."}: ${names.toReversed().join(" ")}\n`);
}
