import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { WattframeError } from "../errors.ts";
import { PACKAGE_FOLDER } from "../package-folder.ts";

/** A file of the page. */
export interface Asset {
  readonly bytes: Uint8Array;
  readonly type: string;
  readonly version: string;
}

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
};

/**
 * Files of the built page by name, read once, so that no request ever becomes a path.
 * @throws WattframeError `FILE_READ` when the page has not been built
 */
export async function loadAssets(folder = join(PACKAGE_FOLDER, "dist/page")): Promise<ReadonlyMap<string, Asset>> {
  const names = await readdir(folder).catch((): string[] => []);
  const known = names.filter((name) => TYPES[extname(name)] !== undefined);
  if (!known.includes("index.html")) {
    throw new WattframeError("FILE_READ", `the page is not built: there is no ${join(folder, "index.html")}`, {
      hint: "Run scripts/prepare once.",
    });
  }
  const files = known.map(async (name): Promise<[string, Asset]> => {
    const bytes = await readFile(join(folder, name));
    const version = createHash("sha256").update(bytes).digest("hex").slice(0, 24);
    return [name, { bytes, type: TYPES[extname(name)] ?? "", version }];
  });
  return new Map(await Promise.all(files));
}
