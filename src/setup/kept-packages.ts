import { readdir, readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { WattframeError } from "../errors.ts";
import { readError } from "../files/file-error.ts";
import type { SetupPlan } from "./plan.ts";
import type { PlannedFile } from "./planned-files.ts";

/** Folder of the packages that are kept for going back. It is root's: what is installed from it must be nobody else's to change. */
const FOLDER = "/var/backups/wattframe";
const KEPT = 2;
/** A package is an archive of ar. @source deb(5) */
const MAGIC = "!<arch>\n";

/** A package in the folder, and when it came there. */
interface KeptPackage {
  readonly name: string;
  readonly at: number;
}

/** Keeps a package beside the one before it; older ones are removed. @throws WattframeError `USAGE`, `FILE_READ` */
export async function packageSteps(root: string, file: string): Promise<Partial<SetupPlan>> {
  const contents = await readFile(file).catch((cause: unknown) => {
    throw readError(file, cause);
  });
  const name = basename(file);
  if (contents.toString("latin1", 0, MAGIC.length) !== MAGIC || !/^wattframe.*\.deb$/u.test(name)) {
    throw new WattframeError("USAGE", `--deb: ${file} is no package of Wattframe`, {
      hint: "Name the file that is installed, such as wattframe_<version>_<arch>.deb.",
    });
  }
  const there = await keptPackages(join(root, FOLDER));
  const plannedOf = (one: string): PlannedFile => ({ path: join(root, FOLDER, one), name: `${FOLDER}/${one}` });
  const before = there.some((one) => one.name === name) ? await readFile(join(root, FOLDER, name)) : undefined;
  const outdated = outdatedPackages(there, name).map((one) => ({ ...plannedOf(one), before: "" }));
  return { files: [{ ...plannedOf(name), contents, ...(before && { before }) }, ...outdated] };
}

async function keptPackages(folder: string): Promise<readonly KeptPackage[]> {
  const names = await readdir(folder).catch(() => []); // none yet
  const packages = names.filter((name) => name.endsWith(".deb"));
  return Promise.all(packages.map(async (name) => ({ name, at: (await stat(join(folder, name))).mtimeMs })));
}

/** Names of the packages that make room for one more. */
export function outdatedPackages(there: readonly KeptPackage[], added: string): readonly string[] {
  const others = there.filter(({ name }) => name !== added).toSorted((a, b) => b.at - a.at);
  return others.slice(KEPT - 1).map(({ name }) => name);
}
