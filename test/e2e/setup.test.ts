import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listensAt } from "../../src/source/listener.ts";
import { SetupMachine } from "../fixtures/setup-machine.ts";
import { until } from "./preview-house.ts";
import { wattframe } from "./wattframe.ts";

const MAIN = join(import.meta.dirname, "../../dist/main.cjs");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wattframe-setup-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string) => join(folder, name);
const read = (name: string) => readFileSync(at(name), "utf8");
const ANSWERS = ["--panel", "waveshare-7in5-v2", "--main-fuse", "25", "--phases", "3", "--locale", "fi-FI"];
const MORE = ["--time-zone", "Europe/Helsinki", "--broker", "embedded", "--prefix", "han"];
const ALL = [...ANSWERS, ...MORE];

const setup = (...args: readonly string[]) => wattframe(["setup", "--yes", "--out", folder, ...args]);

describe("set-up with its answers as options", () => {
  it("writes a configuration in which check finds nothing wrong, and changes nothing when it is run again", async () => {
    expect(await setup(...ALL)).toMatchObject({ code: 0, stderr: "" });
    expect(readdirSync(folder).sort()).toEqual(["reader.password", "secrets.yaml", "wattframe.yaml"]);
    expect(statSync(at("reader.password")).mode & 0o777).toBe(0o600);
    expect(statSync(at("secrets.yaml")).mode & 0o777).toBe(0o600);
    const password = read("reader.password").trim();
    expect(password).toMatch(/^[A-Za-z0-9]{24}$/u);
    expect(read("secrets.yaml")).toContain(`mqtt_password: "${password}"`);
    const checked = await wattframe(["check", "--config", at("wattframe.yaml")]);
    expect(checked.stdout).toContain("nothing is wrong");
    expect(checked.code).toBe(0);
    const before = readdirSync(folder).map(read);
    const again = await setup(...ALL, "--json");
    expect(JSON.parse(again.stdout)).toEqual([
      { file: "wattframe.yaml", result: "unchanged" },
      { file: "reader.password", result: "unchanged" },
      { file: "secrets.yaml", result: "unchanged" },
    ]);
    expect(readdirSync(folder).map(read)).toEqual(before);
  });

  it("keeps what it changes, and the network of the reader, and invents another password only when asked to", async () => {
    await setup(...ALL);
    const [config, password] = [read("wattframe.yaml"), read("reader.password")];
    writeFileSync(at("secrets.yaml"), read("secrets.yaml").replace("your network", "my network"));
    const dry = await setup(...ALL, "--main-fuse", "35", "--dry-run");
    expect(dry.stdout).toContain("would be changed");
    expect(dry.stdout).toMatch(/^ +\+ +mainFuseA: 35 /mu);
    expect(read("wattframe.yaml")).toBe(config);
    await setup(...ALL, "--main-fuse", "35", "--new-password");
    const old = readdirSync(folder).find((name) => name.startsWith("wattframe.yaml.")) ?? "";
    expect(read(old)).toBe(config);
    expect(read("wattframe.yaml")).toContain("mainFuseA: 35");
    expect(read("reader.password")).not.toBe(password);
    expect(read("secrets.yaml")).toContain("my network");
    expect(read("secrets.yaml")).toContain(`mqtt_password: "${read("reader.password").trim()}"`);
  });

  it("takes the password of another broker's user from a file", async () => {
    const url = ["--broker", "mqtt://kiosk@broker.example"];
    expect(await setup(...url)).toMatchObject({ code: 2, stderr: expect.stringContaining("--broker-password-file") });
    writeFileSync(at("given"), "correct horse\n");
    expect((await setup(...url, "--broker-password-file", at("given"))).code).toBe(0);
    expect(read("kiosk.password")).toBe("correct horse\n");
    expect(read("wattframe.yaml")).toContain("  url: mqtt://broker.example\n  username: kiosk\n");
    expect(read("secrets.yaml")).toContain('mqtt_broker: "broker.example"');
    expect((await wattframe(["check", "--config", at("wattframe.yaml")])).code).toBe(0);
  });
});

