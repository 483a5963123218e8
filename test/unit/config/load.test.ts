import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { brokerOptionsOf, type Config } from "../../../src/config/config.ts";
import type { ConfigContext } from "../../../src/config/config-context.ts";
import { type Fault, faultLine } from "../../../src/config/fault.ts";
import { checkConfig, checkConfigText, loadConfig } from "../../../src/config/load.ts";
import type { Environment } from "../../../src/config/resolve-secrets.ts";
import { WattframeError } from "../../../src/errors.ts";
import { BLACK_WHITE } from "../../../src/raster/palette.ts";

const PEM = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

const CONFIG_CONTEXT: ConfigContext = {
  kinds: [
    {
      kind: "file",
      options: z.strictObject({ path: z.string(), width: z.int().default(800) }),
      surface: ({ width }) => ({ width: Number(width), height: 480, palette: BLACK_WHITE }),
    },
    {
      kind: "glass",
      options: z.strictObject({}),
      surface: () => {
        throw new WattframeError("BUS_UNAVAILABLE", "no device");
      },
    },
  ],
  layouts: async (own) => ({
    rows: [
      { name: "balance", sizes: ["800x480"] },
      ...(own === undefined ? [] : [{ name: "own", sizes: ["100x480"] }]),
    ],
    faults: [],
  }),
  isSchedule: (text) => text.split(" ").length === 6,
};

const ENV = { BROKER: "broker.example", PASSWORD: "hunter2", EMPTY: "", TZ: "Asia/Tokyo" };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "wattframe-config-"));
  await writeFile(join(folder, "kiosk.password"), "s3cret-of-file\r\n", { mode: 0o600 });
  await writeFile(join(folder, "meter.key"), "000102030405060708090A0B0C0D0E0F\n", { mode: 0o600 });
  await writeFile(join(folder, "short.password"), "short\n", { mode: 0o600 });
  await writeFile(join(folder, "ca.pem"), PEM);
  await writeFile(join(folder, "empty"), "\n");
  await writeFile(join(folder, "large"), "x".repeat(70_000));
  await mkdir(join(folder, "a-folder"));
});
afterAll(() => rm(folder, { recursive: true }));

async function check(text: string, env: Environment = ENV) {
  return checkConfigText(text, join(folder, "w.yaml"), env, CONFIG_CONTEXT);
}

async function config(text: string, env?: Environment): Promise<Config> {
  const checked = await check(text, env);
  if ("faults" in checked) throw new Error(checked.faults.map(faultLine).join("\n"));
  return checked.config;
}

async function faults(text: string, env?: Environment): Promise<readonly Fault[]> {
  const checked = await check(text, env);
  return "faults" in checked ? checked.faults : [];
}

/** The faults without the name of the file. */
async function lines(text: string, env?: Environment): Promise<string[]> {
  return (await faults(text, env)).map((fault) => faultLine({ ...fault, file: "w" }));
}

const SMALLEST = "broker: { url: mqtt://192.168.1.10 }\ndisplays:\n  - { name: picture, kind: file, path: out.png }\n";

it("takes the key of encrypted telegrams from a file, and shows it nowhere", async () => {
  const meter = `${SMALLEST}meters: [{ decryptionKeyFile: meter.key }]\n`;
  const read = await config(meter);
  expect(read.meters[0]?.wire.decrypt).toBeTypeOf("function");
  expect(`${inspect(read, { depth: 9 })} ${JSON.stringify(read)}`).not.toContain("00010203");
  const wrong = await lines(`${SMALLEST}meters: [{ decryptionKeyFile: kiosk.password }]\n`);
  expect(wrong).toHaveLength(1);
  expect(wrong[0]).toContain("meters[0].decryptionKeyFile: ");
  expect(wrong[0]).toContain("32 hexadecimal digits");
  expect(wrong[0]).not.toContain("s3cret");
});

