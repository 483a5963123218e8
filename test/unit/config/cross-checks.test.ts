import { chmod, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CHECK_CONTEXT, CONFIG_CONTEXT, KIOSK_CONTEXT } from "../../../src/config/config-context.ts";
import { type Fault, faultLine } from "../../../src/config/fault.ts";
import { checkConfigText, loadConfig } from "../../../src/config/load.ts";
import { WIRE_FORMATS } from "../../../src/meter/wire/wire-formats.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "wattframe-checks-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function faults(text: string, context = CONFIG_CONTEXT): Promise<readonly Fault[]> {
  const checked = await checkConfigText(text, join(folder, "w.yaml"), { TZ: "UTC" }, context);
  return "faults" in checked ? checked.faults : checked.warnings;
}

/** The faults without the name of the file, each with its remedy. */
async function lines(text: string, context = CONFIG_CONTEXT): Promise<string[]> {
  return (await faults(text, context)).map((fault) => `${faultLine({ ...fault, file: "w" })} | ${fault.hint}`);
}

const BROKER = "broker: { url: mqtt://b }\n";
const displays = (...rows: string[]) => `${BROKER}displays:\n${rows.map((row) => `  - { ${row} }\n`).join("")}`;
const ONE = displays("name: a, kind: png-file, path: a.png");

describe("displays that cannot be used together", () => {
  beforeAll(async () => {
    await mkdir(join(folder, "pictures"));
    await symlink(join(folder, "pictures"), join(folder, "link"));
  });

  it.each([
    [
      "one file",
      "kind: png-file, path: a.png",
      "kind: png-file, path: ./x/../a.png",
      "path",
      () => join(folder, "a.png"),
    ],
    [
      "one file through a link",
      "kind: png-file, path: pictures/a.png",
      "kind: png-file, path: link/a.png",
      "path",
      () => join(folder, "link/a.png"),
    ],
    [
      "one framebuffer",
      "kind: framebuffer, size: 800x480",
      "kind: framebuffer, device: /dev//fb0, size: 800x480",
      "device",
      () => "/dev//fb0",
    ],
    [
      "one program",
      'kind: command, run: [/bin/cp, "{png}", x]',
      'kind: command, run: [/bin/cp, "{png}", x]',
      "run",
      () => "the program /bin/cp with the same arguments",
    ],
  ])("are named at both lines: %s", async (_, first, second, option, name) => {
    const found = await faults(displays(`name: a, ${first}`, `name: b, ${second}`));
    expect(found.map(({ line, path, code }) => [line, path, code])).toEqual([
      [3, `displays[0].${option}`, "DUPLICATE_NAME"],
      [4, `displays[1].${option}`, "DUPLICATE_NAME"],
    ]);
    expect(found[0]?.message).toMatch(/^displays\[1\] in line 4 uses /u);
    expect(found[1]?.message).toBe(`displays[0] in line 3 uses ${name()} too`);
  });

  it("are two panels on the same wires, or with one line in common", async () => {
    const panel = "kind: epaper, panel: waveshare-7in5-v2";
    const same = await lines(displays(`name: a, ${panel}`, `name: b, ${panel}`));
    expect(same).toEqual([
      "w:3:5 displays[0].spi: displays[1] in line 4 uses /dev/spidev0.0, GPIO 17 (rst), GPIO 25 (dc), GPIO 24 (busy), GPIO 18 (pwr) too | give each display its own, or remove one of them",
      "w:4:5 displays[1].spi: displays[0] in line 3 uses /dev/spidev0.0, GPIO 17 (rst), GPIO 25 (dc), GPIO 24 (busy), GPIO 18 (pwr) too | give each display its own, or remove one of them",
    ]);
    const apart = "spi: /dev/spidev0.1, pins: { rst: 5, dc: 6, busy: 13, pwr: none }";
    expect(await lines(displays(`name: a, ${panel}`, `name: b, ${panel}, ${apart}`))).toEqual([]);
    const sameChip = apart.replace("rst: 5", "rst: 17").replace("spi:", "gpioChip: pinctrl-bcm2711, spi:");
    expect(await faults(displays(`name: a, ${panel}`, `name: b, ${panel}, ${sameChip}`))).toHaveLength(2);
    const otherChip = sameChip.replace("pinctrl-bcm2711", "gpio-expander");
    expect(await faults(displays(`name: a, ${panel}`, `name: b, ${panel}, ${otherChip}`))).toEqual([]);
    const crossed = await faults(
      displays(`name: a, ${panel}`, `name: b, ${panel}, ${apart.replace("rst: 5", "rst: 25")}`),
    );
    expect(crossed.map(({ path, message }) => [path, message])).toEqual([
      ["displays[0].pins.dc", "displays[1] in line 4 uses GPIO 25 (dc) too"],
      ["displays[1].pins.rst", "displays[0] in line 3 uses GPIO 25 (rst) too"],
    ]);
  });

  it("share a device where each drives a chip select of its own", async () => {
    const panel = "kind: epaper, panel: waveshare-7in5-v2";
    const second = "pins: { rst: 5, dc: 6, busy: 13, pwr: none, cs: 19 }";
    const text = displays(`name: a, ${panel}, pins: { cs: 26 }`, `name: b, ${panel}, ${second}`);
    expect(await lines(text)).toEqual([]);
  });
});

