import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Config, DisplayConfig } from "../../src/config/config.ts";
import { epaperDisplay } from "../../src/display/epaper.ts";
import { epaperOptions } from "../../src/display/epaper-options.ts";
import type { PanelEnvironment } from "../../src/display/epaper-panel.ts";
import { type Kiosk, startKiosk } from "../../src/kiosk/kiosk.ts";
import { configuredDisplay } from "../../src/kiosk/kiosk-display.ts";
import { SILENT } from "../../src/log.ts";
import { panelOf } from "../../src/panel/panels.ts";
import { createPublisher } from "../../src/source/publisher.ts";
import { emulatorOf } from "../emulator/emulator-of.ts";
import { FakeClock } from "../emulator/fake-clock.ts";
import { type Mosquitto, startMosquitto } from "./mosquitto.ts";

const PANEL = "waveshare-7in5-v2"; // its fast modes begin at 10 °C
const TOPIC = "zigbee2mqtt/hall";

let folder: string;
let broker: Mosquitto;
let kiosk: Kiosk | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "wattframe-temperature-"));
  broker = await startMosquitto();
});
afterEach(async () => {
  await kiosk?.stop();
  await broker.stop();
  await rm(folder, { recursive: true, force: true });
});

function config(): Config {
  return {
    file: join(folder, "wattframe.yaml"),
    name: "test",
    broker: { kind: "remote", url: broker.url, keepaliveS: 30 },
    meters: [{ name: "house", prefix: "p1", mainFuseA: 25, phases: 3, timeZone: "Europe/Helsinki", wire: {} }],
    locale: "en-GB",
    clock: { trusted: true },
    log: { level: "silent" },
    displays: [
      {
        name: "wall",
        kind: "epaper",
        meter: "house",
        layout: "balance",
        theme: "light",
        refresh: { onTelegram: true, schedule: "* * * * * *", minIntervalS: 0 },
        options: { panel: PANEL, temperatureC: { topic: TOPIC } },
      },
    ],
  };
}

/** The display of the configuration on an emulated panel. */
function emulated(display: DisplayConfig) {
  const clock = new FakeClock();
  const wires: PanelEnvironment = {
    openBus: () => Promise.resolve(emulatorOf(panelOf(PANEL), clock)),
    timing: clock,
    later: (ms, work) => {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
    log: SILENT,
  };
  return {
    ...configuredDisplay(display),
    create: (environment: Parameters<typeof epaperDisplay>[1]) =>
      epaperDisplay(epaperOptions.parse(display.options), environment, wires),
  };
}

it("a panel's temperature from a topic switches its fast modes off while it is too cold for them, and on again", async () => {
  const parts = { log: SILENT, runtimeFolder: folder, stateFolder: folder, displayFactory: emulated };
  kiosk = await startKiosk(config(), parts);
  const wall = kiosk.state.displays[0]!;
  const decided = () => {
    const { result } = wall.painter.state;
    return result && [result.reason, result.waitsFor];
  };
  const comes = (decision: unknown) => expect.poll(decided, { timeout: 30_000 }).toEqual(decision);
  await comes(["too-soon", "full"]); // after the first picture, while no temperature is known
  const sensor = await createPublisher(broker.url, {}, SILENT);
  const says = (payload: string, retain = false) => sensor.publish(TOPIC, payload, { retain, qos: 1 });
  await says("21.5");
  await comes(["too-soon", "partial"]);
  await says('{ "temperature": 4, "battery": 80 }');
  await comes(["too-soon", "full"]);
  await says('{ "temperature": -20 }');
  await comes(["too-cold", undefined]);
  await says("12");
  await comes(["too-soon", "partial"]);
  await says("warm");
  await comes(["too-soon", "full"]);
  await sensor.end();
});
