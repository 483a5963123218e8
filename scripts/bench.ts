import { cpus, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { browser } from "./bench/chromium.ts";
import { type Bench, type Measured, NotHere } from "./bench/comparison.ts";
import { disk } from "./bench/disk.ts";
import { frame, largeFrame } from "./bench/frame.ts";
import { gallery } from "./bench/gallery.ts";
import { held } from "./bench/held.ts";
import { latency } from "./bench/latency.ts";
import { framesMemory, idleMemory } from "./bench/memory.ts";
import { changedPlane } from "./bench/plane.ts";
import { pngBytes } from "./bench/png-bytes.ts";
import { start } from "./bench/start.ts";
import { units } from "./bench/units.ts";
import { worstInput } from "./bench/worst-input.ts";

/** Every comparison, in the order of doc/performance.md. */
const BENCHES: readonly Bench[] = [
  frame,
  largeFrame,
  browser,
  start,
  idleMemory,
  framesMemory,
  pngBytes,
  latency,
  held,
  disk,
  units,
  changedPlane,
  worstInput,
  gallery,
];

const { values } = parseArgs({
  options: { json: { type: "boolean", default: false }, only: { type: "string", multiple: true } },
});
const names = BENCHES.flatMap(({ rows }) => rows.map(({ name }) => name));
const unknown = values.only?.find((name) => !names.includes(name));
if (unknown !== undefined) {
  console.error(`there is no comparison "${unknown}"; these are there: ${names.join(", ")}`);
  process.exit(2);
}

const results: { name: string; ratio: number | null; bound: number }[] = [];
const say = (text: string) => void (values.json ? process.stderr : process.stdout).write(`${text}\n`);

say(`${cpus().length} × ${cpus()[0]?.model ?? "?"}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`);
say(`${"name".padEnd(18)} ${"ratio".padStart(7)} ${"bound".padStart(6)}   what`);
for (const bench of BENCHES) {
  if (values.only && !bench.rows.some(({ name }) => values.only?.includes(name))) continue;
  const measures = await measureOf(bench);
  bench.rows.forEach(({ name, bound, what }, i) => {
    const one = "reason" in measures ? undefined : measures[i];
    results.push({ name, ratio: one ? Number(one.ratio.toPrecision(3)) : null, bound });
    const figures = one
      ? `${short(one.ours)} / ${short(one.other)} ${one.unit}`
      : `not measured: ${"reason" in measures ? measures.reason : ""}`;
    say(
      `${name.padEnd(18)} ${(one ? short(one.ratio) : "–").padStart(7)} ${String(bound).padStart(6)}   ${what}: ${figures}`,
    );
  });
}
if (values.json) process.stdout.write(`${JSON.stringify(results)}\n`);

async function measureOf(bench: Bench): Promise<readonly Measured[] | { readonly reason: string }> {
  try {
    return await bench.measure();
  } catch (thrown) {
    if (thrown instanceof NotHere) return { reason: thrown.message };
    throw thrown;
  }
}

function short(value: number): string {
  return value >= 1_000 ? value.toFixed(0) : value.toPrecision(3);
}
