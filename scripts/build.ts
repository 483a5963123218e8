import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build, type Plugin } from "esbuild";
import { CHECKED_LAYOUTS, checkedName, checkedText } from "../src/config/checked-layout.ts";
import { FaultsError } from "../src/config/fault.ts";
import { layoutFromText } from "../src/config/layout-text.ts";
import { FACES_FOLDER, LAYOUTS_FOLDER } from "../src/package-folder.ts";
import { LetterFile, packLetters } from "../src/render/letter-file.ts";
import { drawingOfLetters, drawnLetters, letterOrigin } from "./draw-letters.ts";
import { NATIVE_PACKAGES } from "./packaging/native-packages.ts";
import { buildPage } from "./page-build.ts";
import { placeFile } from "./place-file.ts";

/** What the kiosk serves to browsers, in `page/` beside the program. */
const PAGE = ["page.tsx", "login.ts", "page.css", "index.html", "login.html"].map((name) => `src/page/${name}`);

/** CommonJS packages inside the bundle call `require` for Node's own modules, which an ES module does not have. */
const REQUIRE =
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);';

/** zod carries its messages in fifty languages; ours are our own, and a third of the start would go into reading them. */
const withoutZodLocales: Plugin = {
  name: "without-zod-locales",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /locales\/index\.js$/ }, ({ importer }) => {
      return /node_modules[\\/]zod[\\/]/.test(importer) ? { path: "zod-locales", namespace: "empty" } : undefined;
    });
    onLoad({ filter: /.*/, namespace: "empty" }, () => ({ contents: "export {}" }));
  },
};

const options: BuildOptions = {
  entryPoints: ["src/main.ts", "src/store/history-worker.ts"],
  entryNames: "[name]",
  bundle: true,
  write: false,
  platform: "node",
  format: "esm",
  target: "node20.19",
  splitting: true, // what a command imports lazily stays in a file of its own
  sourcemap: true,
  sourcesContent: false,
  external: NATIVE_PACKAGES,
  mainFields: ["module", "main"],
  banner: { js: REQUIRE },
  plugins: [withoutZodLocales],
  legalComments: "none",
  logLevel: "warning",
};

/** Letters of the shipped pictures, drawn when the program is built: see src/render/open-letters.ts. */
const LETTERS = "letters.bin";

/** Draws the file of letters, unless it is there from an earlier build: it takes longer than all the rest. */
async function placeLetters(path: string, drawing: string): Promise<void> {
  const origin = letterOrigin(drawing);
  if (!LetterFile.open(path, origin)) await placeFile(path, packLetters(await drawnLetters(origin)));
}

/**
 * Bundles the program into `folder`: the page, letters, `main.js` and its chunks. Each file appears whole and `main.js` last, so
 * that a start in the middle of a build finds either the old program or the new one.
 */
async function bundle(root: string, folder: string): Promise<void> {
  const startedAt = new Date(); // a source that changes while this runs must be newer than its result
  const drawing = await drawingOfLetters();
  const define = { WATTFRAME_LETTERS: JSON.stringify(drawing) };
  const [{ outputFiles = [] }] = await Promise.all([
    build({ ...options, define, absWorkingDir: root, outdir: folder }),
    buildPage(PAGE, join(folder, "page")),
    checkLayouts(join(folder, CHECKED_LAYOUTS)),
    placeLetters(join(folder, LETTERS), drawing),
  ]);
  const isMain = (path: string) => basename(path) === "main.js";
  for (const { path, contents } of outputFiles.toSorted((a, b) => Number(isMain(a.path)) - Number(isMain(b.path)))) {
    await placeFile(path, contents, startedAt, isMain(path) ? 0o755 : 0o644);
  }
  const written = new Set(["page", CHECKED_LAYOUTS, LETTERS, ...outputFiles.map(({ path }) => basename(path))]);
  const left = (await readdir(folder)).filter((name) => !written.has(name));
  await Promise.all(left.map((name) => rm(join(folder, name), { recursive: true })));
}

/** Checks the shipped layouts and writes them as data: to read and to check YAML would take a tenth of each start. */
async function checkLayouts(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  for (const from of [LAYOUTS_FOLDER, FACES_FOLDER]) {
    for (const name of (await readdir(from)).filter((each) => each.endsWith(".yaml"))) {
      const file = join(from, name);
      const text = await readFile(file, "utf8");
      const read = layoutFromText(text, file);
      if ("faults" in read) throw new FaultsError("LAYOUT_INVALID", read.faults);
      const place = join(folder, checkedName(file) ?? name);
      await mkdir(dirname(place), { recursive: true });
      await placeFile(place, checkedText(text, read.written));
    }
  }
}

const root = fileURLToPath(new URL("..", import.meta.url));
try {
  await bundle(root, join(root, "dist"));
} catch (thrown) {
  // esbuild has printed the faults of the sources; any other error is still to be printed.
  if (!(thrown instanceof Error && "errors" in thrown)) console.error(thrown);
  process.exitCode = 1;
}
