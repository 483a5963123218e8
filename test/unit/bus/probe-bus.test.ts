import { expect, it } from "vitest";
import { probeGpio, probeSpi } from "../../../src/bus/probe-bus.ts";
import { HAT_WIRING } from "../../../src/bus/wiring.ts";
import { FakeKernel } from "./fake-kernel.ts";

const machine = (held: Record<number, string> = {}) => new FakeKernel({ gpiochip0: { label: "pinctrl-rp1", held } });
const unavailable = (message: RegExp) =>
  expect.objectContaining({
    code: "BUS_UNAVAILABLE",
    message: expect.stringMatching(message),
    hint: expect.stringMatching(/\w/u),
  });

it("leaves a free bus as it was: nothing is sent, set, requested or kept open", () => {
  const kernel = machine();
  probeSpi(kernel, HAT_WIRING);
  probeGpio(kernel, HAT_WIRING);
  expect(kernel.events).toEqual([]);
  expect(kernel.openCount).toBe(0);
});

it("takes lines of a running kiosk for free, and names those of another program", () => {
  expect(() => probeGpio(machine({ 17: "wattframe", 24: "wattframe" }), HAT_WIRING)).not.toThrow();
  const kernel = machine({ 17: "luma", 24: "", 4: "one-wire" });
  expect(() => probeGpio(kernel, HAT_WIRING)).toThrowError(
    unavailable(/^GPIO 17 \(rst\) is held by luma; GPIO 24 \(busy\) is held by another program\.$/u),
  );
  expect(kernel.openCount).toBe(0);
});

it.each([
  ["ENOENT", /^Cannot open \/dev\/spidev0\.0: it does not exist$/u],
  ["EACCES", /^Cannot open \/dev\/spidev0\.0: permission denied$/u],
])("names an SPI device that does not open: %s", (errno, message) => {
  const kernel = machine();
  kernel.fail("open", "/dev/spidev0.0", errno);
  expect(() => probeSpi(kernel, HAT_WIRING)).toThrowError(unavailable(message));
});

it("names the chip that is not there, or may not be opened", () => {
  const other = new FakeKernel({ gpiochip0: { label: "elsewhere" } });
  expect(() => probeGpio(other, HAT_WIRING)).toThrowError(unavailable(/this machine has elsewhere/u));
  expect(() => probeGpio(machine(), { ...HAT_WIRING, gpioChip: "nope" })).toThrowError(unavailable(/called nope/u));
  const closed = machine();
  closed.fail("open", "/dev/gpiochip0", "EACCES");
  expect(() => probeGpio(closed, HAT_WIRING)).toThrowError(unavailable(/gpiochip0/u));
});
