import { describe, expect, it } from "vitest";
import { openSpiBus } from "../../../src/bus/open-bus.ts";
import { HAT_WIRING, type Wiring } from "../../../src/bus/wiring.ts";
import { type BusBench, spiBusContract } from "../../contract/spi-bus.ts";
import { FakeKernel, type KernelEvent } from "./fake-kernel.ts";
import { FakeSpiBus } from "./fake-spi-bus.ts";

const DC = HAT_WIRING.dc;

function sentBy(events: readonly KernelEvent[]): string {
  return events
    .flatMap((event) =>
      "spi" in event ? [`${new RegExp(`\\b${DC}=(\\d)`).exec(event.lines)?.[1]}:${event.bytes}`] : [],
    )
    .join(" ");
}

function kernelBench(): BusBench {
  const kernel = new FakeKernel();
  const bus = openSpiBus(kernel, HAT_WIRING);
  return {
    bus,
    sent: () => sentBy(kernel.events),
    setBusy: (level) => void kernel.levels.set(HAT_WIRING.busy, level),
  };
}

function fakeBench(): BusBench {
  const bus = new FakeSpiBus();
  return {
    bus,
    sent: () => bus.log.join(" "),
    setBusy: (level) => {
      bus.level = level;
    },
  };
}

spiBusContract("the kernel's spidev and GPIO", kernelBench);
spiBusContract("the bus of the tests", fakeBench);

describe("opening the wires", () => {
  it("sets mode 0, eight bits and the clock, then takes the lines with RST and the supply high", () => {
    const kernel = new FakeKernel();
    openSpiBus(kernel, HAT_WIRING);
    expect(kernel.events).toEqual([
      { setting: "mode", value: 0 },
      { setting: "bits", value: 8 },
      { setting: "hz", value: 4_000_000 },
      { line: 17, level: 1 },
      { line: 25, level: 0 },
      { line: 18, level: 1 },
    ]);
  });

  it("takes the panel's clock, unless the configuration has its own", () => {
    const clock = (wiring: Wiring) => {
      const kernel = new FakeKernel();
      openSpiBus(kernel, wiring, 10_000_000);
      return kernel.events.find((event) => "setting" in event && event.setting === "hz");
    };
    expect(clock(HAT_WIRING)).toMatchObject({ value: 10_000_000 });
    expect(clock({ ...HAT_WIRING, clockHz: 1_000_000 })).toMatchObject({ value: 1_000_000 });
  });

  it.each([
    ["a Raspberry Pi 5", { gpiochip0: { label: "pinctrl-rp1" }, gpiochip10: { label: "gpio-brcmstb@107d508500" } }],
    [
      "a Raspberry Pi 5 with an older kernel",
      { gpiochip0: { label: "gpio-brcmstb" }, gpiochip4: { label: "pinctrl-rp1" } },
    ],
    ["a Raspberry Pi 4", { gpiochip0: { label: "pinctrl-bcm2711" }, gpiochip1: { label: "raspberrypi-exp-gpio" } }],
    ["a Raspberry Pi 3", { gpiochip0: { label: "pinctrl-bcm2835" } }],
  ])("finds the header's chip of %s by its label", (_name, chips) => {
    const kernel = new FakeKernel(chips);
    openSpiBus(kernel, HAT_WIRING);
    expect(kernel.levels.get(HAT_WIRING.rst)).toBe(1);
  });

  it("drives a chip select by hand where one is wired, and asks the kernel to leave its own alone", () => {
    const kernel = new FakeKernel();
    const bus = openSpiBus(kernel, { ...HAT_WIRING, cs: 8 });
    expect(bus.csByHand).toBe(true);
    expect(kernel.events).toContainEqual({ setting: "mode", value: 0x40 });
    expect(kernel.levels.get(8)).toBe(1);
    bus.set("cs", 0);
    expect(kernel.levels.get(8)).toBe(0);
  });

  it("does without that where the SPI controller cannot", () => {
    const kernel = new FakeKernel();
    kernel.fail("ioctl", "/dev/spidev0.0", "EINVAL");
    expect(() => openSpiBus(kernel, { ...HAT_WIRING, cs: 8 })).toThrowError(
      expect.objectContaining({ code: "BUS_UNAVAILABLE" }),
    );
    const tolerant = new FakeKernel();
    const ioctl = tolerant.ioctl.bind(tolerant);
    tolerant.ioctl = (fd, request, argument) => {
      if (request === 0x40016b01 && argument[0] === 0x40) throw Object.assign(new Error("EINVAL"), { code: "EINVAL" });
      return ioctl(fd, request, argument);
    };
    openSpiBus(tolerant, { ...HAT_WIRING, cs: 8 });
    expect(tolerant.events).toContainEqual({ setting: "mode", value: 0 });
  });

  it("leaves a line alone that is not wired", () => {
    const { pwr: _unwired, ...wiring } = HAT_WIRING;
    const kernel = new FakeKernel();
    const bus = openSpiBus(kernel, wiring);
    bus.set("pwr", 0);
    expect(kernel.levels.has(18)).toBe(false);
  });

  it("gives everything back when it is closed, so that it can be opened again", () => {
    const kernel = new FakeKernel();
    const bus = openSpiBus(kernel, HAT_WIRING);
    bus.close();
    bus.close();
    expect(kernel.openCount).toBe(0);
    openSpiBus(kernel, HAT_WIRING);
  });
});

