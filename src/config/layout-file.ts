import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { sizeText } from "../draw/size.ts";
import { WattframeError } from "../errors.ts";
import { readError } from "../files/file-error.ts";
import { type Layout, layoutOf, layoutSchema } from "../layout/layout.ts";
import { overlapsOf } from "../layout/overlap.ts";
import { place } from "../layout/place.ts";
import { leastSize } from "../layout/size-range.ts";
import { type Fault, FaultsError } from "./fault.ts";
import { faultAt, validate } from "./validate.ts";
import { parseYaml } from "./yaml-document.ts";

/** A layout from the text of its file, or everything that is wrong with it, overflow included. */
export function layoutFromText(
  text: string,
  file: string,
): { readonly layout: Layout } | { readonly faults: readonly Fault[] } {
  const parsed = parseYaml(text, file, "doc/adding-a-layout.md");
  if ("faults" in parsed) return parsed;
  const validated = validate(layoutSchema, parsed.document);
  if ("faults" in validated) return validated;
  const layout = layoutOf(basename(file, ".yaml"), validated.value);
  const overlaps = overlapsOf(layout).map(({ sizes, before, size }) =>
    faultAt(
      parsed.document,
      ["sizes", sizes],
      {
        code: "WRONG_VALUE",
        message: `"${sizes}" overlaps "${before}": both are for ${sizeText(size)}`,
        hint: "let one begin where the other has ended, or write one composition for both",
      },
      "key",
    ),
  );
  const misplaced = layout.compositions.flatMap((composition) =>
    place({ ...composition, ...leastSize(composition.range) }).misplaced.map(({ path, message }) =>
      faultAt(parsed.document, path, {
        code: "LAYOUT_OVERFLOW",
        message,
        hint: "give it more room, or the others less",
      }),
    ),
  );
  const faults = [...overlaps, ...misplaced];
  return faults.length > 0 ? { faults } : { layout };
}

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
    const lists = await Promise.all(this.folders.map((folder) => readdir(folder).catch(() => [])));
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
    const result = layoutFromText(await read(file), file);
    if ("layout" in result) return result.layout;
    throw new FaultsError("LAYOUT_INVALID", result.faults);
  }
}

/** The reason why a folder of layouts cannot be read, for a person; undefined when it can. */
export async function folderFaultOf(folder: string): Promise<string | undefined> {
  try {
    await readdir(folder);
    return undefined;
  } catch (cause) {
    const what = WRONG_FOLDER[(cause as NodeJS.ErrnoException).code ?? ""];
    return what === undefined ? readError(`the folder ${folder}`, cause).message : `the folder ${folder} ${what}`;
  }
}

const WRONG_FOLDER: Readonly<Record<string, string>> = { ENOENT: "does not exist", ENOTDIR: "is a file" };

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw readError(`the layout ${file}`, cause);
  }
}
