import axe from "axe-core";
import type { Page } from "playwright-core";

/** What axe-core finds on a page as it stands: the rule and the places of each. */
export async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  // Evaluated over the debugger, so that the page's policy needs no hole for it.
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { target: string[] }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
  });
}