it("takes the authentication key from a file beside it, and the country by the time zone unless it is written", async () => {
  const meter = (more: string) => `${SMALLEST}meters: [{ decryptionKeyFile: meter.key, ${more} }]\n`;
  const read = await config(meter("authenticationKeyFile: meter.key, timeZone: Europe/Oslo"));
  expect(read.meters[0]?.wire).toMatchObject({ country: "NO" });
  expect(`${inspect(read, { depth: 9 })} ${JSON.stringify(read)}`).not.toContain("00010203");
  expect((await config(meter("timeZone: Europe/Oslo, country: SE"))).meters[0]?.wire.country).toBe("SE");
  expect((await config(meter("timeZone: Europe/Helsinki"))).meters[0]?.wire).not.toHaveProperty("country");
});

describe("the smallest configuration", () => {
  it("is three lines, and every default is filled in", async () => {
    const { timeZone = "", ...house } = (await config(SMALLEST)).meters[0] ?? {};
    expect(house).toEqual({
      name: "house",
      prefix: "han",
      mainFuseA: 25,
      phases: 3,
      wire: { allowNoCrc: false, mapping: {}, timeZone },
    });
    expect(timeZone).toBe("Asia/Tokyo");
    expect(await config(SMALLEST)).toMatchObject({
      file: join(folder, "w.yaml"),
      name: "wattframe",
      broker: { kind: "remote", url: "mqtt://192.168.1.10", keepaliveS: 30 },
      locale: "en-GB",
      clock: { trusted: false },
      log: { level: "info" },
      displays: [
        {
          name: "picture",
          kind: "file",
          meter: "house",
          layout: "balance",
          theme: "light",
          refresh: { onTelegram: true, schedule: "0 * * * * *", minIntervalS: 0 },
          options: { path: join(folder, "out.png"), width: 800 },
        },
      ],
    });
  });

  it("keeps no history and opens no page", async () => {
    const keys = Object.keys(await config(SMALLEST));
    expect(keys).not.toContain("history");
    expect(keys).not.toContain("preview");
  });
});

describe("a configuration", () => {
  it("reads a cable at its rate as ports of that rate speak, if nothing else is written", async () => {
    const serial = async (text: string) => {
      const { meters, broker } = await config(
        SMALLEST.replace(/broker: .*/u, `meters: [{ source: { serial: ${text} } }]`),
      );
      expect(broker).toBeUndefined();
      return [meters[0]?.prefix, meters[0]?.source, meters[0]?.wire.format];
    };
    const at = { kind: "serial", path: "/dev/ttyUSB0" } as const;
    const path = "path: /dev/ttyUSB0";
    expect(await serial(`{ ${path} }`)).toEqual([
      "dev/ttyUSB0",
      { ...at, baud: 115_200, dataBits: 8, parity: "none" },
      undefined,
    ]);
    expect((await serial(`{ ${path}, baud: 9600 }`))[1]).toEqual({ ...at, baud: 9_600, dataBits: 7, parity: "even" });
    expect((await serial(`{ ${path}, baud: 2400 }`))[1]).toEqual({ ...at, baud: 2_400, dataBits: 8, parity: "even" });
    const own = await serial(`{ ${path}, baud: 9600, parity: none, dataBits: 8, format: p1-ascii }`);
    expect(own.slice(1)).toEqual([{ ...at, baud: 9_600, dataBits: 8, parity: "none" }, "p1-ascii"]);
  });

  it("says where the embedded broker listens, however it is written", async () => {
    const listen = async (text: string) => {
      const { broker } = await config(SMALLEST.replace(/broker: .*/u, `broker: { embedded: ${text} }`));
      return broker?.kind === "embedded" ? broker.listen : undefined;
    };
    const local = { host: "127.0.0.1", port: 1883 };
    expect(await listen("{}")).toEqual({ mqtt: [local], ws: [] });
    expect(await listen('{ listen: "127.0.0.1:1883" }')).toEqual({ mqtt: [local], ws: [] });
    expect(await listen('{ listen: ["127.0.0.1:1883", "[::1]:1883"] }')).toEqual({
      mqtt: [local, { host: "::1", port: 1883 }],
      ws: [],
    });
    expect(await listen('{ listen: { ws: "localhost:0", mqtt: ["127.0.0.1:1883"] } }')).toEqual({
      mqtt: [local],
      ws: [{ host: "localhost", port: 0 }],
    });
  });

  it("completes a mapping with the base unit of its quantity", async () => {
    const text = `${SMALLEST}meters: [{ mapping: { heating: { quantity: activePowerImportW, unit: kW }, a/b: { quantity: currentL1A }, "": { quantity: frequencyHz } } }]`;
    expect((await config(text)).meters[0]?.wire.mapping).toEqual({
      heating: { quantity: "activePowerImportW", unit: "kW" },
      "a/b": { quantity: "currentL1A", unit: "A" },
      "": { quantity: "frequencyHz", unit: "Hz" },
    });
  });

  it("resolves folders against its own, and quiet hours to minutes", async () => {
    const settled = await config(
      `${SMALLEST.replace("out.png", 'out.png, quietHours: "23:00-06:30"')}history: { path: h }\nlayouts: l\n`,
    );
    expect(settled.history).toEqual({ path: join(folder, "h") });
    expect(settled.layouts).toBe(join(folder, "l"));
    expect(settled.displays[0]?.quietHours).toEqual({ fromMinute: 1380, toMinute: 390 });
  });
});

