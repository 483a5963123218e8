import { describe, expect, it } from "vitest";
import { CONFIG_CONTEXT } from "../../../src/config/config-context.ts";
import { LayoutFolder } from "../../../src/config/layout-file.ts";
import { checkConfigText } from "../../../src/config/load.ts";
import { LAYOUTS_FOLDER } from "../../../src/package-folder.ts";
import { PANELS } from "../../../src/panel/panels.ts";
import { type Answers, brokerAnswer, brokerText, passwordFile, passwordUser } from "../../../src/setup/answers.ts";
import { configText } from "../../../src/setup/config-text.ts";
import { changedLines, fateOf } from "../../../src/setup/planned-files.ts";
import { layoutFor, localeFor } from "../../../src/setup/proposals.ts";
import { readerSecrets } from "../../../src/setup/reader-secrets.ts";
import { KNOWN_LANGUAGES } from "../../../src/words/languages.ts";

const folder = new LayoutFolder([LAYOUTS_FOLDER]);
const layouts = await Promise.all((await folder.names()).map((name) => folder.load(name)));
const USUAL: Answers = {
  panel: "none",
  layout: "balance",
  rotate: 0,
  wires: {},
  mainFuseA: 25,
  phases: 3,
  locale: "fi-FI",
  timeZone: "Europe/Helsinki",
  broker: { kind: "embedded", port: 1883 },
  prefix: "han",
  trustClock: false,
  page: false,
  historyPath: "history",
  picturePath: "balance.png",
};
/** Faults of the configuration of these answers; the password's file is not there. */
const faultsOf = async (answers: Partial<Answers>) => {
  const checked = await checkConfigText(
    configText({ ...USUAL, ...answers }),
    "/nowhere/wattframe.yaml",
    {},
    CONFIG_CONTEXT,
  );
  const faults = "faults" in checked ? checked.faults : checked.warnings;
  return faults.filter(({ code }) => code !== "FILE_MISSING").map(({ path, message }) => `${path}: ${message}`);
};

describe("the configuration", () => {
  it.each(["none", ...PANELS.map(({ id }) => id)])("has no fault with %s", async (id) => {
    const panel = PANELS.find((one) => one.id === id);
    const placement = panel ? layoutFor(panel, layouts) : { layout: "balance", rotate: 0 as const };
    expect(placement).toBeDefined();
    expect(await faultsOf({ panel: id, ...placement })).toEqual([]);
  });

  it.each<[string, Partial<Answers>]>([
    ["another broker", { broker: brokerAnswer("mqtts://broker.example:8883") }],
    ["its user", { broker: brokerAnswer("mqtt://me%20too@10.0.0.1") }],
    ["a prefix that looks like a number", { prefix: "1234" }],
    ["a prefix with signs", { prefix: 'house: meter/p1\'s "own" #not'.replaceAll("#", "") }],
    ["an open page", { page: true }],
    ["a clock that is trusted", { trustClock: true }],
    ["one phase", { phases: 1, mainFuseA: 35.5 }],
    ["each language", { locale: "no" }],
    [
      "wires of its own",
      { panel: "waveshare-7in5-v2", wires: { spi: "/dev/spidev1.2", pins: { dc: 22, pwr: "none" } } },
    ],
    ["a chip that has a number for its label", { panel: "waveshare-7in5-v2", wires: { gpioChip: "9030000.pl061" } }],
  ])("has no fault with %s", async (_name, answers) => {
    expect(await faultsOf(answers)).toEqual([]);
  });

  it("names the place of an answer that cannot be", async () => {
    expect(await faultsOf({ mainFuseA: 2 })).toEqual([expect.stringMatching(/^meters\[0\]\.mainFuseA: /u)]);
  });
});

describe("answers", () => {
  it("of a broker are embedded, or an address with or without a user", () => {
    expect(brokerAnswer("embedded")).toEqual({ kind: "embedded", port: 1883 });
    expect(brokerAnswer("mqtt://a.example")).toEqual({ kind: "url", url: "mqtt://a.example" });
    expect(brokerAnswer("ws://me%2F:x@a.example/p")).toEqual({ kind: "url", url: "ws://a.example/p", username: "me/" });
    for (const text of ["embedded", "embedded:1884", "mqtt://a.example", "ws://me%2F@a.example/p"])
      expect(brokerText(brokerAnswer(text))).toBe(text);
    expect(brokerAnswer("nonsense")).toEqual({ kind: "url", url: "nonsense" });
  });

  it("name the user that has a password, and a file in the same folder", () => {
    expect(passwordUser({ kind: "embedded", port: 1883 })).toBe("reader");
    expect(passwordUser({ kind: "url", url: "mqtt://a" })).toBeUndefined();
    expect(passwordFile("../me")).toBe("..%2Fme.password");
  });
});

describe("proposals", () => {
  it("are balance where it fits, glance on labels", () => {
    const layoutOf = (id: string) => layoutFor(PANELS.find((panel) => panel.id === id)!, layouts);
    expect(layoutOf("waveshare-7in5-v2")).toEqual({ layout: "balance", rotate: 0 });
    expect(layoutOf("waveshare-2in13-v4")?.layout).toBe("glance");
    expect(layoutFor(PANELS[0], [])).toBeUndefined();
  });

  it("are the language of the time zone, else English", () => {
    expect(localeFor("Europe/Oslo", KNOWN_LANGUAGES)).toBe("nb-NO");
    expect(localeFor("Europe/Oslo", ["en"])).toBe("en-GB");
    expect(localeFor("UTC", KNOWN_LANGUAGES)).toBe("en-GB");
  });
});

describe("the reader's secrets", () => {
  const login = { broker: "10.0.0.5", username: "reader", password: 'a"b$&' };

  it("are new where there are none", () => {
    const text = readerSecrets(undefined, login, "over the air");
    expect(text).toContain('mqtt_broker: "10.0.0.5"\nmqtt_username: "reader"\nmqtt_password: "a\\"b$&"\n');
    expect(text).toContain('ota_password: "over the air"');
  });

  it("keep every line but those of the broker", () => {
    const before = '# mine\nwifi_ssid: "x"\nmqtt_broker: old # why\nmqtt_password: old';
    expect(readerSecrets(before, login, "unused")).toBe(
      '# mine\nwifi_ssid: "x"\nmqtt_broker: "10.0.0.5"\nmqtt_password: "a\\"b$&"\nmqtt_username: "reader"\n',
    );
  });
});

describe("a planned file", () => {
  it("is created, changed or left", () => {
    expect(fateOf({ contents: "x" })).toBe("created");
    expect(fateOf({ contents: "x", before: "y" })).toBe("changed");
    expect(fateOf({ contents: "x", before: "x", isMisowned: false })).toBe("unchanged");
    expect(fateOf({ contents: "x", before: "x", isMisowned: true })).toBe("changed");
  });

  it("tells the lines that go and come", () => {
    expect(changedLines({ before: "a\nb\nc", contents: "a\nB\nc" })).toEqual(["- b", "+ B"]);
    expect(changedLines({ contents: "a" })).toEqual(["- ", "+ a"]);
  });
});