it.each([
  [
    "displays",
    "name: a, kind: png-file, path: a.png, refresh: { quietHours: x }",
    "belongs one level up, beside `refresh`",
  ],
  ["displays", "name: a, kind: png-file, path: a.png, onTelegram: true", "belongs inside `refresh`"],
  ["displays", "name: a, kind: epaper, panel: waveshare-7in5-v2, rst: 17", "belongs inside `pins`"],
  ["displays", "name: a, kind: framebuffer, size: 800x480, panel: x", "goes with kind: epaper"],
  ["displays", "name: a, kind: png-file, path: a.png, prefix: han", "belongs inside `meters`"],
  ["displays", "name: a, kind: png-file, path: a.png, nonsense: 1", undefined],
  ["meters", "mapping: { x: { quantity: currentL1A, prefix: han } }", "belongs 2 levels up, beside `mapping`"],
  ["meters", "name: a, locale: fi", "belongs at the top level, beside `meters`"],
  ["meters", "name: a, panel: waveshare-7in5-v2", "belongs inside `displays`"],
])("in %s, `%s` is told where the key belongs", async (list, row, home) => {
  const text = list === "displays" ? displays(row) : `${ONE}meters: [{ ${row} }]\n`;
  const message = `this key is not known here${home === undefined ? "" : `; it ${home}`}`;
  expect((await faults(text)).map((fault) => fault.message)).toEqual([message]);
});

it.each([
  ["path", `""`, "is empty; expected text"],
  ["run", "[]", "is empty; expected at least one entry"],
])("an empty %s is one fault", async (key, value, message) => {
  const kind = key === "run" ? "command" : "png-file";
  const found = await faults(displays(`name: a, kind: ${kind}, ${key}: ${value}`));
  expect(found.map((fault) => fault.message)).toEqual([message]);
});

it("what a group lacks is not said while one of its keys is not known", async () => {
  expect((await faults(ONE.replace("url:", "ulr:"))).map(({ code, path }) => [code, path])).toEqual([
    ["UNKNOWN_KEY", "broker.ulr"],
  ]);
  const misspelt = ONE.replace(BROKER, "broker: { embedded: { users: [{ name: u, pasword: x }] } }\n");
  expect((await faults(misspelt)).map(({ path }) => path)).toEqual(["broker.embedded.users[0].pasword"]);
});