describe("the time zone of a meter", () => {
  const meters = (text: string) => `${SMALLEST}meters: ${text}\n`;

  it("is its own, else the machine's in whatever form that is set", async () => {
    const zones = async (tz: string) => {
      const text = meters("[{ name: a, prefix: a, timeZone: Europe/Oslo }, { name: b, prefix: b }]");
      return (await config(text, { TZ: tz })).meters.map(({ timeZone }) => timeZone);
    };
    expect(await zones(":/usr/share/zoneinfo/Europe/Helsinki")).toEqual(["Europe/Oslo", "Europe/Helsinki"]);
    expect(await zones("UTC0")).toEqual(["Europe/Oslo", "UTC"]);
  });

  it("has to be written where the machine has none that is known", async () => {
    const why = 'this machine\'s time zone cannot be determined: TZ is "Foo/Bar", which is not a known zone';
    const env = { TZ: "Foo/Bar" };
    expect(await lines(SMALLEST, env)).toEqual([`w:1:1 meters[0].timeZone: ${why}`]);
    expect(await lines(meters("[{ name: a, prefix: a, timeZone: UTC }, { name: b, prefix: b }]"), env)).toEqual([
      `w:4:49 meters[1].timeZone: ${why}`,
    ]);
    expect((await faults(SMALLEST, env))[0]?.hint).toContain("timeZone: Europe/Helsinki");
    expect(await lines(meters("[{ timeZone: Europe/Oslo }]"), env)).toEqual([]);
  });
});

