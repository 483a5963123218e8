import { mkdir, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Folder of a running kiosk for small files: `WATTFRAME_RUNTIME`, else `/run/wattframe`, else a temporary one. */
export async function runtimeFolder(env: Readonly<Record<string, string | undefined>>): Promise<string> {
  const wanted = env["WATTFRAME_RUNTIME"] ?? "/run/wattframe";
  try {
    await mkdir(wanted, { recursive: true });
    return wanted;
  } catch {
    return mkdtemp(join(tmpdir(), "wattframe-"));
  }
}