describe("what a display's options say against each other", () => {
  it.each([
    [
      "kind: epaper, panel: waveshare-7in5-b-v2, grey: true",
      "w:3:64 displays[0].grey: waveshare-7in5-b-v2 cannot show four greys | remove grey: true",
    ],
    [
      "kind: epaper, panel: waveshare-7in5-v2, vcomMv: -1500",
      "w:3:64 displays[0].vcomMv: waveshare-7in5-v2 has no VCOM to set | remove it; it is for panels with an IT8951",
    ],
    [
      "kind: epaper, panel: waveshare-7in5-v2, pins: { pwr: off }",
      'w:3:69 displays[0].pins.pwr: "off" cannot be used here; expected a number or none | expected: GPIO line of the pin PWR, the panel\'s supply; none where it is not wired',
    ],
    [
      "kind: png-file, path: a.png, size: 250x122",
      "w:3:5 displays[0].layout: the layout balance has no size 250x122 | layouts of this size: glance",
    ],
    [
      "kind: png-file, path: a.png, size: 555x55",
      expect.stringContaining(
        "w:3:5 displays[0].layout: the layout balance has no size 555x55 | set size to one of its own: 800x480, 480x800, ",
      ),
    ],
  ])("of `%s` is a fault", async (row, line) => expect(await lines(displays(`name: a, ${row}`))).toEqual([line]));

  it("says how a panel and a layout can be made to fit", async () => {
    const sizes = {
      rows: [
        { name: "balance", sizes: ["1x1"] },
        { name: "wide", sizes: ["250x122"] },
      ],
      faults: [],
    };
    const around = { ...CONFIG_CONTEXT, layouts: () => Promise.resolve(sizes) };
    const of = async (panel: string) => {
      return (await faults(displays(`name: a, kind: epaper, panel: ${panel}`), around)).map(({ hint }) => hint);
    };
    expect(await of("waveshare-2in13-v4")).toEqual([
      "turn the picture with rotate: 90 or 270; layouts of 250x122: wide",
    ]);
    const within = { ...sizes, rows: [{ name: "balance", sizes: ["240-250x100-130"] }] };
    const range = { ...CONFIG_CONTEXT, layouts: () => Promise.resolve(within) };
    expect(await faults(displays("name: a, kind: epaper, panel: waveshare-2in13-v4, rotate: 90"), range)).toEqual([]);
    expect(await of("waveshare-7in5-v2")).toEqual([
      "no layout fits this size yet; doc/adding-a-layout.md says how to write one",
    ]);
  });
});

describe("a schedule", () => {
  const schedule = (text: string) => displays(`name: a, kind: png-file, path: a.png, refresh: { schedule: "${text}" }`);

  it("of five fields is refused and shown with six", async () => {
    expect(await lines(schedule("*/5 * * * *"))).toEqual([
      'w:3:66 displays[0].refresh.schedule: "*/5 * * * *" has five fields and a schedule has six, with the second first | "0 */5 * * * *" is the same with a second; the fields are: second minute hour day month weekday',
    ]);
  });

  it.each(["daily", "* * * *", "99 * * * * *", "* * * * * * *", "", "0 25 * * *"])("%j is none", async (text) => {
    expect(await faults(schedule(text))).toMatchObject([
      {
        code: "WRONG_VALUE",
        path: "displays[0].refresh.schedule",
        message: `${JSON.stringify(text)} is not a schedule`,
      },
    ]);
  });

  it.each(["0 * * * * *", " 0  */5 6-22 * * 1-5 ", "0,30 * * * * *"])("%j is one", async (text) => {
    expect(await faults(schedule(text))).toEqual([]);
  });
});

describe("a locale", () => {
  it.each(["is-IS", "klingon", "xx", "pl"])(
    "without words, %s, is refused with those that there are",
    async (locale) => {
      expect(await lines(`${ONE}locale: ${locale}\n`)).toEqual([
        `w:4:9 locale: "${locale}": pictures have no words in this language yet | use a locale of one of these languages: en (English), fi (Finnish), sv (Swedish), nb (Norwegian Bokmål), da (Danish), nl (Dutch), de (German), fr (French), et (Estonian), nn (Norwegian Nynorsk), no (Norwegian)`,
      ]);
    },
  );

  it.each(
    "fi fi-FI en-SE en-SE-u-ca-gregory sv-SE sv-FI nb-NO no-NO nn-NO da-DK nl-NL nl-BE de-DE de-AT de-CH de-LU fr-BE fr-LU fr-CH et-EE".split(
      " ",
    ),
  )("%s has words", async (locale) => {
    expect(await faults(`${ONE}locale: ${locale}\n`)).toEqual([]);
  });

  it("that is none at all is one fault", async () => {
    expect((await faults(`${ONE}locale: fi_FI\n`)).map(({ message }) => message)).toEqual([
      '"fi_FI" is not a locale; did you mean `fi-FI`?',
    ]);
    expect((await faults(`${ONE}locale: en_GB.UTF-8\n`)).map(({ message }) => message)).toEqual([
      '"en_GB.UTF-8" is not a locale; did you mean `en-GB`?',
    ]);
  });
});

