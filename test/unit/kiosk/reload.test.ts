import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { BrokerConfig, Config, DisplayConfig } from "../../../src/config/config.ts";
import { Secret } from "../../../src/config/secret.ts";
import { memoryDisplay } from "../../../src/display/memory.ts";
import { WattframeError } from "../../../src/errors.ts";
import { realOutlet } from "../../../src/kiosk/display-line.ts";
import { type Kiosk, startKiosk } from "../../../src/kiosk/kiosk.ts";
import { SILENT } from "../../../src/log.ts";

/** What the hardware and the broker were asked to do, in order. */
let done: string[];
/** What cannot be opened. */
let broken: Set<string>;
let kiosk: Kiosk;

const REMOTE: BrokerConfig = { kind: "remote", url: "mqtt://127.0.0.1", keepaliveS: 30 };
const EMBEDDED = (password: string): BrokerConfig => ({
  kind: "embedded",
  listen: { mqtt: [{ host: "127.0.0.1", port: 1 }], ws: [] },
  users: [{ name: "reader", password: new Secret(password), publish: ["#"], subscribe: [] }],
  limits: { clients: 5, payloadBytes: 65_536, messagesPerS: 200 },
});

const display = (name: string, own: Partial<DisplayConfig> = {}): DisplayConfig => ({
  name,
  kind: "png-file",
  meter: "house",
  layout: "balance",
  theme: "light",
  refresh: { onTelegram: true, schedule: "0 0 0 1 1 *", minIntervalS: 0 },
  options: { path: `${name}.png`, size: "800x480", palette: "black-white" },
  ...own,
});

const config = (names: readonly (string | DisplayConfig)[], own: Partial<Config> = {}): Config => ({
  file: "wattframe.yaml",
  name: "test",
  broker: REMOTE,
  meters: [{ name: "house", prefix: "p1", mainFuseA: 25, phases: 3, timeZone: "Europe/Helsinki", wire: {} }],
  locale: "en-GB",
  clock: { trusted: true },
  log: { level: "silent" },
  displays: names.map((one) => (typeof one === "string" ? display(one) : one)),
  ...own,
});

beforeEach(async () => {
  [done, broken] = [[], new Set()];
  const open = (what: string) => {
    if (broken.has(what)) return Promise.reject(new WattframeError("BUS_IO", `${what} is broken`));
    done.push(`open ${what}`);
    return Promise.resolve();
  };
  const close = (what: string) => {
    done.push(`close ${what}`);
    return Promise.resolve();
  };
  kiosk = await startKiosk(config(["hall", "attic"]), {
    log: SILENT,
    runtimeFolder: ".",
    openSource: async ({ broker, name }) => {
      await open(`source ${broker.kind} ${name}`);
      return { publish: () => Promise.resolve(), stop: () => close(`source ${broker.kind} ${name}`) };
    },
    outlet: async (line) => ({
      ...(await realOutlet(line)),
      open: async () => {
        await open(line.name);
        return { ...memoryDisplay(), close: () => close(line.name) };
      },
    }),
  });
  done.length = 0;
});
afterEach(() => kiosk.stop());

const painters = () => kiosk.state.displays.map(({ painter }) => painter);

describe("a reload", () => {
  it("leaves displays that stay alone, opens new ones and closes those that are gone", async () => {
    const [hall] = painters();
    await kiosk.reload(config([display("hall", { layout: "balance", theme: "dark" }), "cellar"]));
    expect(done).toEqual(["open cellar", "close attic"]);
    expect(painters().map(({ name }) => name)).toEqual(["hall", "cellar"]);
    expect(painters()[0]).toBe(hall);
    expect(kiosk.state.displays[0]?.config.theme).toBe("dark");
  });

  it("opens a display anew whose hardware is another", async () => {
    const options = { path: "other.png", size: "800x480", palette: "black-white" };
    await kiosk.reload(config([display("hall", { options }), "attic"]));
    expect(done).toEqual(["open hall", "close hall"]);
  });

  it("keeps the source that it has, and opens another for another name, prefix or password", async () => {
    await kiosk.reload(config(["hall", "attic"], { locale: "fi" }));
    expect(done).toEqual([]);
    await kiosk.reload(config(["hall", "attic"], { name: "other" }));
    expect(done.splice(0)).toEqual(["close source remote test", "open source remote other"]);
    await kiosk.reload(config(["hall", "attic"], { broker: EMBEDDED("one") }));
    expect(done.splice(0)).toEqual(["close source remote other", "open source embedded test"]);
    await kiosk.reload(config(["hall", "attic"], { broker: EMBEDDED("one") }));
    expect(done.splice(0)).toEqual([]);
    await kiosk.reload(config(["hall", "attic"], { broker: EMBEDDED("two") }));
    expect(done.splice(0)).toEqual(["close source embedded test", "open source embedded test"]);
  });
});

describe("a reload that fails", () => {
  const failsWith = async (next: Config, code: string) => {
    const before = { ...kiosk.state, painters: painters() };
    await expect(kiosk.reload(next)).rejects.toMatchObject({ code });
    expect(kiosk.state.config).toBe(before.config);
    expect(kiosk.state.meters).toBe(before.meters);
    expect(painters()).toEqual(before.painters);
  };

  it("because of a layout changes nothing", async () => {
    await failsWith(config(["cellar", display("hall", { layout: "nothing" })]), "LAYOUT_UNKNOWN");
    expect(done).toEqual([]);
  });

  it("because of a display closes those that were opened before it, and no others", async () => {
    broken.add("shed");
    await failsWith(config(["hall", "cellar", "shed", "loft"]), "BUS_IO");
    expect(done).toEqual(["open cellar", "close cellar"]);
  });

  it("because of the source closes what was opened, and opens the old source again", async () => {
    broken.add("source remote other");
    await failsWith(config(["hall", "cellar"], { name: "other" }), "BUS_IO");
    expect(done.sort()).toEqual(["close cellar", "close source remote test", "open cellar", "open source remote test"]);
    done.length = 0;
    await kiosk.reload(config(["hall"]));
    expect(done).toEqual(["close attic"]);
  });
});
