import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { PACKAGE_FOLDER } from "../../src/package-folder.ts";
import { compiledProgram, killedProgram } from "../fixtures/killed-program.ts";

const KILLS = 1_000;
/** Programs that write, each its own history, at the same time. */
const LANES = 4;

it(`a program that writes a history loses nothing that was kept, though it is killed ${KILLS} times`, async () => {
  // Inside the package: what is compiled finds its modules there, and the disk is a real one.
  const folder = mkdtempSync(join(PACKAGE_FOLDER, "build/history-kills-"));
  try {
    const program = await compiledProgram(join(import.meta.dirname, "store-writer.ts"), folder, [
      "@photostructure/sqlite",
    ]);
    const lanes = Array.from({ length: LANES }, (_, lane) =>
      killed(program, join(folder, String(lane)), KILLS / LANES),
    );
    const results = await Promise.all(lanes);
    expect(results.flatMap(({ lost }) => lost)).toEqual([]);
    for (const { kept } of results) expect(kept).toBeGreaterThan(KILLS / LANES);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Kills the program again and again; returns the last number that was kept, and the times at which one was lost. */
async function killed(program: string, folder: string, kills: number) {
  let kept = 0;
  const lost: string[] = [];
  for (let kill = 0; kill < kills; kill++) {
    const { said } = await killedProgram([program, folder], (kill * 7) % 40);
    const found = Number(/^found (\d+)/mu.exec(said)?.[1] ?? -1);
    if (found < kept || /^log/mu.test(said)) lost.push(`kill ${kill}: ${kept} kept, ${said.slice(0, 200)}`);
    kept = Math.max(found, ...[...said.matchAll(/^kept (\d+)$/gmu)].map(([, number]) => Number(number)));
  }
  return { kept, lost };
}
