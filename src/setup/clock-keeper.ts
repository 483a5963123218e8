import { access } from "node:fs/promises";
import { join } from "node:path";
import type { SetupPlan } from "./plan.ts";

/** Programs that set a machine's clock from the network, and that the kiosk asks whether they did. */
const KEEPERS = [
  "/usr/lib/systemd/systemd-timesyncd",
  "/lib/systemd/systemd-timesyncd",
  "/usr/sbin/chronyd",
  "/usr/sbin/ntpd",
];

/** Says how the clock can be trusted on a machine where nothing sets it. */
export async function clockSteps(root: string): Promise<Partial<SetupPlan>> {
  const found = await Promise.all(
    KEEPERS.map((path) =>
      access(join(root, path)).then(
        () => true,
        () => false, // not installed
      ),
    ),
  );
  return found.includes(true) ? {} : { notes: [UNTRUSTED] };
}

const UNTRUSTED = [
  "Nothing here sets the clock from the network (systemd-timesyncd, chrony and ntpd are missing), so the kiosk does not trust it:",
  "charts and totals wait, and each picture says so. Install one: sudo apt install systemd-timesyncd. Or, where a battery clock or",
  "something else keeps it right, run setup with --trust-clock: whatever time the machine has is then believed.",
].join("\n");
