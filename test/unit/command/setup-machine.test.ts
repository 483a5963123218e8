import { chmodSync, existsSync, readdirSync, rmSync, statSync, utimesSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { identityOf } from "../../../src/files/process-identity.ts";
import { listensAt } from "../../../src/source/listener.ts";
import { freePort } from "../../e2e/mosquitto.ts";
import { SetupMachine } from "../../fixtures/setup-machine.ts";

let machine: SetupMachine;
beforeEach(() => {
  machine = new SetupMachine();
});
afterEach(() => machine.remove());

const PANEL = ["--yes", "--panel", "waveshare-7in5-v2", "--main-fuse", "25", "--phases", "3", "--locale", "fi-FI"];
const ALL = [...PANEL, "--time-zone", "Europe/Helsinki", "--broker", `embedded:${await freePort()}`, "--prefix", "han"];
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
    const password = machine.read("etc/wattframe/reader.password").trim();
    expect(first.printed).toContain(`\n    mqtt_username: "reader"\n    mqtt_password: "${password}"\n`);
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
    expect(printed).not.toContain("mqtt_password");
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

/** A program that listens at a port of its own until the work is done. */
async function whileListening(work: (port: number) => Promise<void>): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  try {
    await work(listensAt(server).port);
  } finally {
    server.close();
  }
}

describe("set-up where a port is taken", () => {
  it("names the ways around it, and writes nothing", () =>
    whileListening(async (port) => {
      machine.write("run/wattframe/wattframe.lock", JSON.stringify(identityOf(process.ppid)));
      const { exitCode, told } = await machine.setup(...ALL, "--broker", `embedded:${port}`);
      expect(exitCode).toBe(3);
      expect(told).toContain(`port ${port} of this machine is taken`);
      expect(told).toContain(`--broker mqtt://USER@127.0.0.1:${port}`);
      expect(told).toContain(`--broker embedded:${port + 1}`);
      expect(existsSync(join(machine.root, CONFIG))).toBe(false);
    }));

  it("goes on where it is the running kiosk that listens", () =>
    whileListening(async (port) => {
      machine.write("run/wattframe/wattframe.lock", JSON.stringify(identityOf(process.pid)));
      expect((await machine.setup(...ALL, "--broker", `embedded:${port}`)).exitCode).toBe(0);
      expect(machine.read(CONFIG)).toContain(`listen: 0.0.0.0:${port}`);
    }));
});

describe("set-up of a Raspberry Pi", () => {
  const BOOT = "boot/firmware/config.txt";

  it("switches SPI on when it is wished, keeps the old file, and does it once", async () => {
    machine.write(BOOT, "dtparam=audio=on\n");
    expect((await machine.setup(...ALL)).printed).toContain("wattframe setup --boot-lines");
    expect(machine.read(BOOT)).toBe("dtparam=audio=on\n");
    const { printed } = await machine.setup(...ALL, "--boot-lines");
    expect(printed).toContain("/boot/firmware/config.txt: changed");
    expect(printed).toContain("sudo reboot");
    expect(machine.read(BOOT)).toBe("dtparam=audio=on\n# BEGIN wattframe\ndtparam=spi=on\n# END wattframe\n");
    const kept = filesOf("boot/firmware").filter((name) => name.endsWith(".old"));
    expect(kept.map((name) => machine.read(`boot/firmware/${name}`))).toEqual(["dtparam=audio=on\n"]);
    const again = await machine.setup(...ALL, "--boot-lines");
    expect(again.printed).not.toMatch(/config\.txt|reboot/u);
    expect(filesOf("boot/firmware")).toHaveLength(2);
  });

  it("leaves the file alone where no panel needs it", async () => {
    machine.write("boot/config.txt", "dtparam=audio=on\n");
    expect((await machine.setup(...ALL, "--panel", "none")).printed).not.toContain("config.txt");
    await machine.setup(...ALL, "--panel", "none", "--boot-lines");
    expect(machine.read("boot/config.txt")).toBe("dtparam=audio=on\n");
  });

  it("shows the test pattern as the service's user before the service begins, and goes on where that fails", async () => {
    machine.write("dev/spidev0.0", "");
    machine.program("install", "#!/bin/sh\n");
    machine.program("runuser", '#!/bin/sh\necho "no BUSY" >&2\nexit 3\n');
    const { exitCode, told, printed } = await machine.setup(...ALL, "--test-pattern");
    expect(exitCode).toBe(0);
    expect(told).toContain("push --panel waveshare-7in5-v2 --test-pattern: no BUSY\nThe test pattern was not shown");
    expect(printed.indexOf("ran: runuser -u wattframe -- wattframe push")).toBeLessThan(
      printed.indexOf("ran: systemctl"),
    );
    expect(machine.calls()).toEqual(["enable --now wattframe.service"]);
  });

  it("says when the test pattern can be shown where the panel is not reachable yet", async () => {
    const { exitCode, printed } = await machine.setup(...ALL, "--test-pattern");
    expect(exitCode).toBe(0);
    expect(printed).toContain("Afterwards: sudo -u wattframe wattframe push --panel waveshare-7in5-v2 --test-pattern");
    expect(printed).toMatch(/^ +pin 18 +GPIO24 +to +BUSY$/mu);
  });
});

