import { chmodSync, existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SetupMachine } from "../../fixtures/setup-machine.ts";

let machine: SetupMachine;
beforeEach(() => {
  machine = new SetupMachine();
});
afterEach(() => machine.remove());

const PANEL = ["--yes", "--panel", "waveshare-7in5-v2", "--main-fuse", "25", "--phases", "3", "--locale", "fi-FI"];
const ALL = [...PANEL, "--time-zone", "Europe/Helsinki", "--broker", "embedded", "--prefix", "han"];
const CONFIG = "etc/wattframe/wattframe.yaml";
const modeOf = (path: string) => statSync(join(machine.root, path)).mode & 0o777;
const filesOf = (folder: string) => readdirSync(join(machine.root, folder)).sort();

describe("set-up of a machine", () => {
  it("writes the service's files, enables and starts it, and changes nothing when it is run again", async () => {
    const first = await machine.setup(...ALL);
    expect(first).toMatchObject({ exitCode: 0, told: "" });
    expect(machine.calls()).toEqual(["enable --now wattframe.service"]);
    expect(filesOf("etc/wattframe")).toEqual(["reader.password", "secrets.yaml", "wattframe.yaml"]);
    expect(machine.read(CONFIG)).toContain("  path: /var/lib/wattframe\n");
    expect([modeOf("etc/wattframe/reader.password"), modeOf("etc/wattframe/secrets.yaml"), modeOf(CONFIG)]).toEqual([
      0o600, 0o600, 0o644,
    ]);
    const before = filesOf("etc/wattframe").map((name) => machine.read(`etc/wattframe/${name}`));
    const again = await machine.setup(...ALL, "--json");
    expect(JSON.parse(again.printed)).toEqual([
      { file: "wattframe.yaml", result: "unchanged" },
      { file: "reader.password", result: "unchanged" },
      { file: "secrets.yaml", result: "unchanged" },
    ]);
    expect(machine.calls()).toEqual([]);
    expect(filesOf("etc/wattframe").map((name) => machine.read(`etc/wattframe/${name}`))).toEqual(before);
  });

  it("proposes what is configured, reloads the service after a change, and keeps the old file", async () => {
    await machine.setup(...ALL);
    machine.calls();
    expect((await machine.setup("--yes", "--main-fuse", "35")).exitCode).toBe(0);
    expect(machine.calls()).toEqual(["reload wattframe.service"]);
    expect(machine.read(CONFIG)).toContain("panel: waveshare-7in5-v2");
    expect(machine.read(CONFIG)).toMatch(/mainFuseA: 35 [\s\S]*locale: fi-FI/u);
    expect(filesOf("etc/wattframe").filter((name) => name.endsWith(".old"))).toHaveLength(1);
  });

  it("shows all of it in a dry run, and does nothing", async () => {
    const { printed, exitCode } = await machine.setup(...ALL, "--dry-run");
    expect(exitCode).toBe(0);
    expect(printed).toContain("wattframe.yaml: would be created");
    expect(printed).toContain("would run: systemctl enable --now wattframe.service");
    expect(machine.calls()).toEqual([]);
    expect(existsSync(join(machine.root, "etc/wattframe"))).toBe(false);
  });

  it("leaves the service alone when it is told to", async () => {
    expect((await machine.setup(...ALL, "--no-service")).exitCode).toBe(0);
    expect(machine.calls()).toEqual([]);
    expect(existsSync(join(machine.root, CONFIG))).toBe(true);
  });

  it("puts permissions right", async () => {
    await machine.setup(...ALL);
    chmodSync(join(machine.root, "etc/wattframe/reader.password"), 0o644);
    expect((await machine.setup(...ALL)).printed).toContain("reader.password: changed\n    its owner and permissions");
    expect(modeOf("etc/wattframe/reader.password")).toBe(0o600);
  });

  it("says how to start it where there is no systemd", async () => {
    machine.program("systemctl", "#!/bin/sh\nexit 1\n");
    rmSync(join(machine.root, "run/systemd"), { recursive: true });
    const { printed, exitCode } = await machine.setup(...ALL);
    expect(exitCode).toBe(0);
    expect(printed).toContain("runuser -u wattframe -- wattframe run --config /etc/wattframe/wattframe.yaml");
  });

  it("names the command that failed, after the files are written", async () => {
    machine.write("stubs/fails", "");
    const { told, exitCode } = await machine.setup(...ALL);
    expect(exitCode).toBe(3);
    expect(told).toMatch(/^systemctl enable --now wattframe\.service: Job failed\./u);
    expect(existsSync(join(machine.root, CONFIG))).toBe(true);
  });

  it("needs the service's user", async () => {
    machine.write("etc/passwd", "root:x:0:0::/root:/bin/sh\n");
    const { told, exitCode } = await machine.setup(...ALL);
    expect(exitCode).toBe(3);
    expect(told).toContain("wattframe does not exist");
    expect(told).toContain("--out");
  });
});