describe("a text that was meant otherwise", () => {
  it.each([
    ["path: “a.png”", "path", "“a.png” begins with a typographic quote, which is a part of the text"],
    ["path: ~/a.png", "path", '"~/a.png": ~ is not replaced by a folder'],
    ["path: $HOME/a.png", "path", '"$HOME/a.png": $HOME is not replaced by a folder'],
    ["path: pictures/", "path", '"pictures/" is the path of a folder'],
  ])("%s is a fault", async (path, key, message) => {
    expect(await faults(displays(`name: a, kind: png-file, ${path}`))).toMatchObject([
      { line: 3, path: `displays[0].${key}`, code: "WRONG_VALUE", message },
    ]);
  });

  it("is none where the sign is only a part", async () => {
    expect(await faults(displays("name: a, kind: png-file, path: a~b/$x.png"))).toEqual([]);
    expect(await faults(`${ONE}layouts: ~/mine\n`)).toMatchObject([{ path: "layouts" }, { path: "layouts" }]);
    const secret = "broker: { url: mqtt://u@b, password: “quoted” }\n";
    expect(await faults(ONE.replace(BROKER, secret))).toEqual([]);
  });
});

describe("a mapping", () => {
  const meter = (text: string) => `${ONE}meters: [{ ${text} }]\n`;

  it("stands beside the format, whose name must be that of a wire format", async () => {
    expect(await faults(meter("format: esphome"))).toEqual([]);
    expect(await lines(meter("format: esphom"))).toEqual([
      `w:4:20 meters[0].format: "esphom" is not allowed; did you mean \`esphome\`? | use one of: ${WIRE_FORMATS.map(({ id }) => id).join(", ")}`,
    ]);
  });

  it("names no other phase where there is one", async () => {
    expect(await lines(meter("phases: 1, mapping: { x: { quantity: currentL2A } }"))).toEqual([
      "w:4:49 meters[0].mapping.x.quantity: currentL2A belongs to another phase than the first, and this meter has phases: 1 | set phases: 3, or map it to the quantity of L1",
    ]);
    expect(await faults(meter("phases: 1, mapping: { x: { quantity: currentL1A } }"))).toEqual([]);
    expect(await faults(meter("mapping: { x: { quantity: currentL2A } }"))).toEqual([]);
  });

  it("reads no quantity from two topics", async () => {
    expect(await lines(meter("mapping: { a: { quantity: currentL1A }, b/c: { quantity: currentL1A } }"))).toEqual([
      'w:4:69 meters[0].mapping["b/c"].quantity: currentL1A is already read from "a" | keep the topic that is right',
    ]);
  });

  it("has a sign only where import and export are distinguished", async () => {
    expect(await lines(meter("mapping: { x: { quantity: activeEnergyImportWh, signed: true } }"))).toEqual([
      "w:4:68 meters[0].mapping.x.signed: activeEnergyImportWh has no import and export that a sign could tell apart | remove signed; it is for net power",
    ]);
    expect(await faults(meter("mapping: { x: { quantity: activePowerImportW, signed: true } }"))).toEqual([]);
    expect(await faults(meter("mapping: { x: { quantity: currentL1A, signed: false } }"))).toEqual([]);
  });
});

