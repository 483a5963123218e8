import { access } from "node:fs/promises";
import { join } from "node:path";
import { HAT_WIRING } from "../bus/wiring.ts";
import type { SetupPlan } from "./plan.ts";
import { SERVICE_USER } from "./target.ts";

/** Tells whether the kernel has the device that a panel is written to. */
export function isPanelReachable(root: string): Promise<boolean> {
  return access(join(root, HAT_WIRING.spi)).then(
    () => true,
    () => false, // SPI is off, or no Raspberry Pi
  );
}

/** Shows the test pattern as the service's user, who may need other rights than root; before the service has the panel. */
export function testPatternSteps(panel: string, isReachable: boolean): Partial<SetupPlan> {
  const push = ["wattframe", "push", "--panel", panel, "--test-pattern"];
  const later = `sudo -u ${SERVICE_USER} ${push.join(" ")}`;
  if (!isReachable) return { notes: [`The test pattern needs SPI, which is not on yet. Afterwards: ${later}`] };
  const folder = ["-d", "-m", "750", "-o", SERVICE_USER, "-g", SERVICE_USER, "/var/lib/wattframe"];
  const remedy = `The test pattern was not shown. Check the wires and try it again, with the service stopped: ${later}`;
  return {
    commands: [
      { program: "install", args: folder, remedy },
      { program: "runuser", args: ["-u", SERVICE_USER, "--", ...push], remedy },
    ],
  };
}
