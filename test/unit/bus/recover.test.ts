import { describe, expect, it } from "vitest";
import { runRecovering } from "../../../src/bus/recover.ts";
import { WattframeError } from "../../../src/errors.ts";
import { panelOf } from "../../../src/panel/panels.ts";
import { refreshSteps, sleepSteps } from "../../../src/panel/refresh-steps.ts";
import { BLACK_WHITE } from "../../../src/raster/palette.ts";
import { blankRaster } from "../../../src/raster/raster.ts";
import { FakeClock } from "../../emulator/fake-clock.ts";
import { FakeSpiBus } from "./fake-spi-bus.ts";

const panel = panelOf("waveshare-7in5-v2");
const job = { kind: "full", next: blankRaster(800, 480, BLACK_WHITE), from: "reset", leave: "asleep" } as const;
const work = {
  first: () => refreshSteps(panel, job),
  again: () => refreshSteps(panel, { ...job, from: "reset" }),
  sleep: () => sleepSteps(panel),
};

function bench() {
  const bus = new FakeSpiBus();
  const timing = new FakeClock();
  const said: string[] = [];
  const recovery = { timing, warn: (_facts: object, message: string) => void said.push(message) };
  const resets = () => bus.log.filter((entry) => entry === "rst=0").length;
  return { bus, timing, said, resets, go: () => runRecovering(bus, work, recovery) };
}

/** BUSY is stuck from the moment in which a command was sent. */
function stickAfter(bus: FakeSpiBus, command: string, times = Number.POSITIVE_INFINITY): void {
  let left = times;
  bus.beforeWrite = (bytes) => {
    if (Buffer.from(bytes).toString("hex") !== command) return;
    bus.level = left-- > 0 ? 0 : 1;
  };
}

const isAsleep = (bus: FakeSpiBus) => bus.log.slice(-3).join(" ") === "0:07 1:a5 pwr=0";

describe("a panel that does not get ready", () => {
  it.each([
    ["at its start", "04"],
    ["in a refresh", "12"],
    ["on its way to sleep", "02"],
  ])("%s is reset once, then left asleep and without supply", async (_when, command) => {
    const { bus, said, resets, go } = bench();
    stickAfter(bus, command);
    await expect(go()).rejects.toMatchObject({ code: "BUSY_TIMEOUT" });
    expect(resets()).toBe(2);
    expect(said.join()).toContain("trying once more");
    expect(isAsleep(bus)).toBe(true);
  });

  it("once is brought back by the reset", async () => {
    const { bus, said, resets, go } = bench();
    stickAfter(bus, "12", 1);
    const write = bus.beforeWrite;
    bus.beforeWrite = (bytes) => {
      if (bus.log.at(-1) === "rst=1" && resets() === 2) bus.level = 1;
      write(bytes);
    };
    expect(await go()).toBe(true);
    expect([said.filter((line) => line.includes("once more")).length, resets()]).toEqual([1, 2]);
    expect(bus.log.slice(-2)).toEqual(["0:07", "1:a5"]);
  });

  it("is given no more time than its deadlines", async () => {
    const { bus, timing, go } = bench();
    bus.level = 0;
    await expect(go()).rejects.toMatchObject({ code: "BUSY_TIMEOUT" });
    expect(timing.nowMs()).toBeLessThan(3 * (panel.powerDeadlineMs + 500));
  });
});

describe("wires that fail", () => {
  it.each(["EIO", "EBUSY"])(
    "with %s in the middle of a picture are tried once more, and the panel is left asleep if that fails too",
    async (errno) => {
      const { bus, said, resets, go } = bench();
      let writes = 0;
      bus.beforeWrite = (bytes) => {
        if (bytes.length > 1000 && ++writes > 4) throw new WattframeError("BUS_IO", errno);
      };
      await expect(go()).rejects.toMatchObject({ code: "BUS_IO", message: errno });
      expect([resets(), said.length > 0, isAsleep(bus)]).toEqual([2, true, true]);
    },
  );

  it("for a moment cost one retry", async () => {
    const { bus, go } = bench();
    let hasFailed = false;
    bus.beforeWrite = (bytes) => {
      if (bytes.length < 1000 || hasFailed) return;
      hasFailed = true;
      throw new WattframeError("BUS_IO", "EIO");
    };
    expect(await go()).toBe(true);
  });

  it("always, so that nothing can be put to sleep, are reported and still end", async () => {
    const { bus, said, go } = bench();
    bus.beforeWrite = () => {
      throw new WattframeError("BUS_IO", "EIO");
    };
    await expect(go()).rejects.toMatchObject({ code: "BUS_IO" });
    expect(said.at(-1)).toContain("could not be put to sleep");
  });
});

it("does not retry what is no fault of the wires", async () => {
  const { bus, resets } = bench();
  const refused = { ...work, first: () => refreshSteps(panel, { ...job, next: blankRaster(8, 8, BLACK_WHITE) }) };
  const recovery = { timing: new FakeClock(), warn: () => undefined };
  await expect(runRecovering(bus, refused, recovery)).rejects.toMatchObject({ code: "PANEL_REFUSED" });
  expect([resets(), bus.log.length]).toEqual([0, 0]);
});

it("finds a panel that was pulled in the middle of a picture by its BUSY line", async () => {
  const { bus, go } = bench();
  let isPulled = false;
  bus.beforeWrite = (bytes) => {
    isPulled ||= bytes.length > 1000;
    if (isPulled) bus.level = 0; // what is not connected is pulled down
  };
  await expect(go()).rejects.toMatchObject({ code: "BUSY_TIMEOUT" });
});
