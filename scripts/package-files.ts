import { chmod, copyFile, cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { PACKAGE_FOLDER } from "../src/package-folder.ts";
import { copyrightText } from "./packaging/copyright.ts";
import { isNeededToRun, type Module, moduleClosure } from "./packaging/modules.ts";
import { NATIVE_PACKAGES } from "./packaging/native-packages.ts";
import { allVerbs, bashCompletion } from "./packaging/verbs.ts";

/** What installs or compiles packages that hold machine code. */
const TO_INSTALL = ["node-addon-api", "prebuild-install"];
/** What is in the bundle of the page and not among the dependencies. */
const OF_THE_PAGE = ["preact"];

/**
 * Lays out in `folder` what a Debian package is made of, beside what scripts/package has put there: `lib/` as it is
 * installed, but for what is compiled; the completion, the list of commands, and the copyright file.
 * @param folder has `npm/` with the packages for the target's processor
 */
async function layOut(folder: string): Promise<void> {
  const npm = join(folder, "npm");
  const lib = join(folder, "lib");
  for (const module of await moduleClosure(npm, NATIVE_PACKAGES, TO_INSTALL)) await copyModule(module, npm, lib);
  await copyProgram(lib);
  const verbs = await allVerbs();
  await write(join(folder, "completion/wattframe"), bashCompletion(verbs));
  await write(join(folder, "man/commands"), verbs.map(({ path, summary }) => `${path}\t${summary}\n`).join(""));
  await write(join(folder, "debian/copyright"), await copyrightText(PACKAGE_FOLDER, await bundled()));
}

/** Everything that is bundled or beside the bundle. */
async function bundled(): Promise<readonly Module[]> {
  const { dependencies, optionalDependencies } = JSON.parse(
    await readFile(join(PACKAGE_FOLDER, "package.json"), "utf8"),
  ) as Record<"dependencies" | "optionalDependencies", Record<string, string>>;
  const names = [...Object.keys(dependencies), ...Object.keys(optionalDependencies), ...OF_THE_PAGE];
  return moduleClosure(PACKAGE_FOLDER, names, TO_INSTALL);
}

async function copyModule({ folder }: Module, npm: string, lib: string): Promise<void> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = files.filter((file) => file.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  for (const path of paths.filter((one) => isNeededToRun(relative(folder, one)))) {
    const to = join(lib, relative(npm, path));
    await mkdir(dirname(to), { recursive: true });
    await copyFile(path, to);
    await chmod(to, 0o644);
  }
}

/** The bundle, the command that starts it, and the manifest that says where the program is and which it is. */
async function copyProgram(lib: string): Promise<void> {
  await cp(join(PACKAGE_FOLDER, "dist"), join(lib, "dist"), { recursive: true });
  const command = await readFile(join(PACKAGE_FOLDER, "scripts/wattframe"), "utf8");
  await write(join(lib, "scripts/wattframe"), command.replace("exec node ", "exec /usr/bin/node ")); // Debian's, whatever is on the path
  const { name, version, license, type } = JSON.parse(
    await readFile(join(PACKAGE_FOLDER, "package.json"), "utf8"),
  ) as Record<string, string>;
  await write(join(lib, "package.json"), `${JSON.stringify({ name, version, license, type }, null, 2)}\n`);
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error("usage: tsx scripts/package-files.ts FOLDER");
  process.exitCode = 2;
} else await layOut(folder);
