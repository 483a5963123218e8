import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { FRAMEBUFFER_CASES } from "../test/kernel/framebuffer-case.ts";
import { provision } from "../test/kernel/provision.ts";
import { SPI_CASES } from "../test/kernel/spi-case.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const cache = join(root, "build/kernel");
const wanted = process.argv.slice(2);
const cases = [...FRAMEBUFFER_CASES, ...SPI_CASES].filter(
  ({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
);

let failed = 0;
for (const one of cases) {
  const beganMs = performance.now();
  const seconds = () => `${((performance.now() - beganMs) / 1000).toFixed(1)} s`;
  try {
    const parts = await provision(cache, one.architecture, root);
    const folder = join(cache, "runs", one.name);
    mkdirSync(folder, { recursive: true });
    await one.run({ parts, folder, bundle: join(root, "dist"), say: (line) => console.log(`  ${line}`) });
    console.log(`ok      ${one.name} (${seconds()})`);
  } catch (failure) {
    failed++;
    console.log(`FAILED  ${one.name} (${seconds()}): ${failure instanceof Error ? failure.message : String(failure)}`);
  }
}
console.log(`${cases.length - failed} of ${cases.length} proofs on real kernels held`);
if (cases.length === 0) console.log(`no proof is called ${wanted.join(" or ")}`);
process.exitCode = failed > 0 || cases.length === 0 ? 1 : 0;