describe("a time zone", () => {
  it.each([
    ["Helsinki", "; did you mean `Europe/Helsinki`?"],
    ["europe/helsinky", "; did you mean `Europe/Helsinki`?"],
    ["New York", "; did you mean `America/New_York`?"],
    ["EET-2EEST,M3.5.0/3,M10.5.0/4", ", such as Europe/Helsinki"],
    ["+02:00", ", such as Europe/Helsinki"],
    ["", ", such as Europe/Helsinki"],
  ])("%j is not known", async (zone, suggestion) => {
    const found = await faults(`${ONE}meters: [{ timeZone: "${zone}" }]\n`);
    expect(found.map(({ message }) => message)).toEqual([`"${zone}" is not a known time zone${suggestion}`]);
  });
});

describe("the embedded broker", () => {
  const users = (listen: string, password: string) =>
    ONE.replace(
      BROKER,
      `broker: { embedded: { listen: "${listen}", users: [{ name: u, ${password}, publish: ["han/#"] }] } }\n`,
    );

  it("takes a short password only where this machine alone can reach it", async () => {
    expect(await faults(users("127.0.0.1:1883", "password: short"))).toEqual([]);
    expect(await lines(users("0.0.0.0:1883", "password: short"))).toEqual([
      "w:1:76 broker.embedded.users[0].password: this password is too short for a broker that the network can reach; expected at least 8 characters | choose a longer one, or listen at 127.0.0.1",
    ]);
    expect(await faults(users("kiosk.local:1883", "password: longer12"))).toEqual([]);
  });

  it("has it measured in a file too", async () => {
    await writeFile(join(folder, "short"), "short\n", { mode: 0o600 });
    expect(await faults(users("[::]:1883", "passwordFile: short"))).toMatchObject([
      { code: "SECRET_UNSAFE", path: "broker.embedded.users[0].passwordFile", line: 1, column: 77 },
    ]);
  });
});

describe("what listens", () => {
  it.each([
    [
      'embedded: { listen: ["127.0.0.1:1883", "127.0.0.1:1883"] }',
      "8080",
      "broker.embedded.listen[1]",
      "broker.embedded.listen[0]",
    ],
    [
      'embedded: { listen: { mqtt: "[::1]:1883", ws: "[::1]:1883" } }',
      "8080",
      "broker.embedded.listen.ws",
      "broker.embedded.listen.mqtt",
    ],
    ['embedded: { listen: { ws: "127.0.0.1:8080" } }', "8080", "preview.listen", "broker.embedded.listen.ws"],
  ])("at one address twice is a fault: %s", async (broker, port, path, other) => {
    const text = `${ONE.replace(BROKER, `broker: { ${broker} }\n`)}preview: { listen: "127.0.0.1:${port}" }\n`;
    expect(await faults(text)).toMatchObject([
      {
        code: "DUPLICATE_NAME",
        path,
        message: expect.stringMatching(`is already used by ${other.replaceAll(/[[.\]]/gu, "\\$&")}$`),
      },
    ]);
  });

  it("everywhere leaves no address of the same port", async () => {
    const users = 'users: [{ name: u, password: long-enough, publish: ["han/#"] }]';
    const text = ONE.replace(BROKER, `broker: { embedded: { listen: "0.0.0.0:8080", ${users} } }\n`);
    expect(await faults(`${text}preview: { listen: "127.0.0.1:8080" }\n`)).toMatchObject([{ path: "preview.listen" }]);
    expect(await faults(`${text}preview: { listen: "127.0.0.1:8081" }\n`)).toEqual([]);
    const local = ONE.replace(BROKER, 'broker: { embedded: { listen: "127.0.0.1:8080" } }\n');
    const page = 'preview: { listen: "[::]:8080", password: long-enough }\n';
    expect(await faults(`${local}${page}`)).toMatchObject([{ path: "preview.listen", code: "DUPLICATE_NAME" }]);
  });

  it("at a port that the system chooses is never the same", async () => {
    const text = ONE.replace(BROKER, 'broker: { embedded: { listen: { mqtt: "127.0.0.1:0", ws: "127.0.0.1:0" } } }\n');
    expect(await faults(text)).toEqual([]);
  });
});

