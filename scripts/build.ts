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

/** What is called: a file of CommonJS, which Node starts without its loader of ES modules. */
const MAIN = "main.cjs";
/** Module of the whole program, and the file of the quick verbs. */
const PROGRAM = "program.js";
const QUICK_BUNDLE = "quick-program.cjs";
/** The root of both, which the sources of the first name. */
const ROOT = "src/command/quick-program.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** CommonJS packages inside the bundle call `require` for Node's own modules, which an ES module does not have. */
const REQUIRE =
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);';

/** zod carries its messages in fifty languages, and reads JSON schemas; ours are our own, and a third of a start would go into the former. */
const withoutZodExtras: Plugin = {
  name: "without-zod-extras",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /locales\/index\.js$|from-json-schema\.js$/ }, ({ path, importer }) => {
      return /node_modules[\\/]zod[\\/]/.test(importer) ? { path, namespace: "empty" } : undefined;
    });
    onLoad({ filter: /.*/, namespace: "empty" }, () => ({ contents: "module.exports = {}" }));
  },
};

/**
 * Packages that most starts do not use, with what is used of them: to run each takes a hundredth of a start, so they are run when they are used.
 * QR codes are on few pictures; Temporal knows the time zones where the system does not.
 */
const RARELY_USED: Readonly<Record<string, string>> = { qr: "encodeQR", "temporal-polyfill": "Temporal" };
const runWhenUsed: Plugin = {
  name: "run-when-used",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[\w-]+$/ }, ({ path, kind }) => {
      return path in RARELY_USED && kind === "import-statement" ? { path, namespace: "when-used" } : undefined;
    });
    onLoad({ filter: /.*/, namespace: "when-used" }, ({ path }) => {
      const used = RARELY_USED[path] ?? "";
      const get = `() => require("${path}").${used}`;
      return {
        contents: `Object.defineProperty(exports, "${used}", { enumerable: true, get: ${get} });`,
        resolveDir: root,
      };
    });
  },
};

/** What MQTT's libraries would say of every packet to those who look for faults in them: its words are put together even where nobody listens. */
const withoutDebug: Plugin = {
  name: "without-debug",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^debug$/ }, () => ({ path: "debug", namespace: "silent" }));
    onLoad({ filter: /.*/, namespace: "silent" }, () => ({ contents: "module.exports = () => () => {}" }));
  },
};

/** Verbs that are started often: they have a bundle of one file, whose compiled code is kept. */
const QUICK_VERBS = ["run", "render"];
/** What that bundle leaves out: the other verbs, and what commander only needs for commands that are programs of their own. */
const onlyQuickVerbs: Plugin = {
  name: "only-quick-verbs",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\/[\w-]+\.ts$/ }, ({ path, importer, kind }) => {
      const isOther = kind === "dynamic-import" && importer.endsWith("/command/commands.ts");
      return isOther && !QUICK_VERBS.includes(basename(path, ".ts")) ? { path, namespace: "left-out" } : undefined;
    });
    onResolve({ filter: /^node:child_process$/ }, ({ path, importer }) => {
      return /node_modules[\\/]commander[\\/]/.test(importer) ? { path, namespace: "left-out" } : undefined;
    });
    onLoad({ filter: /.*/, namespace: "left-out" }, () => ({ contents: "module.exports = {}" }));
  },
};

/** Leaves the program out of what is called: that imports it, or loads the quick verbs. */
const onlyMain: Plugin = {
  name: "only-main",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/command\/quick-program\.ts$/ }, () => ({ path: `./${PROGRAM}`, external: true }));
  },
};

/** Options that all bundles have. */
const shared: BuildOptions = {
  bundle: true,
  write: false,
  platform: "node",
  target: "node20.19",
  sourcemap: true,
  sourcesContent: false,
  external: NATIVE_PACKAGES,
  mainFields: ["module", "main"],
  legalComments: "none",
  logLevel: "warning",
};

/** What is called, see src/main.ts. */
const main: BuildOptions = {
  ...shared,
  entryPoints: ["src/main.ts"],
  entryNames: basename(MAIN, ".cjs"),
  outExtension: { ".js": ".cjs" },
  format: "cjs",
  define: {
    "import.meta.dirname": "__dirname",
    QUICK_BUNDLE: JSON.stringify(QUICK_BUNDLE),
    QUICK_VERBS: JSON.stringify(QUICK_VERBS),
  },
  plugins: [onlyMain],
};

