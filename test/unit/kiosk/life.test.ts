import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Kiosk } from "../../../src/kiosk/kiosk.ts";
import { stuckDisplays } from "../../../src/kiosk/service-manager.ts";
import { statusOf } from "../../../src/kiosk/status.ts";
import { sameRaster } from "../../../src/raster/raster.ts";
import { config, display, World } from "./kiosk-under-test.ts";

let world: World;
let kiosk: Kiosk | undefined;

beforeEach(() => {
  world = new World();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date", "performance"] });
});
afterEach(async () => {
  await kiosk?.stop();
  kiosk = undefined;
  vi.useRealTimers();
});

/** Lets time pass, and what began meanwhile be finished. */
async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
}

/** Waits until each display has shown its first picture: the first one loads what draws it. */
async function firstPictures(...names: readonly string[]): Promise<void> {
  for (let i = 0; i < 10_000 && !names.every((name) => shown(name) > 0); i++) await pass(0);
}

const shown = (name: string) => world.shows.get(name) ?? 0;
const scheduled = (schedule: string) => display("hall", { refresh: { onTelegram: false, schedule, minIntervalS: 0 } });
const tell = (id: string, payload: string, prefix = "p1") =>
  world.events?.message({
    topic: `${prefix}/sensor/${id}/state`,
    payload: Buffer.from(payload),
    retained: false,
    qos: 0,
    at: kiosk!.now(),
  });

