import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** One package of npm as it lies on the disk. */
export interface Module {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly author: string;
  readonly folder: string;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly author?: string | { readonly name: string };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/**
 * Finds packages and everything that they need when they run, each once, in the order of their folders.
 * @param root folder with a `node_modules`
 * @param without packages that are only needed to install others
 * @throws when one is missing that is not optional
 */
export async function moduleClosure(
  root: string,
  names: readonly string[],
  without: readonly string[] = [],
): Promise<readonly Module[]> {
  const found = new Map<string, Module>();
  const visit = async (name: string, from: string, isOptional: boolean): Promise<void> => {
    if (without.includes(name)) return;
    const folder = await moduleFolder(name, from);
    if (folder === undefined && isOptional) return; // of another processor
    if (folder === undefined) throw new Error(`${name}, which ${from} needs, is not installed`);
    if (found.has(folder)) return;
    const manifest = await manifestOf(folder);
    found.set(folder, { ...describe(manifest), folder });
    for (const next of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies }))
      await visit(next, folder, manifest.optionalDependencies?.[next] !== undefined);
  };
  for (const name of names) await visit(name, root, false);
  return [...found.values()].toSorted((a, b) => (a.folder < b.folder ? -1 : 1));
}

function describe({ name, version, license = "not stated", author = "" }: Manifest): Omit<Module, "folder"> {
  return { name, version, license, author: typeof author === "string" ? author : author.name };
}

async function manifestOf(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as Manifest;
}

/** The folder of a package as Node looks for it: in `node_modules` of this folder, or of one above it. */
async function moduleFolder(name: string, from: string): Promise<string | undefined> {
  const folder = join(from, "node_modules", name);
  if (await readFile(join(folder, "package.json")).then(Boolean, () => false)) return folder;
  const above = dirname(from);
  return above === from ? undefined : moduleFolder(name, above);
}

/** Endings of files that a package needs when it runs. */
const RUNTIME = /\.(?:[cm]?js|json|node)$|^licen[cs]e/iu;
/** Folders of sources, of what builds them, and of tests. */
const NOT_RUNTIME =
  /(?:^|\/)(?:node_modules|build|prebuilds|scripts|test|tests|util|vendor|doc|docs|cnoke\.cjs)(?:\/|$)/u;
/** Binaries of another C library, or of an operating system that is not Linux. */
const OTHER_BINARY = /musl/u;

/** Tells whether a package needs a file, named relative to its folder, when it runs on Debian. */
export function isNeededToRun(path: string): boolean {
  return RUNTIME.test(path.split("/").at(-1) ?? "") && !NOT_RUNTIME.test(path) && !OTHER_BINARY.test(path);
}
