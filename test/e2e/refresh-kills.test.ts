import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { PACKAGE_FOLDER } from "../../src/package-folder.ts";
import { panelOf } from "../../src/panel/panels.ts";
import type { RefreshState } from "../../src/refresh/state.ts";
import { compiledProgram, killedProgram } from "../fixtures/killed-program.ts";
import { brokenLimits, type DoneRefresh } from "../slow/soak/broken-limits.ts";

const KILLS = 24;
const PANEL = panelOf("waveshare-7in5-v2");
const STATE = "hall.state.json";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(PACKAGE_FOLDER, "build/refresh-kills-")); // inside the package: a real disk
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Moment of a kill: after so many milliseconds from the first picture on, or in the midst of a refresh at a piece on the wires. */
type Moment = { readonly afterMs: number } | { readonly atPiece: number };

/** What the program said before it was killed. */
async function killedAt(program: string, startMs: number, moment: Moment): Promise<string> {
  const piece = "atPiece" in moment ? moment.atPiece : 0;
  const args = [program, join(folder, "state"), String(startMs), String(piece)];
  const { said, signal } = await killedProgram(args, "afterMs" in moment ? moment.afterMs : undefined);
  expect(signal).toBe("SIGKILL");
  return said;
}

/** State of the panel as it lies on the disk; a file that is torn throws. */
function stateOnDisk(): RefreshState | undefined {
  const file = join(folder, "state", STATE);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as RefreshState) : undefined;
}

it(`a panel whose program is killed ${KILLS} times keeps its limits, and the file of its refreshes is never torn`, async () => {
  const program = await compiledProgram(join(import.meta.dirname, "panel-program.ts"), folder, ["koffi"]);
  const refreshes: DoneRefresh[] = [];
  let nowMs = Date.UTC(2026, 0, 15, 12);
  for (let kill = 0; kill < KILLS; kill++) {
    const moment = kill % 2 === 0 ? { atPiece: 1 + ((29 * kill) % 230) } : { afterMs: (37 * kill) % 300 };
    const said = await killedAt(program, nowMs, moment);
    const before = refreshes.length;
    for (const [, kind, atMs] of said.matchAll(/^refresh (full|fast|partial) (\d+)$/gmu))
      refreshes.push({ kind: kind as DoneRefresh["kind"], atMs: Number(atMs) });
    const state = stateOnDisk();
    const last = refreshes.slice(before).at(-1);
    if (last) expect(state?.lastRefreshMs, `kill ${kill}`).toBeGreaterThanOrEqual(last.atMs);
    nowMs = Math.max(nowMs, ...[...said.matchAll(/^now (\d+)$/gmu)].map(([, atMs]) => Number(atMs)));
  }
  expect(brokenLimits(PANEL, refreshes)).toEqual([]);
  const kinds = refreshes.map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === "full").length).toBeGreaterThan(1);
  expect(kinds.filter((kind) => kind === "partial").length).toBeGreaterThan(1);
  const left = readdirSync(join(folder, "state")).filter((name) => !/^hall\.(?:state\.json|glass\.png)$/u.test(name));
  expect(left.length).toBeLessThanOrEqual(2); // of the last kill alone: each start removes what the one before has left
});