describe("secrets", () => {
  const remote = (keys: string) => SMALLEST.replace(/broker: .*/u, () => `broker: { ${keys} }`);

  it("come from the environment, from files and from addresses, and only brokerOptionsOf opens them", async () => {
    const revealed = async (keys: string) => {
      const { broker } = await config(remote(keys));
      return broker?.kind === "remote" ? brokerOptionsOf(broker) : undefined;
    };
    const cases: [string, object][] = [
      [
        "url: 'mqtt://${BROKER}', username: u, password: '${PASSWORD}'",
        { url: "mqtt://broker.example", username: "u", password: "hunter2" },
      ],
      [
        "url: 'mqtt://b', username: u, passwordFile: kiosk.password",
        { url: "mqtt://b", username: "u", password: "s3cret-of-file" },
      ],
      ["url: 'mqtt://me:p%40ss@b:1884'", { url: "mqtt://b:1884", username: "me", password: "p@ss" }],
      ["url: 'mqtt://me:100%@b'", { url: "mqtt://b", username: "me", password: "100%" }],
      ["url: 'mqtt://b', username: u, password: 'a$${B}'", { url: "mqtt://b", username: "u", password: "a${B}" }],
      ["url: 'mqtts://b', ca: ca.pem", { url: "mqtts://b", ca: PEM.trimEnd() }],
    ];
    for (const [keys, options] of cases) expect(await revealed(keys)).toEqual({ ...options, keepaliveS: 30 });
    expect(cases.length).toBeGreaterThanOrEqual(6);
  });

  it("never stand in what is printed of a configuration", async () => {
    const settled = await config(
      `${SMALLEST.replace(/broker: .*/u, "broker: { embedded: { users: [{ name: a, password: hunter2 }] } }")}preview: { password: hunter2-long, tokens: { picture: hunter2-0123456789 } }`,
    );
    for (const text of [JSON.stringify(settled), inspect(settled, { depth: 9 }), String(settled.preview?.password)]) {
      expect(text).not.toContain("hunter2");
    }
    expect(settled.preview?.password?.reveal()).toBe("hunter2-long");
  });

  it("never stand in a fault", async () => {
    const found = await lines(
      remote(
        "url: 'mqtt://me:hunter2@', password: [hunter2], ca: kiosk.password, embedded: { users: [{ passwrd: hunter2 }] }",
      ),
    );
    expect(found.length).toBeGreaterThan(3);
    const short = await lines(`${SMALLEST}preview: { password: hunter2, tokens: { picture: hunter2 } }`);
    expect(short).toEqual([
      "w:4:22 preview.password: this secret is too short; expected at least 8 characters",
      "w:4:50 preview.tokens.picture: this secret is too short; expected at least 16 characters",
    ]);
    expect(await lines(`${SMALLEST}preview: { passwordFile: short.password }`)).toEqual([
      "w:4:26 preview.passwordFile: the secret in this file is too short; expected at least 8 characters",
    ]);
    expect(found.join()).not.toMatch(/hunter2|s3cret/u);
  });

  it.each([
    ["url: 'mqtt://${NOWHERE}'", '1:16 broker.url: the environment has no variable "NOWHERE"'],
    ["url: 'mqtt://${}'", "1:16 broker.url: ${} names no variable"],
    [
      "url: 'mqtt://u@b', password: x, passwordFile: gone",
      "1:57 broker.passwordFile: use either password or passwordFile, not both",
    ],
    ["url: 'mqtt://${EMPTY}'", '1:16 broker.url: the environment has no variable "EMPTY"'],
    [
      "url: 'mqtt://b', username: u, passwordFile: gone",
      '1:55 broker.passwordFile: the file "gone" cannot be read: there is no such file',
    ],
    [
      "url: 'mqtt://u@b', passwordFile: a-folder",
      '1:44 broker.passwordFile: the file "a-folder" cannot be read: it is a folder',
    ],
    ["url: 'mqtt://u@b', passwordFile: large", '1:44 broker.passwordFile: the file "large" is too large for a secret'],
    ["url: 'mqtt://u@b', passwordFile: empty", '1:44 broker.passwordFile: the file "empty" is empty'],
    [
      "url: 'mqtt://b', passwordFile: kiosk.password",
      "1:42 broker.passwordFile: this password has no username beside it",
    ],
    ["url: 'mqtt://b', password: x", "1:38 broker.password: this password has no username beside it"],
    [
      "url: 'mqtt://u@b', password: x, passwordFile: kiosk.password",
      "1:57 broker.passwordFile: use either password or passwordFile, not both",
    ],
    ["url: 'mqtt://b', ca: ca.pem", "1:32 broker.ca: ca needs an encrypted address"],
    ["url: 'mqtts://b', ca: gone", '1:33 broker.ca: the file "gone" cannot be read: there is no such file'],
    ["url: 'mqtts://b', ca: kiosk.password", "1:33 broker.ca: this file is not PEM"],
    ["url: 'mqtts://b', cert: ca.pem", "1:9 broker: cert and key belong together"],
  ])("of `%s` are missed or refused with their place", async (keys, line) => {
    expect(await lines(remote(keys))).toEqual([`w:${line}`]);
  });
});