describe("set-up at a terminal", () => {
  const DELETE = "\u007F";
  const ENTER = "\r";

  /** Runs it in a terminal of its own and answers each question when it is asked. */
  async function answered(
    answers: readonly (readonly [string, string])[],
    where = `--out '${folder}'`,
    env: Readonly<Record<string, string>> = {},
  ): Promise<{ exit: number | null; seen: string }> {
    const command = `'${process.execPath}' '${MAIN}' setup ${where}`;
    const child = spawn("script", ["-qfec", command, "/dev/null"], { stdio: "pipe", env: { ...process.env, ...env } });
    let seen = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      seen += text;
    });
    for (const [question, answer] of answers) {
      await until(question, () => seen.includes(question));
      child.stdin.write(answer);
    }
    const [exit] = (await once(child, "exit")) as [number | null];
    return { exit, seen };
  }
  it("asks for each answer, with a proposal, and writes when it may", async () => {
    const { exit } = await answered([
      ["Which panel", ENTER],
      ["Main fuse", `${DELETE}${DELETE}35${ENTER}`],
      ["Phases", ENTER],
      ["Language", ENTER],
      ["Time zone", ENTER],
      ["MQTT broker", ENTER],
      ["First part", ENTER],
      ["Write the configuration", ENTER],
    ]);
    expect(exit).toBe(0);
    expect(read("wattframe.yaml")).toContain("panel: waveshare-7in5-v2");
    expect(read("wattframe.yaml")).toContain("mainFuseA: 35");
  });

  it("offers the broker that has the port", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    const { port } = listensAt(server);
    await setup(...ALL, "--broker", `embedded:${port}`);
    const { exit, seen } = await answered([
      ["Which panel", ENTER],
      ["Main fuse", ENTER],
      ["Phases", ENTER],
      ["Language", ENTER],
      ["Time zone", ENTER],
      [`port ${port} of this machine is taken`, ENTER],
      ["User name", `kiosk${ENTER}`],
      ["First part", ENTER],
      ["Password of kiosk", `correct horse${ENTER}`],
      ["Write the configuration", ENTER],
    ]);
    server.close();
    expect([exit, seen]).toEqual([0, expect.stringContaining(`- ${" ".repeat(2)}embedded:`)]);
    expect(read("wattframe.yaml")).toContain(`url: mqtt://127.0.0.1:${port}\n  username: kiosk\n`);
    expect(read("wattframe.yaml")).toContain("panel: waveshare-7in5-v2"); // as it was configured
    expect(read("kiosk.password")).toBe("correct horse\n");
  });

  it("asks what concerns the machine, and shows what it would do before it does it", async () => {
    const machine = new SetupMachine();
    machine.write("boot/config.txt", "");
    const given = `--main-fuse 25 --phases 3 --locale fi-FI --time-zone Europe/Helsinki --broker mqtt://10.0.0.9`;
    const { exit, seen } = await answered(
      [
        ["Which panel", ENTER],
        ["First part", ENTER],
        ["Open the page", ENTER],
        ["Switch SPI on", ENTER],
        ["would run: systemctl enable --now", ""],
        ["Write the configuration", ENTER],
      ],
      `--root '${machine.root}' ${given}`,
      machine.env,
    );
    const [boot, calls] = [machine.read("boot/config.txt"), machine.calls()];
    machine.remove();
    expect([exit, calls]).toEqual([0, ["enable --now wattframe.service"]]);
    expect(boot).toContain("dtparam=spi=on");
    expect(seen.indexOf("would be created")).toBeLessThan(seen.indexOf("Write the configuration"));
  });

  it("writes nothing when it is left", async () => {
    const { exit, seen } = await answered([["Which panel", "\u0003"]]);
    expect(exit).toBe(1);
    expect(seen).toContain("Nothing was written.");
    expect(readdirSync(folder)).toEqual([]);
  });
});
