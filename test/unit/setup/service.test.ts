import { describe, expect, it } from "vitest";
import { commandText } from "../../../src/setup/plan.ts";
import { type ServiceFacts, serviceSteps } from "../../../src/setup/service.ts";
import { machineTarget, ownerOf } from "../../../src/setup/target.ts";

const STOPPED: ServiceFacts = { root: "/", isInstalled: true, isBooted: true, isEnabled: false, state: "inactive" };
const RUNNING: ServiceFacts = { ...STOPPED, isEnabled: true, state: "active" };
const stepsOf = (facts: ServiceFacts, isChanged: boolean) => {
  const { commands = [], notes = [] } = serviceSteps(facts, isChanged);
  return [...commands.map(commandText), ...notes];
};

describe("the service", () => {
  it.each<[string, ServiceFacts, boolean, readonly string[]]>([
    ["is enabled and started", STOPPED, true, ["systemctl enable --now wattframe.service"]],
    [
      "is started though nothing changes",
      { ...STOPPED, isEnabled: true },
      false,
      ["systemctl enable --now wattframe.service"],
    ],
    ["is left where it runs and nothing changes", RUNNING, false, []],
    ["reads a changed configuration", RUNNING, true, ["systemctl reload wattframe.service"]],
    [
      "runs and is enabled too",
      { ...RUNNING, isEnabled: false },
      true,
      ["systemctl enable --now wattframe.service", "systemctl reload wattframe.service"],
    ],
    [
      "does not wait for its next attempt",
      { ...RUNNING, state: "activating" },
      true,
      ["systemctl enable --now wattframe.service", "systemctl restart wattframe.service"],
    ],
    [
      "is only enabled where systemd does not run",
      { ...STOPPED, isBooted: false },
      true,
      ["systemctl enable wattframe.service", expect.stringContaining("at the next boot")],
    ],
    [
      "is enabled in another root folder",
      { ...STOPPED, root: "/mnt", isBooted: false },
      true,
      ["systemctl --root=/mnt enable wattframe.service", expect.stringContaining("at the next boot")],
    ],
    [
      "is not there: the command to start it is named",
      { ...STOPPED, isInstalled: false, isBooted: false },
      true,
      [expect.stringContaining("runuser -u wattframe -- wattframe run --config /etc/wattframe/wattframe.yaml")],
    ],
  ])("%s", (_name, facts, isChanged, steps) => {
    expect(stepsOf(facts, isChanged)).toEqual(steps);
  });

  it("has the user of its name", () => {
    const passwd = "root:x:0:0::/root:/bin/sh\nwattframer:x:1:1::/:\nwattframe:x:107:112::/var/lib/wattframe:\n";
    expect(ownerOf("wattframe", passwd)).toEqual({ uid: 107, gid: 112 });
    expect(ownerOf("wattframe", "wattframe:x::\n")).toBeUndefined();
    expect(ownerOf("wattframe", "")).toBeUndefined();
  });

  it("is set up by root alone", async () => {
    await expect(machineTarget("/", 1000)).rejects.toMatchObject({
      code: "FILE_WRITE",
      hint: expect.stringContaining("sudo wattframe setup"),
    });
  });
});
