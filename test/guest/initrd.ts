import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Archive } from "../kernel/archive.ts";
import { moduleBytes, modulePaths } from "../kernel/guest.ts";

/** What is needed to read the disk; all else the machine loads by itself. */
const MODULES = ["virtio_mmio", "virtio_blk", "crc32c_generic", "ext4"];
const APPLETS = ["sh", "mount", "insmod", "sleep", "switch_root"];

/**
 * First root of a machine: loads what the disk needs and goes on with it.
 * @param tree the disk's files: kernel modules, and a static busybox
 */
function diskInitrd(tree: string): Buffer {
  const archive = new Archive();
  for (const name of ["dev", "disk"]) archive.folder(name);
  archive.copy(join(tree, "usr/bin/busybox"), "bin/busybox");
  for (const applet of APPLETS) archive.link(`bin/${applet}`, "busybox");
  const all = join(tree, "usr/lib/modules");
  const [version = ""] = readdirSync(all);
  for (const [i, path] of modulePaths(join(all, version), MODULES).entries())
    archive.file(`modules/${String(i).padStart(2, "0")}.ko`, moduleBytes(join(all, version, path)));
  archive.file(
    "init",
    `#!/bin/sh
export PATH=/bin
mount -t devtmpfs dev /dev
for module in /modules/*; do insmod $module; done
while ! mount -t ext4 /dev/vda /disk; do sleep 0.1; done
mount --move /dev /disk/dev
exec switch_root /disk /usr/lib/systemd/systemd
`,
  );
  return archive.bytes();
}

const [tree = "", file = ""] = process.argv.slice(2);
writeFileSync(file, diskInitrd(tree));
