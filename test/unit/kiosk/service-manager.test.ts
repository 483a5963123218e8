import { readFileSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { LONGEST_SHOW_MS } from "../../../src/kiosk/bounded-display.ts";
import type { KioskState } from "../../../src/kiosk/kiosk.ts";
import { stuckDisplays, watchdogLimitMs } from "../../../src/kiosk/service-manager.ts";
import { PACKAGE_FOLDER } from "../../../src/package-folder.ts";

const NOW_MS = 1_000_000;

/** Displays by name, with their kind and how long they have been at work on one picture. */
function displays(rows: Readonly<Record<string, { kind: string; options?: object; busyMs?: number }>>) {
  const all = Object.entries(rows).map(([name, { kind, options = {}, busyMs }]) => ({
    config: { name, kind, options },
    painter: { name, busySinceMonoMs: busyMs === undefined ? undefined : NOW_MS - busyMs },
  }));
  return { displays: all as unknown as KioskState["displays"] };
}

describe("a display that is stuck", () => {
  it("has been at work for longer than any panel needs", () => {
    const state = displays({
      idle: { kind: "epaper" },
      slow: { kind: "epaper", busyMs: LONGEST_SHOW_MS + 60_000 },
      stuck: { kind: "epaper", busyMs: LONGEST_SHOW_MS + 60_001 },
    });
    expect(stuckDisplays(state, NOW_MS)).toEqual(["stuck"]);
  });

  it("may be given more time by its configuration", () => {
    const options = { run: ["/bin/show", "{png}"], size: "800x480", timeoutS: 600 };
    const state = displays({
      patient: { kind: "command", options, busyMs: 720_000 },
      stuck: { kind: "command", options, busyMs: 720_001 },
    });
    expect(stuckDisplays(state, NOW_MS)).toEqual(["stuck"]);
  });
});

describe("the watchdog's limit", () => {
  it.each([
    ["is what systemd says", { WATCHDOG_USEC: "60000000" }, 60_000],
    ["is what systemd says to this process", { WATCHDOG_USEC: "60000000", WATCHDOG_PID: "7" }, 60_000],
    ["is absent for another process", { WATCHDOG_USEC: "60000000", WATCHDOG_PID: "8" }, undefined],
    ["is absent without a watchdog", {}, undefined],
    ["is absent where it cannot be read", { WATCHDOG_USEC: "soon" }, undefined],
  ])("%s", (_what, env: Record<string, string>, limitMs) => {
    expect(watchdogLimitMs(env, 7)).toBe(limitMs);
  });
});

describe("the unit of the service", () => {
  const unit = readFileSync(join(PACKAGE_FOLDER, "scripts/debian/wattframe.service"), "utf8");
  const number = (key: string) => Number(new RegExp(`^${key}=(\\d+)$`, "mu").exec(unit)?.[1]);

  it("waits for the slowest panel when it stops", () => {
    expect(number("TimeoutStopSec") * 1_000).toBeGreaterThanOrEqual(LONGEST_SHOW_MS + 10_000);
  });

  it("counts an end by SIGTERM as one in order", () => {
    expect(number("SuccessExitStatus")).toBe(128 + constants.signals.SIGTERM);
  });

  it("starts the command that a person starts, with its flags of V8", () => {
    expect(unit).toMatch(/^ExecStart=\/usr\/bin\/wattframe run --config \S+$/mu);
    const links = readFileSync(join(PACKAGE_FOLDER, "scripts/debian/wattframe.links"), "utf8");
    expect(links).toMatch(/^usr\/lib\/wattframe\/scripts\/wattframe usr\/bin\/wattframe$/mu);
  });

  it("lets the kiosk check a configuration before it uses it, and fails where the kiosk refuses it", () => {
    const steps = [...unit.matchAll(/^ExecReload=(.*)$/gmu)].map(([, step = ""]) => step);
    expect(steps[0]).toBe('/bin/sh -c "kill -HUP $MAINPID"'); // else it would not know of the one that was refused
    expect(steps[1]).toMatch(/wattframe check --as-kiosk --config \/etc\/wattframe\/wattframe\.yaml$/u);
  });
});