describe("a user of the embedded broker", () => {
  const users = (text: string) => ONE.replace(BROKER, `broker: { embedded: { users: [${text}] } }\n`);

  it("has to be allowed to publish what a meter is read from", async () => {
    const reader = users('{ name: u, password: x, publish: ["han/#"] }');
    expect(await faults(reader)).toEqual([]);
    expect(await lines(`${reader}meters: [{ prefix: p1 }]\n`)).toEqual([
      'w:4:20 meters[0].prefix: warning: no user of the embedded broker may publish under p1/ | add "p1/#" to publish of the reader\'s user, or correct this prefix',
    ]);
    const readers = ["p1/sensor/+/state", "+/#", "#", "p1"].map(
      (filter) => `{ name: "${filter}", password: x, publish: ["${filter}"] }`,
    );
    for (const one of readers) expect(await faults(`${users(one)}meters: [{ prefix: p1 }]\n`)).toEqual([]);
    expect(readers).toHaveLength(4);
    expect(
      await faults(`${users('{ name: u, password: x, publish: ["p1"] }')}meters: [{ prefix: p1/house }]\n`),
    ).toHaveLength(1);
  });
});

describe("a secret in a file", () => {
  const text = `broker: { url: mqtt://u@b, passwordFile: secret }\n${ONE.replace(BROKER, "")}`;

  it.each([
    [0o644, "other users may read this secret (mode 644)"],
    [0o640, "its group may read this secret (mode 640)"],
    [0o622, "other users may read or change this secret (mode 622)"],
    [0o620, "its group may read or change this secret (mode 620)"],
  ])("of mode %o is worth a warning, and no more", async (mode, message) => {
    const file = join(folder, "secret");
    await rm(file, { force: true });
    await writeFile(file, "long enough\n");
    await chmod(file, mode);
    expect(await lines(text)).toEqual([`w:1:42 broker.passwordFile: warning: ${message} | chmod 600 ${file}`]);
    expect(await checkConfigText(text, join(folder, "w.yaml"), {}, CONFIG_CONTEXT)).toHaveProperty("config");
    for (const secretMode of [0o600, 0o400, 0o711]) {
      await chmod(file, secretMode);
      expect(await faults(text)).toEqual([]);
    }
  });
});

it.each(["", "[1]", "5"])("a file of %j has the one fault that it holds no keys", async (text) => {
  expect((await faults(text)).map(({ path, message }) => [path, message])).toEqual([
    ["", expect.stringMatching(/^the file (?:is empty|must consist of keys)/u)],
  ]);
});

it("a list that is longer than any may be is checked up to a bound", async () => {
  const rows = Array.from({ length: 300 }, () => "name: a, kind: png-file, path: a.png");
  const found = await faults(displays(...rows));
  expect(found.filter(({ path }) => path.endsWith(".name")).length).toBe(199);
  expect(found.some(({ code, path }) => code === "OUT_OF_RANGE" && path === "displays")).toBe(true);
});

it("of a client's files, the private key alone is a secret", async () => {
  for (const name of ["ca.pem", "cert.pem", "key.pem"]) {
    await writeFile(join(folder, name), "-----BEGIN X-----\n", { mode: 0o644 });
  }
  const broker = "broker: { url: mqtts://b, ca: ca.pem, cert: cert.pem, key: key.pem }\n";
  expect(await faults(ONE.replace(BROKER, broker))).toMatchObject([
    { code: "SECRET_UNSAFE", path: "broker.key", severity: "warning" },
  ]);
});

it("a history is no fault", async () => {
  expect(await faults(`${ONE}history: { path: h }\n`)).toEqual([]);
});

