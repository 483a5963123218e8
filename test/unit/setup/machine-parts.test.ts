import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { PACKAGE_FOLDER } from "../../../src/package-folder.ts";
import { PANELS } from "../../../src/panel/panels.ts";
import { isPortOfAnother, isPortTaken, listensThere } from "../../../src/setup/broker-port.ts";
import { outdatedPackages } from "../../../src/setup/kept-packages.ts";
import { readerNotes } from "../../../src/setup/reader-secrets.ts";
import { wiringWords } from "../../../src/setup/wiring-words.ts";
import { listensAt } from "../../../src/source/listener.ts";

describe("a port", () => {
  let server: Server;
  afterEach(() => server.close());
  /** A program that listens at one address of this machine; its port. */
  const listening = (host: string) =>
    new Promise<number>((resolve) => {
      server = createServer().listen(0, host, () => resolve(listensAt(server).port));
    });

  it.each(["127.0.0.1", "0.0.0.0", "::"])("is taken by who listens at %s", async (host) => {
    const port = await listening(host);
    expect(await isPortTaken(port)).toBe(true);
    expect(await isPortOfAnother(port, undefined)).toBe(true);
    await new Promise((resolve) => server.close(resolve));
    expect(await isPortTaken(port)).toBe(false);
  });

  it.each(["127.0.0.1", "::"])("is our own where the running kiosk listens at %s", async (host) => {
    const port = await listening(host);
    expect(await listensThere(process.pid, port)).toBe(true);
    expect(await isPortOfAnother(port, process.pid)).toBe(false);
    expect(await listensThere(process.ppid, port)).toBe(false);
    expect(await isPortOfAnother(port, process.ppid)).toBe(true);
  });

  it("is taken for our own where nobody may look", async () => {
    const port = await listening("127.0.0.1");
    const noProcess = 2 ** 22 + 1; // beyond the numbers that Linux gives
    expect(await listensThere(noProcess, port)).toBeUndefined();
    expect(await isPortOfAnother(port, noProcess)).toBe(false);
  });
});

describe("the wiring in words", () => {
  const page = readFileSync(join(PACKAGE_FOLDER, "doc/hardware.md"), "utf8");
  /** Pin, what it is and the name on the board, of every line of the page's drawings. */
  const drawn = new Set(
    [...page.matchAll(/^ +pin (\d+) +(.+?) +-{3,} +(\w+)/gmu)].map(([, pin, is, board]) => `${pin} ${is} ${board}`),
  );

  it.each(PANELS.map((panel) => [panel.id, panel] as const))(
    "is that of the page about hardware for %s",
    (_id, panel) => {
      const [heading, ...wires] = wiringWords(panel, {});
      expect(heading).toContain(panel.name);
      const said = wires.map((line) => line.replace(/^ +pin (\d+) +(.+?) +to +(\w+).*$/u, "$1 $2 $3"));
      expect(said.length).toBeGreaterThanOrEqual(8);
      expect(said.filter((wire) => !drawn.has(wire))).toEqual([]);
    },
  );

  it("follows pins that are wired otherwise", () => {
    const said = wiringWords(PANELS[0], { pins: { cs: 7, dc: 22, pwr: "none", busy: 40 } }).slice(-4);
    expect(said.map((line) => line.trim().split(/ {2,}/u).join(" "))).toEqual([
      "pin 26 GPIO7 to CS",
      "pin 15 GPIO22 to DC",
      "pin 11 GPIO17 to RST",
      "pin ? GPIO40 to BUSY",
    ]);
  });

  it("names the lines alone where they are not on the header", () => {
    const [heading, ...lines] = wiringWords(PANELS[0], { gpioChip: "expander", pins: { rst: 4, dc: 5, busy: 6 } });
    expect(heading).toContain("on /dev/spidev0.0, and on the GPIO lines of expander:");
    expect(lines.map((line) => line.trim().replaceAll(/ +/gu, " "))).toEqual([
      "line 5 to DC",
      "line 4 to RST",
      "line 6 to BUSY",
      "line 18 to PWR (newer boards only)",
    ]);
  });
});

describe("packages that are kept", () => {
  it("are the new one and the newest of the others", () => {
    const there = [3, 1, 2].map((at) => ({ name: `wattframe_${at}_arm64.deb`, at }));
    expect(outdatedPackages(there, "new.deb")).toEqual(["wattframe_2_arm64.deb", "wattframe_1_arm64.deb"]);
    expect(outdatedPackages(there, "wattframe_3_arm64.deb")).toEqual(["wattframe_1_arm64.deb"]);
    expect(outdatedPackages([], "new.deb")).toEqual([]);
  });
});

describe("the reader's owner", () => {
  it("hears of a port, a password and a broker that are not as usual", () => {
    expect(readerNotes({ kind: "embedded", port: 1883 }, false)).toEqual([]);
    expect(readerNotes({ kind: "embedded", port: 1884 }, false)).toEqual([expect.stringContaining("port: 1884")]);
    expect(readerNotes({ kind: "embedded", port: 1883 }, true)).toEqual([expect.stringContaining("esphome run")]);
    expect(readerNotes({ kind: "url", url: "mqtt://[::1]" }, false)).toEqual([
      expect.stringContaining("listener 1883"),
    ]);
    expect(readerNotes({ kind: "url", url: "mqtt://10.0.0.9" }, true)).toEqual([]);
  });
});
