import { existsSync, promises, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { WattframeError } from "../errors.ts";
import { readError } from "../files/file-error.ts";
import { type Layout, layoutOf } from "../layout/layout.ts";
import { checkedLayout } from "./checked-layout.ts";
import { FaultsError } from "./fault.ts";

/** Finds layouts by name: the user's folder first, then the shipped ones. */
export class LayoutFolder {
  /** Absolute, searched in order. */
  readonly folders: readonly string[];

  /** @param folders absolute, searched in order */
  constructor(folders: readonly string[]) {
    this.folders = folders;
  }

  /** The file of a layout; undefined when no folder has it. */
  fileOf(name: string): string | undefined {
    return this.folders.map((folder) => join(folder, `${name}.yaml`)).find((file) => existsSync(file));
  }

  /** Names of all layouts, sorted. */
  async names(): Promise<string[]> {
    // A folder that cannot be read has none; folderFaultOf says why.
    const lists = await Promise.all(this.folders.map((folder) => promises.readdir(folder).catch(() => [])));
    const names = lists.flat().flatMap((file) => (file.endsWith(".yaml") ? [basename(file, ".yaml")] : []));
    return [...new Set(names)].sort();
  }

  /** All layouts, by name. @throws WattframeError as {@link load} does, where a file cannot be used */
  async all(): Promise<Layout[]> {
    return Promise.all((await this.names()).map((name) => this.load(name)));
  }

  /**
   * One layout.
   * @throws WattframeError `LAYOUT_UNKNOWN`, `LAYOUT_INVALID` with every fault, `FILE_READ`
   */
  async load(name: string): Promise<Layout> {
    const file = this.fileOf(name);
    if (file === undefined) {
      throw new WattframeError("LAYOUT_UNKNOWN", `there is no layout "${name}"`, {
        hint: `these are there: ${(await this.names()).join(", ")}`,
      });
    }
    const text = read(file);
    const written = checkedLayout(file, text);
    if (written) return layoutOf(name, written);
    // Only a file that is not known already has to be read as YAML and explained.
    const { layoutFromText } = await import("./layout-text.ts");
    const result = layoutFromText(text, file);
    if ("layout" in result) return result.layout;
    throw new FaultsError("LAYOUT_INVALID", result.faults);
  }
}

/** A way to load the layouts of a folder that reads each file once; one that could not be used is read again. */
export function loadingOnce(folder: Pick<LayoutFolder, "load">): (name: string) => Promise<Layout> {
  const loaded = new Map<string, Promise<Layout>>();
  return (name) => {
    const known = loaded.get(name) ?? folder.load(name);
    loaded.set(name, known);
    known.catch(() => loaded.delete(name));
    return known;
  };
}

/** The reason why a folder of layouts cannot be read, for a person; undefined when it can. */
export async function folderFaultOf(folder: string): Promise<string | undefined> {
  try {
    await promises.readdir(folder);
    return undefined;
  } catch (cause) {
    const what = WRONG_FOLDER[(cause as NodeJS.ErrnoException).code ?? ""];
    return what === undefined ? readError(`the folder ${folder}`, cause).message : `the folder ${folder} ${what}`;
  }
}

const WRONG_FOLDER: Readonly<Record<string, string>> = { ENOENT: "does not exist", ENOTDIR: "is a file" };

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw readError(`the layout ${file}`, cause);
  }
}