describe("set-up in the network", () => {
  const SERVICE = "etc/avahi/services/wattframe.service";
  const BROKER = ["--broker", "mqtt://10.0.0.9"];

  it("announces the broker by Avahi, and no more when the broker is another", async () => {
    machine.write("etc/avahi/services/sftp.service", "");
    await machine.setup(...ALL);
    expect(machine.read(SERVICE)).toMatch(/<type>_mqtt\._tcp<\/type>\s+<port>\d+<\/port>/u);
    expect(machine.read(SERVICE)).not.toContain("_http._tcp");
    expect((await machine.setup(...ALL)).printed).toContain("/etc/avahi/services/wattframe.service: unchanged");
    expect((await machine.setup(...ALL, ...BROKER)).printed).toContain("wattframe.service: removed");
    expect(filesOf("etc/avahi/services")).toEqual(["sftp.service"]);
  });

  it("opens the page with a password of its own, announces it, and closes it again", async () => {
    machine.write("etc/avahi/services/sftp.service", "");
    const { printed } = await machine.setup(...ALL, "--page");
    expect(printed).toMatch(/^The page: http:\/\/.+:8080, with the password in .*etc\/wattframe\/page-password\.$/mu);
    expect(machine.read(CONFIG)).toContain("listen: 0.0.0.0:8080\n  passwordFile: page-password\n");
    const password = machine.read("etc/wattframe/page-password");
    expect([password.trim().length, modeOf("etc/wattframe/page-password")]).toEqual([24, 0o600]);
    expect(machine.read(SERVICE)).toContain("<type>_http._tcp</type>");
    expect((await machine.setup(...ALL)).printed).toContain("wattframe.yaml: unchanged");
    expect(machine.read("etc/wattframe/page-password")).toBe(password);
    await machine.setup(...ALL, "--no-page");
    expect(machine.read(CONFIG)).toContain("listen: 127.0.0.1:8080\n");
    expect(machine.read(SERVICE)).not.toContain("_http._tcp");
  });

  it("announces the page of a configuration that is kept", async () => {
    machine.write("etc/avahi/services/sftp.service", "");
    await machine.setup(...ALL);
    machine.write("etc/wattframe/page.password", "a long one for the page");
    const page = "listen: 0.0.0.0:8080\n  passwordFile: page.password";
    const changed = machine.read(CONFIG).replace("listen: 127.0.0.1:8080", page);
    machine.write(CONFIG, changed);
    expect((await machine.setup("--yes", "--new-password")).exitCode).toBe(0);
    expect(machine.read(SERVICE)).toMatch(/<type>_http\._tcp<\/type>\s+<port>8080<\/port>/u);
    expect(machine.read(CONFIG)).toBe(changed);
  });

  it("says under which name the machine is found without Avahi", async () => {
    expect((await machine.setup(...ALL)).printed).toMatch(
      /find this one as .+\.local once mDNS is installed: sudo apt install avahi-daemon/u,
    );
    expect(existsSync(join(machine.root, "etc/avahi"))).toBe(false);
  });
});

