import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { expect, it } from "vitest";
import { PACKAGE_FOLDER } from "../../src/package-folder.ts";

const KILLS = 1_000;

it(`a program that writes a history loses nothing that was kept, though it is killed ${KILLS} times`, async () => {
  // Inside the package: what is compiled finds its modules there, and the disk is a real one.
  const folder = mkdtempSync(join(PACKAGE_FOLDER, "build/history-kills-"));
  try {
    const program = join(folder, "store-writer.mjs");
    const source = join(import.meta.dirname, "store-writer.ts");
    const native = ["@photostructure/sqlite"];
    await build({
      entryPoints: [source],
      outfile: program,
      bundle: true,
      platform: "node",
      format: "esm",
      external: native,
      banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    });
    let kept = 0;
    const lost: string[] = [];
    for (let kill = 0; kill < KILLS; kill++) {
      const said = await killedAfter(program, folder, (kill * 7) % 40);
      const found = Number(/^found (\d+)/mu.exec(said)?.[1] ?? -1);
      if (found < kept || /^log/mu.test(said)) lost.push(`kill ${kill}: ${kept} kept, ${said.slice(0, 200)}`);
      kept = Math.max(found, ...[...said.matchAll(/^kept (\d+)$/gmu)].map(([, number]) => Number(number)));
    }
    expect(lost).toEqual([]);
    expect(kept).toBeGreaterThan(KILLS);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** What the program said before it was killed, some milliseconds after it said that it had begun. */
async function killedAfter(program: string, folder: string, afterMs: number): Promise<string> {
  const child = spawn(process.execPath, [program, folder], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const closed = once(child, "close");
  await Promise.race([once(child.stdout, "data"), closed]);
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  child.kill("SIGKILL");
  await closed;
  return said;
}
