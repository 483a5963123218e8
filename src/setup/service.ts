import { access } from "node:fs/promises";
import { join } from "node:path";
import { callProgram, type ProgramCall } from "./call-program.ts";
import type { SetupPlan } from "./plan.ts";
import { MACHINE_FOLDER, SERVICE_USER } from "./target.ts";

/** The service on a machine as it is before set-up. */
export interface ServiceFacts {
  /** Root folder of the machine. */
  readonly root: string;
  /** `systemctl` is there, and knows the service. */
  readonly isInstalled: boolean;
  /** systemd runs this machine now. */
  readonly isBooted: boolean;
  readonly isEnabled: boolean;
  /** State in systemd's own words, such as `active`, `inactive`, `activating`. */
  readonly state: string;
}

type Environment = Parameters<typeof callProgram>[1];

const UNIT = "wattframe.service";

/** Reads how the service of a machine is. */
export async function serviceFacts(root: string, env: Environment): Promise<ServiceFacts> {
  const isBooted = await access(join(root, "run/systemd/system")).then(
    () => true,
    () => false, // another init, a container without one, or the root folder of a machine that is off
  );
  const enabled = await callProgram(systemctl(...rootOption(root, isBooted), "is-enabled", UNIT), env);
  const active = isBooted ? await callProgram(systemctl("is-active", UNIT), env) : undefined;
  const word = enabled?.stdout.trim() ?? "";
  return {
    root,
    isBooted,
    isInstalled: word !== "" && word !== "not-found",
    isEnabled: word === "enabled",
    state: active?.stdout.trim() ?? "inactive",
  };
}

/** What makes the service start at boot, and run now with the configuration as it is to be. */
export function serviceSteps(facts: ServiceFacts, isChanged: boolean): Partial<SetupPlan> {
  const { root, isInstalled, isBooted, isEnabled, state } = facts;
  if (!isInstalled) return { notes: [`There is no service of systemd here. Start the kiosk with: ${BY_HAND}`] };
  if (!isBooted) {
    const enable = systemctl(...rootOption(root, isBooted), "enable", UNIT);
    return { commands: isEnabled ? [] : [enable], notes: [NEXT_BOOT] };
  }
  const isActive = state === "active";
  const start = isActive && isEnabled ? [] : [systemctl("enable", "--now", UNIT)];
  const reload = isActive && isChanged ? [systemctl("reload", UNIT)] : [];
  // One that waits between two attempts begins at once only when it is restarted.
  const restart = state === "activating" ? [systemctl("restart", UNIT)] : [];
  return { commands: [...start, ...reload, ...restart] };
}

const NEXT_BOOT = "systemd does not run here now: the service starts at the next boot.";
const BY_HAND = `runuser -u ${SERVICE_USER} -- wattframe run --config ${MACHINE_FOLDER}/wattframe.yaml`;

function systemctl(...args: readonly string[]): ProgramCall {
  return { program: "systemctl", args };
}

function rootOption(root: string, isBooted: boolean): readonly string[] {
  return root === "/" || isBooted ? [] : [`--root=${root}`];
}