const FAULTS: readonly [string, (kernel: FakeKernel) => void, Partial<Wiring>, RegExp][] = [
  ["there is no SPI device", () => undefined, { spi: "/dev/spidev9.0" }, /dtparam=spi=on/],
  ["SPI may not be used", (kernel) => kernel.fail("open", "/dev/spidev0.0", "EACCES"), {}, /groups spi and gpio/],
  ["SPI is in use", (kernel) => kernel.fail("open", "/dev/spidev0.0", "EBUSY"), {}, /Another program/],
  [
    "the GPIO chip may not be used",
    (kernel) => kernel.fail("open", "/dev/gpiochip0", "EACCES"),
    {},
    /groups spi and gpio/,
  ],
  ["no chip has that label", () => undefined, { gpioChip: "pinctrl-none" }, /gpiodetect/],
  ["a line does not exist", () => undefined, { rst: 99 }, /Check the pins/],
];

describe("wires that cannot be opened", () => {
  it.each(FAULTS)("because %s say what to do, and leave nothing open", (_name, damage, wiring, hint) => {
    const kernel = new FakeKernel();
    damage(kernel);
    const open = () => openSpiBus(kernel, { ...HAT_WIRING, ...wiring });
    expect(open).toThrowError(expect.objectContaining({ code: "BUS_UNAVAILABLE", hint: expect.stringMatching(hint) }));
    expect(kernel.openCount).toBe(0);
  });

  it("name the line that another process holds, and who holds it", () => {
    const kernel = new FakeKernel({ gpiochip0: { label: "pinctrl-rp1", held: { 17: "gpio_ir_recv", 24: "" } } });
    expect(() => openSpiBus(kernel, HAT_WIRING)).toThrowError(/GPIO 17 \(rst\) is held by gpio_ir_recv/);
    expect(() => openSpiBus(kernel, { ...HAT_WIRING, rst: 5 })).toThrowError(
      /GPIO 24 \(busy\) is held by another program/,
    );
    expect(kernel.openCount).toBe(0);
  });

  it("tell two displays apart that were given the same lines", () => {
    const kernel = new FakeKernel(undefined, ["/dev/spidev0.0", "/dev/spidev0.1"]);
    openSpiBus(kernel, HAT_WIRING);
    expect(() => openSpiBus(kernel, { ...HAT_WIRING, spi: "/dev/spidev0.1" })).toThrowError(/is held by wattframe/);
  });

  it("say which labels the machine has", () => {
    const kernel = new FakeKernel({ gpiochip0: { label: "INT3450:00" } });
    expect(() => openSpiBus(kernel, HAT_WIRING)).toThrowError(/this machine has INT3450:00/);
  });
});

describe("wires that fail", () => {
  it.each(["EIO", "EBUSY"])("in a write with %s are an error of the bus", async (errno) => {
    const kernel = new FakeKernel();
    const bus = openSpiBus(kernel, HAT_WIRING);
    kernel.fail("write", "/dev/spidev0.0", errno);
    await expect(bus.write(Uint8Array.of(1))).rejects.toMatchObject({
      code: "BUS_IO",
      message: expect.stringContaining(errno),
    });
    kernel.fail("ioctl", "/dev/spidev0.0", errno);
    await expect(bus.transfer(Uint8Array.of(1))).rejects.toMatchObject({ code: "BUS_IO" });
  });

  it("in a line are an error of the bus", () => {
    const kernel = new FakeKernel();
    const bus = openSpiBus(kernel, HAT_WIRING);
    kernel.fail("ioctl", "lines", "EIO");
    for (const use of [() => bus.set("rst", 0), () => bus.busy()]) {
      expect(use).toThrowError(expect.objectContaining({ code: "BUS_IO" }));
    }
  });

  it("by taking only a part of the bytes are an error of the bus", async () => {
    const kernel = new FakeKernel();
    const bus = openSpiBus(kernel, HAT_WIRING);
    kernel.write = async () => 3;
    await expect(bus.write(Uint8Array.of(1, 2, 3, 4))).rejects.toMatchObject({ code: "BUS_IO" });
  });
});