describe("what one key says about another", () => {
  const embedded = (text: string) => SMALLEST.replace(/broker: .*/u, `broker: { embedded: ${text} }`);

  it.each([
    ["neither broker", SMALLEST.replace(/broker: .*/u, "broker: {}"), "1:9 broker: either embedded or url is needed"],
    [
      "both brokers",
      SMALLEST.replace("{ url", "{ embedded: {}, url"),
      "1:9 broker: use either embedded or url, not both",
    ],
    [
      "no broker key at all",
      SMALLEST.replace(/broker: .*\n/u, ""),
      "1:1 broker: this key is missing; meters without a source of their own need a broker",
    ],
    [
      "no broker though a meter needs one",
      SMALLEST.replace(/broker: .*\n/u, "meters: [{ source: { tcp: 'a:23' } }, { name: b }]\n"),
      "1:1 broker: this key is missing; meters without a source of their own need a broker",
    ],
    [
      "a source of no kind",
      `meters: [{ source: {} }]\n${SMALLEST}`,
      "1:20 meters[0].source: one of these keys is needed: serial, tcp, homewizard",
    ],
    [
      "a source of two kinds",
      `meters: [{ source: { tcp: 'a:23', serial: { path: /dev/ttyUSB0 } } }]\n${SMALLEST}`,
      "1:20 meters[0].source: use one of serial, tcp, homewizard, not serial and tcp",
    ],
    [
      "topics of a meter that has a source of its own",
      `meters: [{ prefix: han, source: { tcp: 'a:23' } }]\n${SMALLEST}`,
      "1:20 meters[0].prefix: prefix is of topics at a broker, and this meter has a source of its own",
    ],
    [
      "an authority that is asked about nothing",
      `meters: [{ source: { homewizard: { host: a, ca: ca.pem } } }]\n${SMALLEST}`,
      "1:49 meters[0].source.homewizard.ca: ca needs a token",
    ],
    [
      "an authority that is no PEM",
      `meters: [{ source: { homewizard: { host: a, token: 0A0B0C0D0E0F, ca: kiosk.password } } }]\n${SMALLEST}`,
      "1:70 meters[0].source.homewizard.ca: this file is not PEM",
    ],
    [
      "one device for two meters",
      `meters: [{ source: { homewizard: { host: a } } }, { name: b, source: { homewizard: { host: a } } }]\n${SMALLEST}`,
      "1:70 meters[1].source: meters[0] reads from there already",
    ],
    [
      "one port for two meters",
      `meters: [{ source: { serial: { path: /dev/ttyUSB0 } } }, { name: b, source: { serial: { path: /dev/ttyUSB0, baud: 9600 } } }]\n${SMALLEST}`,
      "1:77 meters[1].source: meters[0] reads from there already",
    ],
    [
      "a user of another broker beside the embedded one",
      embedded("{}, username: u"),
      "1:35 broker.username: username goes with url, not with embedded",
    ],
    [
      "an open door",
      embedded('{ listen: "0.0.0.0:1883" }'),
      "1:31 broker.embedded.listen: this can be reached from the network, and without users anybody could publish",
    ],
    [
      "an open door for WebSockets",
      embedded('{ listen: { mqtt: "127.0.0.1:1883", ws: "[::]:9001" } }'),
      "1:31 broker.embedded.listen: this can be reached from the network, and without users anybody could publish",
    ],
    [
      "a user without password",
      embedded("{ users: [{ name: a }] }"),
      "1:31 broker.embedded.users[0]: this user has no password",
    ],
    [
      "two users of one name",
      embedded("{ users: [{ name: a, password: x }, { name: a, password: y }] }"),
      '1:65 broker.embedded.users[1].name: "a" is already the name of users[0]',
    ],
    [
      "no host:port",
      embedded('{ listen: "1883" }'),
      '1:31 broker.embedded.listen: "1883" is not host:port with a port up to 65535, such as 127.0.0.1:1883 or [::1]:1883',
    ],
    [
      "an open page",
      `${SMALLEST}preview: { listen: "0.0.0.0:8080" }`,
      "4:20 preview.listen: this can be reached from the network and needs a password",
    ],
    [
      "tokens as a list",
      `${SMALLEST}preview: { tokens: [picture] }`,
      "4:20 preview.tokens: this list is not a group of keys",
    ],
    [
      "a token for no display",
      `${SMALLEST}preview: { tokens: { pictur: 0123456789abcdef } }`,
      '4:30 preview.tokens.pictur: there is no display "pictur"; did you mean `picture`?',
    ],
    [
      "topics of two meters in one another",
      `${SMALLEST}meters: [{ name: a, prefix: han }, { name: b, prefix: han/two }]`,
      "4:55 meters[1].prefix: the topics of this meter and of meters[0] overlap",
    ],
    [
      "two meters of one name",
      `${SMALLEST}meters: [{ name: a, prefix: x }, { name: a, prefix: y }]`,
      '4:42 meters[1].name: "a" is already the name of meters[0]',
    ],
    [
      "two displays of one name",
      `${SMALLEST}  - { name: picture, kind: file, path: b.png }`,
      '4:13 displays[1].name: "picture" is already the name of displays[0]',
    ],
    [
      "a meter that is not there",
      SMALLEST.replace("out.png", "out.png, meter: hose"),
      '3:56 displays[0].meter: there is no meter "hose"; did you mean `house`?',
    ],
    [
      "a layout that is not there",
      SMALLEST.replace("out.png", "out.png, layout: balanse"),
      '3:57 displays[0].layout: there is no layout "balanse"; did you mean `balance`?',
    ],
    [
      "a layout without that size",
      SMALLEST.replace("out.png", "out.png, width: 400"),
      "3:5 displays[0].layout: the layout balance has no size 400x480",
    ],
    [
      "no schedule",
      SMALLEST.replace("out.png", "out.png, refresh: { schedule: daily }"),
      '3:70 displays[0].refresh.schedule: "daily" is not a schedule',
    ],
    [
      "no time zone",
      `${SMALLEST}meters: [{ timeZone: Helsinki }]`,
      '4:22 meters[0].timeZone: "Helsinki" is not a known time zone; did you mean `Europe/Helsinki`?',
    ],
    ["no locale", `${SMALLEST}locale: finnish_FI`, '4:9 locale: "finnish_FI" is not a locale such as fi-FI or en-GB'],
    [
      "a wildcard in a prefix",
      `${SMALLEST}meters: [{ prefix: "han/#" }]`,
      '4:20 meters[0].prefix: "han/#" is not the beginning of a topic such as han or house/han, without a slash at its ends and without + # $',
    ],
    [
      "a unit of something else",
      `${SMALLEST}meters: [{ mapping: { x: { quantity: currentL1A, unit: kW } } }]`,
      '4:56 meters[0].mapping.x.unit: "kW" is not a unit of currentL1A',
    ],
    [
      "quiet hours that are none",
      SMALLEST.replace("out.png", 'out.png, quietHours: "06:00-06:00"'),
      '3:61 displays[0].quietHours: "06:00-06:00" is not a span such as 23:00-06:00',
    ],
  ])("%s is a fault at its place", async (_, text, line) => expect(await lines(text)).toEqual([`w:${line}`]));

  it("is reported together with what the schema finds, in the order of the file", async () => {
    const found = await faults(
      "nmae: x\nbroker: {}\ndisplays:\n  - { name: a, kind: file }\n  - { name: a, kind: file, path: 1, layout: x }\n",
    );
    expect(found.map(({ line, code }) => [line, code])).toEqual([
      [1, "UNKNOWN_KEY"],
      [2, "MISSING_KEY"],
      [4, "MISSING_KEY"],
      [5, "DUPLICATE_NAME"],
      [5, "WRONG_TYPE"],
      [5, "UNKNOWN_NAME"],
    ]);
    for (const { hint } of found) expect(hint).not.toBe("");
  });

  it("finds a layout in the user's own folder", async () => {
    const own = `${SMALLEST.replace("out.png", "out.png, layout: own, width: 100")}layouts: mine\n`;
    expect(await faults(own)).toEqual([]);
  });

  it("leaves the size open where the hardware would have to be asked", async () => {
    expect(await faults(SMALLEST.replace("kind: file, path: out.png", "kind: glass"))).toEqual([]);
  });
});