describe("a folder of layouts", () => {
  it("that is not there is a fault at its key", async () => {
    expect(await lines(`${ONE}layouts: nope\n`)).toEqual([
      `w:4:10 layouts: the folder ${join(folder, "nope")} does not exist | create the folder, name another, or remove this key`,
    ]);
    await writeFile(join(folder, "file"), "");
    expect((await faults(`${ONE}layouts: file\n`)).map(({ message }) => message)).toEqual([
      `the folder ${join(folder, "file")} is a file`,
    ]);
  });

  it("with one typo brings one fault, which sends to the page about layouts", async () => {
    await mkdir(join(folder, "mine"));
    const layout =
      "description: mine\nsizes:\n  800x480:\n    type: { small: 16, body: 16, figure: 34 }\n    root: { widgt: clock }\n";
    await writeFile(join(folder, "mine/mine.yaml"), layout);
    const found = await faults(`${ONE.replace("a.png", "a.png, layout: mine")}layouts: mine\n`);
    expect(found.map(({ line, code, path }) => [line, code, path])).toEqual([
      [5, "UNKNOWN_KEY", "sizes.800x480.root.widgt"],
    ]);
    await writeFile(join(folder, "mine/mine.yaml"), layout.replace("widgt", "widget").replace("34", "x"));
    expect(await faults(`${ONE.replace("a.png", "a.png, layout: mine")}layouts: mine\n`)).toHaveLength(1);
    await writeFile(join(folder, "mine/mine.yaml"), "[1]\n");
    expect((await faults(`${ONE}layouts: mine\n`)).map(({ message }) => message)).toEqual([
      "the file must consist of keys such as description:, sizes:; it is a list",
    ]);
  });
});