/** The whole program, each verb in files of its own. */
const whole: BuildOptions = {
  ...shared,
  entryPoints: { [basename(PROGRAM, ".js")]: ROOT, "history-worker": "src/store/history-worker.ts" },
  entryNames: "[name]",
  format: "esm",
  splitting: true, // what a command imports lazily stays in a file of its own
  banner: { js: REQUIRE },
  plugins: [withoutZodExtras],
};

/** What a file of CommonJS sees; a file that code is kept of is written as a function of it. */
const SCOPE = "function (exports, require, module, __filename, __dirname)";

/** The quick verbs in one file: compiled code can be kept of CommonJS only. What they import lazily is run when it is needed. */
const quick: BuildOptions = {
  ...shared,
  entryPoints: [ROOT],
  entryNames: basename(QUICK_BUNDLE, ".cjs"),
  outExtension: { ".js": ".cjs" },
  format: "cjs",
  supported: { "dynamic-import": false }, // V8 compiles no import() in code that was kept
  minify: true, // its text stays in memory; a stack says where by its map, see src/source-lines.ts
  lineLimit: 120,
  // Node would put the same around it: 3 MB that would be copied at each start.
  banner: { js: `(${SCOPE} {const __url = require("node:url").pathToFileURL(__filename).href;` },
  footer: { js: "})" },
  define: { "import.meta.url": "__url" },
  plugins: [withoutZodExtras, withoutDebug, runWhenUsed, onlyQuickVerbs],
};

/** Letters of the shipped pictures, drawn when the program is built: see src/render/open-letters.ts. */
const LETTERS = "letters.bin";

/** Draws the file of letters, unless it is there from an earlier build: it takes longer than all the rest. */
async function placeLetters(path: string, drawing: string): Promise<void> {
  const origin = letterOrigin(drawing);
  if (!LetterFile.open(path, origin)) await placeFile(path, packLetters(await drawnLetters(origin)));
}

/**
 * Bundles the program into `folder`: the page, letters, the program and `main.cjs`. Each file appears whole and `main.cjs` last, so
 * that a start in the middle of a build finds either the old program or the new one.
 */
async function bundle(root: string, folder: string): Promise<void> {
  const startedAt = new Date(); // a source that changes while this runs must be newer than its result
  const drawing = await drawingOfLetters();
  const at = { absWorkingDir: root, outdir: folder };
  const withLetters = (options: BuildOptions): BuildOptions => {
    return { ...options, ...at, define: { ...options.define, WATTFRAME_LETTERS: JSON.stringify(drawing) } };
  };
  const [bundles] = await Promise.all([
    Promise.all([main, whole, quick].map((options) => build(withLetters(options)))),
    buildPage(PAGE, join(folder, "page")),
    checkLayouts(join(folder, CHECKED_LAYOUTS)),
    placeLetters(join(folder, LETTERS), drawing),
  ]);
  const outputFiles = bundles.flatMap(({ outputFiles: files = [] }) => files);
  const isMain = (path: string) => basename(path) === MAIN;
  for (const { path, contents, text } of outputFiles.toSorted(
    (a, b) => Number(isMain(a.path)) - Number(isMain(b.path)),
  )) {
    await placeFile(
      path,
      path.endsWith(QUICK_BUNDLE) ? asciiOf(text) : contents,
      startedAt,
      isMain(path) ? 0o755 : 0o644,
    );
  }
  const written = new Set(["page", CHECKED_LAYOUTS, LETTERS, ...outputFiles.map(({ path }) => basename(path))]);
  const left = (await readdir(folder)).filter((name) => !written.has(name));
  await Promise.all(left.map((name) => rm(join(folder, name), { recursive: true })));
}

/** Code with every other character escaped: V8 keeps text of ASCII at one byte a character. Only regular expressions have them. */
function asciiOf(code: string): string {
  return code.replace(/[^\0-\x7f]/gu, (letter) =>
    [...Array(letter.length).keys()].map((i) => `\\u${letter.charCodeAt(i).toString(16).padStart(4, "0")}`).join(""),
  );
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

try {
  await bundle(root, join(root, "dist"));
} catch (thrown) {
  // esbuild has printed the faults of the sources; any other error is still to be printed.
  if (!(thrown instanceof Error && "errors" in thrown)) console.error(thrown);
  process.exitCode = 1;
}