it("a defect of a kind of display is thrown, not taken for hardware that is missing", async () => {
  const surface = () => {
    throw new TypeError("a defect");
  };
  const kinds = [...CONFIG_CONTEXT.kinds, { kind: "broken", options: z.strictObject({}), surface }];
  const text = SMALLEST.replace("kind: file, path: out.png", "kind: broken");
  await expect(checkConfigText(text, "w.yaml", ENV, { ...CONFIG_CONTEXT, kinds })).rejects.toThrow("a defect");
});

describe("a configuration file", () => {
  it("is an error that names it and what to do when it is not there", async () => {
    const gone = checkConfig(join(folder, "gone.yaml"), ENV, CONFIG_CONTEXT);
    await expect(gone).rejects.toMatchObject({ code: "FILE_READ", message: expect.stringContaining("gone.yaml") });
  });

  it("stops the program with every fault in one error", async () => {
    const file = join(folder, "wrong.yaml");
    await writeFile(file, "nmae: x\nbroker: { url: x }\n");
    await expect(loadConfig(file, ENV, CONFIG_CONTEXT)).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      faults: [
        { line: 1, path: "displays" },
        { line: 1, path: "nmae" },
        { line: 2, path: "broker.url" },
      ],
    });
  });

  it("that is no YAML is a fault and not a crash", async () => {
    expect(await lines("broker: [\n")).toEqual([expect.stringMatching(/^w:1:9: /u)]);
    expect((await faults("")).length).toBeGreaterThan(0);
    expect((await faults("just words")).map(({ code }) => code)).toContain("WRONG_TYPE");
  });
});

describe("proxies that the page trusts", () => {
  it("are IP addresses and networks", async () => {
    const proxies = "[127.0.0.1, '::1', 172.18.0.0/16, 'fd00::/8', 10.0.0.0/0]";
    const { preview } = await config(`${SMALLEST}preview: { trustProxy: ${proxies} }`);
    expect(preview?.trustProxy).toEqual(["127.0.0.1", "::1", "172.18.0.0/16", "fd00::/8", "10.0.0.0/0"]);
    expect((await config(`${SMALLEST}preview: {}`)).preview?.trustProxy).toEqual([]);
  });

  it.each(["proxy.lan", "127.0.0.1:80", "10.0.0.0/33", "10.0.0.0/", "fd00::/129", "10.0.0.0/8/8", "'*'", "''"])(
    "are not %s",
    async (proxy) => {
      expect(await lines(`${SMALLEST}preview: { trustProxy: [${proxy}] }`)).toEqual([
        expect.stringContaining("is not an IP address or network, such as 127.0.0.1 or 172.18.0.0/16"),
      ]);
    },
  );
});