describe("on this machine", () => {
  it.each([
    ["a folder", "pictures", "there is a folder of that name"],
    ["below a file", "file/a.png", "a part of its path is no folder"],
    ["in a folder that the kernel makes up", "/proc/nope/a.png", "the system keeps no files in /proc"],
    ["a device", "/dev/null", "it is a device, not a file"],
  ])("a picture cannot be kept as %s", async (_, path, why) => {
    await writeFile(join(folder, "file"), "");
    const text = displays(`name: a, kind: png-file, path: ${path}`);
    const [fault, ...others] = await faults(text, CHECK_CONTEXT);
    expect(others).toEqual([]);
    expect(fault).toMatchObject({ code: "FILE_UNUSABLE", line: 3, path: "displays[0].path" });
    expect(fault?.message).toMatch(/ cannot be written: /u);
    expect(fault?.message.endsWith(why)).toBe(true);
    expect(await faults(text)).toEqual([]);
  });

  it.each([
    ["below a file", "file/history", "a part of its path is no folder"],
    ["in a file", "file", "a part of its path is no folder"],
    ["in a folder that the kernel makes up", "/proc/nope", "the system keeps no files in /proc"],
  ])("a history cannot be kept %s", async (_, path, why) => {
    await writeFile(join(folder, "file"), "");
    const text = `${ONE}history: { path: ${path} }\n`;
    const [fault, ...others] = await faults(text, CHECK_CONTEXT);
    expect(others).toEqual([]);
    expect(fault).toMatchObject({ code: "FILE_UNUSABLE", path: "history.path" });
    expect(fault?.message).toBe(`${resolve(folder, path)} cannot be written: ${why}`);
    // A kiosk says so when it opens the history: twice would be once too often.
    expect(await faults(text, KIOSK_CONTEXT)).toEqual([]);
    expect(await faults(`${ONE}history: { path: new/history }\n`, CHECK_CONTEXT)).toEqual([]);
    expect(await readdir(folder)).not.toContain("new");
  });

  it("a picture may be kept in a folder that can be made, and nothing is left of the trial", async () => {
    const before = await readdir(folder);
    expect(await faults(displays("name: a, kind: png-file, path: new/b/a.png"), CHECK_CONTEXT)).toEqual([]);
    expect(await faults(ONE, CHECK_CONTEXT)).toEqual([]);
    expect(await readdir(folder)).toEqual(before);
  });

  it("a picture takes the place of a PNG, but of no other file", async () => {
    await writeFile(join(folder, "a.png"), "\x89PNG\r\n", "latin1");
    expect(await faults(ONE, CHECK_CONTEXT)).toEqual([]);
    const text = displays("name: a, kind: png-file, path: w.yaml");
    await writeFile(join(folder, "w.yaml"), text);
    expect(await lines(text, CHECK_CONTEXT)).toEqual([
      `w:3:38 displays[0].path: ${join(folder, "w.yaml")} exists and is not a PNG | name another file: the picture would replace this one`,
    ]);
  });

  it.each([
    ["/nope/show.py", "the program /nope/show.py does not exist", "check its path, or install it"],
    ["/bin", "the program /bin is not a file", "check its path, or install it"],
    [
      "FOLDER/plain",
      "the program FOLDER/plain may not be run by this user",
      "make it executable: chmod +x FOLDER/plain",
    ],
    [
      "FOLDER/script",
      "the program FOLDER/script needs /nope/python, which cannot be run",
      "install that interpreter, or correct the first line of the program",
    ],
    [
      "FOLDER/by-env",
      "the program FOLDER/by-env needs nope-python, which cannot be run",
      "install that interpreter, or correct the first line of the program",
    ],
    ["sh", '"sh" is not an absolute path, and a service may not find it', "write "],
    [
      "./no/such",
      '"./no/such" is not an absolute path, and a service may not find it',
      "name the program by its whole path, such as /usr/local/bin/show",
    ],
  ])("a display's program cannot be %s", async (program, message, hint) => {
    await writeFile(join(folder, "plain"), "#!/bin/sh\n", { mode: 0o644 });
    await writeFile(join(folder, "by-env"), "#!/usr/bin/env -S nope-python -u\n", { mode: 0o755 });
    await writeFile(join(folder, "script"), "#!/nope/python -u\n", { mode: 0o755 });
    const inPlace = (text: string) => text.replaceAll("FOLDER", folder);
    const text = displays(`name: a, kind: command, run: ["${inPlace(program)}", "{png}"]`);
    const [fault, ...others] = await faults(text, CHECK_CONTEXT);
    expect(others).toEqual([]);
    expect(fault).toMatchObject({ code: "PROGRAM_UNUSABLE", path: "displays[0].run", message: inPlace(message) });
    expect(fault?.hint.startsWith(inPlace(hint))).toBe(true);
    expect(await faults(text)).toEqual([]);
  });

  it("hardware that is not there is a warning, since it may come", async () => {
    const text = [
      "broker: { url: mqtt://127.0.0.1 }",
      "displays:",
      "  - { name: a, kind: epaper, panel: waveshare-7in5-v2, spi: /dev/spidev97.3 }",
      `  - { name: b, kind: framebuffer, device: ${join(folder, "fb97")}, size: 800x480 }`,
      "",
    ].join("\n");
    const found = await faults(text, CHECK_CONTEXT);
    expect(found.map(({ path, code, severity }) => [path, code, severity])).toEqual([
      ["displays[0].spi", "BUS_UNAVAILABLE", "warning"],
      ["displays[1].device", "BUS_UNAVAILABLE", "warning"],
    ]);
    expect(found.every(({ hint }) => hint !== "")).toBe(true);
    expect(await faults(text)).toEqual([]);
  });

  it("a kiosk starts whatever its displays lack, with a warning that it knows of", async () => {
    const file = join(folder, "w.yaml");
    const nope = "/nope/show";
    const good = "name: b, kind: png-file, path: b.png";
    await writeFile(file, displays(`name: a, kind: command, run: ["${nope}", "{png}"]`, good));
    const warnings: Fault[] = [];
    const { displays: loaded } = await loadConfig(file, {}, KIOSK_CONTEXT, (warning) => warnings.push(warning));
    expect(loaded.map(({ name, isReported }) => [name, isReported])).toEqual([
      ["a", true],
      ["b", undefined],
    ]);
    expect(warnings).toMatchObject([{ path: "displays[0].run", code: "PROGRAM_UNUSABLE", severity: "warning" }]);
    expect(warnings[0]?.message).toContain(nope);
  });

  it.each(["/bin/sh", "FOLDER/good", "FOLDER/by-env"])("a display's program may be %s", async (program) => {
    await writeFile(join(folder, "good"), "#! /bin/sh\n", { mode: 0o755 });
    await writeFile(join(folder, "by-env"), "#!/usr/bin/env sh\n", { mode: 0o755 });
    const text = displays(`name: a, kind: command, run: ["${program.replace("FOLDER", folder)}", "{png}"]`);
    expect(await faults(text, CHECK_CONTEXT)).toEqual([]);
  });
});