describe("set-up later", () => {
  it("changes the reader's password alone, reloads the service and says what to do at the reader", async () => {
    await machine.setup(...ALL);
    machine.write(CONFIG, `${machine.read(CONFIG)}# mine\n`);
    const [config, password] = [machine.read(CONFIG), machine.read("etc/wattframe/reader.password")];
    machine.calls();
    const { printed, exitCode } = await machine.setup("--yes", "--new-password");
    expect(exitCode).toBe(0);
    expect(machine.read(CONFIG)).toBe(config);
    expect(machine.read("etc/wattframe/reader.password")).not.toBe(password);
    expect(machine.read("etc/wattframe/secrets.yaml")).toContain(machine.read("etc/wattframe/reader.password").trim());
    expect(machine.calls()).toEqual(["reload wattframe.service"]);
    expect(printed).toContain("esphome run");
  });

  it("leaves the configuration as it is where no answer is given, whoever wrote it", async () => {
    const mine = "broker: { url: mqtt://10.0.0.9 }\nmeters: [{ name: house, prefix: p1, timeZone: Europe/Helsinki }]\n";
    const text = `${mine}displays: [{ name: mine, kind: png-file, path: mine.png }]\n`;
    machine.write(CONFIG, text);
    machine.write("wattframe.deb", "!<arch>\n");
    const { exitCode, printed } = await machine.setup("--yes", "--deb", join(machine.root, "wattframe.deb"), "--json");
    expect(exitCode).toBe(0);
    expect(JSON.parse(printed)).toEqual([
      { file: "wattframe.yaml", result: "unchanged" },
      { file: "/var/backups/wattframe/wattframe.deb", result: "created" },
      { command: "systemctl enable --now wattframe.service" },
    ]);
    expect(machine.read(CONFIG)).toBe(text);
    expect(filesOf("etc/wattframe")).toEqual(["wattframe.yaml"]);
    machine.write(CONFIG, text.replace("displays", "displais"));
    const faulty = await machine.setup("--yes", "--no-service");
    expect(faulty.exitCode).toBe(1);
    expect(faulty.told).toContain("wattframe check --config");
    expect(machine.read(CONFIG)).toContain("displais");
  });

  it("refuses to invent a password of another broker", async () => {
    await machine.setup(...ALL, "--broker", "mqtt://10.0.0.9");
    const { exitCode, told } = await machine.setup("--yes", "--new-password");
    expect(exitCode).toBe(2);
    expect(told).toContain("--broker-password-file");
  });

  it("takes the new password of another broker's user, and nothing else", async () => {
    machine.write("first", "one\n");
    machine.write("second", "two\n");
    const [first, second] = ["first", "second"].map((name) => ["--broker-password-file", join(machine.root, name)]);
    await machine.setup(...ALL, "--broker", "mqtt://kiosk@10.0.0.9", ...(first ?? []));
    machine.write(CONFIG, `${machine.read(CONFIG)}# mine\n`);
    expect((await machine.setup("--yes", ...(second ?? []))).exitCode).toBe(0);
    expect(machine.read("etc/wattframe/kiosk.password")).toBe("two\n");
    expect(machine.read(CONFIG)).toContain("# mine");
    machine.write(CONFIG, machine.read(CONFIG).replace("kiosk.password", "../../first"));
    const other = await machine.setup("--yes", ...(second ?? []));
    expect(other.exitCode).toBe(2);
    expect(other.told).toContain("etc/wattframe/kiosk.password");
  });

  it("keeps the packages that it is given, the last two", async () => {
    const kept = "var/backups/wattframe";
    for (const version of ["1.0.0", "1.0.1", "1.0.2"]) {
      machine.write(`wattframe_${version}_arm64.deb`, `!<arch>\n${version}\u0000`);
      const name = join(machine.root, `wattframe_${version}_arm64.deb`);
      expect((await machine.setup(...ALL, "--deb", name)).exitCode).toBe(0);
      const at = Number(version.at(-1)) + 1;
      utimesSync(join(machine.root, kept, `wattframe_${version}_arm64.deb`), at, at);
    }
    expect(filesOf(kept)).toEqual(["wattframe_1.0.1_arm64.deb", "wattframe_1.0.2_arm64.deb"]);
    expect(machine.read(`${kept}/wattframe_1.0.2_arm64.deb`)).toBe("!<arch>\n1.0.2\u0000");
    machine.write("wattframe_1.0.3_arm64.deb", "something else");
    expect((await machine.setup(...ALL, "--deb", join(machine.root, "wattframe_1.0.3_arm64.deb"))).exitCode).toBe(2);
    expect(filesOf(kept)).toHaveLength(2);
  });

  it("says how the clock can be trusted where nothing sets it, and writes that it is", async () => {
    expect((await machine.setup(...ALL)).printed).toContain("--trust-clock");
    expect((await machine.setup(...ALL, "--trust-clock")).printed).not.toContain("--trust-clock");
    expect(machine.read(CONFIG)).toContain("clock:\n  trusted: true\n");
    expect((await machine.setup(...ALL)).printed).toContain("wattframe.yaml: unchanged");
    machine.write("usr/sbin/chronyd", "");
    rmSync(join(machine.root, CONFIG));
    expect((await machine.setup(...ALL)).printed).not.toContain("--trust-clock");
  });
});
