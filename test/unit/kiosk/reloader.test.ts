import { beforeEach, describe, expect, it } from "vitest";
import type { Config } from "../../../src/config/config.ts";
import { type Fault, FaultsError } from "../../../src/config/fault.ts";
import { WattframeError } from "../../../src/errors.ts";
import type { Kiosk } from "../../../src/kiosk/kiosk.ts";
import { Reloader } from "../../../src/kiosk/reloader.ts";
import type { Log } from "../../../src/log.ts";

const FAULT: Fault = {
  file: "a.yaml",
  line: 2,
  column: 3,
  path: "x",
  code: "UNKNOWN_KEY",
  message: "what?",
  hint: "mend",
};
const CONFIG = { file: "wattframe.yaml" } as Config;

let loads: (() => void)[];
let taken: Config[];
let refusal: Error | undefined;
let logged: string[];
let informed: string[];
let reloader: Reloader;

/** Reads files when the test says so. */
const load = (): Promise<Config> =>
  new Promise((resolve, reject) => void loads.push(() => (refusal ? reject(refusal) : resolve(CONFIG))));
const log: Log = {
  debug() {},
  info: (facts, message) => void informed.push(JSON.stringify([facts, message])),
  warn() {},
  error: (facts, message) => void logged.push(JSON.stringify([facts, message])),
  child: () => log,
};
const kiosk = {
  state: { config: CONFIG },
  reload: (config: Config) => {
    taken.push(config);
    return Promise.resolve();
  },
} as unknown as Kiosk;
const settle = () => new Promise((done) => setImmediate(done));

beforeEach(() => {
  [loads, taken, logged, informed, refusal] = [[], [], [], [], undefined];
  reloader = new Reloader(kiosk, load, log);
});

describe("a burst", () => {
  it("of ten is two attempts: the one under way and one for all that came in between", async () => {
    let heard = 0;
    reloader.watch(() => heard++);
    const all = Array.from({ length: 10 }, () => reloader.reload());
    await settle();
    expect(loads).toHaveLength(1);
    loads[0]!();
    await settle();
    expect(loads).toHaveLength(2);
    loads[1]!();
    await Promise.all(all);
    await settle();
    expect([loads.length, taken.length, reloader.revision, heard]).toEqual([2, 2, 2, 2]);
    expect(informed).toEqual(['[{"file":"wattframe.yaml"},"configuration reloaded"]']);
  });
});

describe("faults", () => {
  const attempt = async (error?: Error) => {
    refusal = error;
    const reloading = reloader.reload();
    await settle();
    loads.at(-1)!();
    await reloading;
  };

  it("are kept until they are corrected, and the kiosk stays as it is", async () => {
    expect(reloader.faults).toEqual([]);
    await attempt(new FaultsError("CONFIG_INVALID", [FAULT]));
    expect([reloader.faults, reloader.revision, taken]).toEqual([[FAULT], 1, []]);
    expect(logged[0]).toContain("a.yaml:2:3 x: what? (mend)");
    expect(logged[0]).toContain('"hint":"mend"');
    expect(informed).toEqual([]);
    await attempt();
    expect([reloader.faults, reloader.revision, taken]).toEqual([[], 2, [CONFIG]]);
  });

  it("without a place are faults of the whole file", async () => {
    await attempt(new WattframeError("BROKER_LISTEN", "taken", { hint: "choose another" }));
    expect(reloader.faults).toEqual([
      {
        file: "wattframe.yaml",
        line: 1,
        column: 1,
        path: "",
        code: "BROKER_LISTEN",
        message: "taken",
        hint: "choose another",
      },
    ]);
    await attempt(new Error("anything"));
    expect(reloader.faults[0]).toMatchObject({ code: "INTERNAL", message: "anything" });
    expect(logged[0]).toContain('"hint":"choose another"');
    expect(logged[1]).toMatch(/"code":"INTERNAL","stack":"Error: anything\\n +at /u);
  });
});

it("tells nobody who does not want to hear any more", async () => {
  let heard = 0;
  const end = reloader.watch(() => heard++);
  end();
  const reloading = reloader.reload();
  await settle();
  loads[0]!();
  await reloading;
  expect(heard).toBe(0);
});

it("ends with the attempt that is under way", async () => {
  void reloader.reload();
  await settle();
  void reloader.reload();
  let isOver = false;
  const stopped = reloader.stop().then(() => (isOver = true));
  await settle();
  expect(isOver).toBe(false);
  loads[0]!();
  await stopped;
  await reloader.reload();
  await settle();
  expect([loads.length, taken.length]).toEqual([1, 1]);
});