describe("a start that fails", () => {
  it("closes every display that it made", async () => {
    world.broken.add("source remote test");
    await expect(world.start(config(["hall", "attic"]))).rejects.toMatchObject({ code: "BUS_IO" });
    expect(world.done.sort()).toEqual(["close attic", "close hall"]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("a display that hangs", () => {
  it("is left alone with its error while the others go on, and the service manager hears no complaint", async () => {
    kiosk = await world.start(config([scheduled("0 * * * * *"), display("attic")]));
    await firstPictures("hall", "attic");
    world.hanging.add("hall");
    const fault = () => statusOf(kiosk!, 0, Date.now()).displays.find(({ name }) => name === "hall")?.fault;
    const limitsMs: number[] = [];
    for (let minute = 0; minute < 10 && !fault()?.leftAlone; minute++) {
      await pass(60_000);
      if (stuckDisplays(kiosk.state, kiosk.now().monoMs).length > 0) limitsMs.push(minute);
    }
    expect(fault()).toMatchObject({ code: "DISPLAY_HANGS", leftAlone: true });
    expect(limitsMs).toEqual([]);
    const before = shown("attic");
    for (const power of ["3.000", "4.000"]) {
      tell("momentary_active_import", power);
      await pass(5_000);
    }
    expect(shown("attic")).toBeGreaterThan(before);
    expect(statusOf(kiosk, 0, Date.now()).displays.find(({ name }) => name === "attic")?.fault).toBeUndefined();
    const reloaded = kiosk.reload(config([display("attic")])); // the end of one that hangs is not awaited for long
    const ended = new AbortController();
    void reloaded.finally(() => ended.abort());
    while (!ended.signal.aborted) await pass(100);
    await expect(reloaded).resolves.toBeUndefined();
  });
});

describe("an end", () => {
  it("closes everything else when something cannot be closed, and says what could not", async () => {
    kiosk = await world.start(config(["hall", "attic"]));
    await firstPictures("hall", "attic");
    world.done.length = 0;
    world.broken.add("source remote test").add("hall");
    await expect(kiosk.stop()).rejects.toMatchObject({ message: "source remote test is broken" });
    kiosk = undefined;
    expect(world.done).toEqual(["close source remote test", "close hall", "close attic"]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("a kiosk through a night", () => {
  const AT_NIGHT = { quietHours: { fromMinute: 23 * 60, toMinute: 6 * 60 } };
  const HOUR_MS = 3_600_000;
  const occasions = () => world.occasions.get("hall") ?? [];
  /** Waits for so many pictures: a face is loaded with its first one. */
  const pictures = async (times: number) => {
    for (let i = 0; i < 10_000 && occasions().length < times; i++) await pass(0);
    return occasions();
  };

  beforeEach(() => void vi.setSystemTime(Date.parse("2026-01-15T20:59:30Z"))); // 22:59:30 in Helsinki

  it("rests when quiet hours begin, again with the full refresh of the day, and not when they end", async () => {
    kiosk = await world.start(config([display("hall", AT_NIGHT)]));
    await firstPictures("hall");
    expect(occasions()).toEqual(["ordinary"]);
    await pass(30_000);
    expect(await pictures(2)).toEqual(["ordinary", "rest"]);
    await pass(5 * HOUR_MS - 60_000);
    expect(occasions()).toHaveLength(2);
    await pass(60_000);
    expect(await pictures(3)).toEqual(["ordinary", "rest", "rest"]);
    await pass(2 * HOUR_MS);
    expect(await pictures(4)).toEqual(["ordinary", "rest", "rest", "ordinary"]);
  });

  it("asks every display for the full refresh of the day", async () => {
    kiosk = await world.start(config(["hall"]));
    await firstPictures("hall");
    await pass(5 * HOUR_MS + 30_000);
    expect(await pictures(2)).toEqual(["ordinary", "ordinary"]);
  });

  it("shows an alarm in the night, from its second telegram until it is over", async () => {
    kiosk = await world.start(config([display("hall", AT_NIGHT)]));
    await firstPictures("hall");
    const telegram = async (amperes: string) => {
      for (const id of ["momentary_active_import", "current_phase_1", "current_phase_2", "current_phase_3"])
        tell(id, id === "current_phase_2" ? amperes : "1.5");
      await pass(30_000);
    };
    await pass(30_000);
    await pictures(2);
    for (const amperes of ["3.0", "3.0", "27.0", "27.5", "3.0", "3.0", "3.0", "3.0"]) await telegram(amperes);
    const seen = occasions().filter((occasion, i, all) => occasion !== all[i - 1]);
    expect(seen).toEqual(["ordinary", "rest", "alarm", "rest"]);
  });
});

describe("an end that names how to start again", () => {
  it("is drawn on every display that has drawn before", async () => {
    kiosk = await world.start(config(["hall", "attic"]), { startCommand: "wattframe run" });
    await firstPictures("hall", "attic");
    const before = [shown("hall"), shown("attic")];
    const pictures = kiosk.state.displays.map(({ painter }) => painter.state.raster);
    await kiosk.stop();
    expect([shown("hall"), shown("attic")]).toEqual(before.map((count) => count + 1));
    const last = kiosk.state.displays.map(({ painter }) => painter.state.raster);
    expect(last.map((raster, i) => raster && sameRaster(raster, pictures[i]!))).toEqual([false, false]);
  });

  it("is not drawn on a display that a reload leaves out", async () => {
    kiosk = await world.start(config(["hall", "attic"]), { startCommand: "wattframe run" });
    await firstPictures("hall", "attic");
    const before = shown("attic");
    await kiosk.reload(config(["hall"]));
    expect(shown("attic")).toBe(before);
  });
});

describe("a running kiosk", () => {
  it("draws every display when the broker is lost and when it is back, and not while it tries", async () => {
    kiosk = await world.start(config(["hall", "attic"]));
    await pass(0);
    const before = [shown("hall"), shown("attic")];
    world.events?.state({ kind: "connecting", since: kiosk.now() });
    await pass(0);
    expect([shown("hall"), shown("attic")]).toEqual(before);
    for (const [i, kind] of (["lost", "connected", "refused"] as const).entries()) {
      world.events?.state({ kind, since: kiosk.now() });
      await pass(0);
      expect([shown("hall"), shown("attic")]).toEqual(before.map((count) => count + i + 1));
    }
  });

  it("leaves a display alone that crashes three times in a row, goes on with the others, and tries it after a reload", async () => {
    world.broken.add("hall");
    kiosk = await world.start(config(["hall", "attic"]));
    await firstPictures("attic");
    await pass(60_000);
    const faults = () => statusOf(kiosk!, 0, 0).displays.map(({ fault }) => fault);
    expect(faults()).toEqual([
      { code: "BUS_IO", message: "hall is broken", hint: expect.stringContaining("Left alone"), leftAlone: true },
      undefined,
    ]);
    const before = shown("attic");
    world.broken.clear();
    for (const kind of ["lost", "connected"] as const) world.events?.state({ kind, since: kiosk.now() });
    await pass(600_000);
    expect([shown("hall"), faults()[0]?.leftAlone]).toEqual([0, true]);
    expect(shown("attic")).toBeGreaterThan(before);
    await kiosk.reload(config(["hall", "attic"]));
    await firstPictures("hall");
    await pass(0);
    expect(faults()).toEqual([undefined, undefined]);
  });

  it("draws by the schedule of now, not by the one before a reload", async () => {
    kiosk = await world.start(config([scheduled("* * * * * *")]));
    await pass(5_000);
    expect(shown("hall")).toBeGreaterThanOrEqual(5);
    await kiosk.reload(config([scheduled("0 0 0 1 1 *")]));
    await pass(0);
    const before = shown("hall");
    await pass(10_000);
    expect(shown("hall")).toBe(before);
  });

  it("leaves no timer behind, not even that of a telegram which is still coming in", async () => {
    kiosk = await world.start(config(["hall"]));
    await pass(0);
    const idle = vi.getTimerCount();
    tell("momentary_active_import", "1.5");
    expect(vi.getTimerCount()).toBe(idle + 1);
    await kiosk.stop();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("forgets a telegram that was coming in from a meter which a reload leaves out, and finishes that of one which stays", async () => {
    const [house] = config([]).meters;
    const barn = { ...house!, name: "barn", prefix: "p2" };
    kiosk = await world.start(config(["hall"], { meters: [house!, barn] }));
    await pass(0);
    const idle = vi.getTimerCount();
    tell("momentary_active_import", "1.5");
    tell("momentary_active_import", "1.5", "p2");
    expect(vi.getTimerCount()).toBe(idle + 2);
    await kiosk.reload(
      config([display("hall", { meter: "home" })], { meters: [{ ...house!, name: "home", mainFuseA: 35 }] }),
    );
    await pass(0); // the first picture of the new display
    expect(vi.getTimerCount()).toBe(idle + 1);
    const before = shown("hall");
    await pass(20_000);
    expect(shown("hall")).toBe(before + 1);
    expect(kiosk.state.meters[0]?.history.latest.known.activePowerImportW?.value).toBe(1_500);
  });
});
