import { expect, it } from "vitest";
import { HAT_WIRING } from "../../../src/bus/wiring.ts";
import { pinsIn, wiresOf } from "../../../src/setup/wires.ts";

it("pins are read from a text", () => {
  expect(pinsIn("rst=0, dc=22,pwr=none")).toEqual({ rst: 0, dc: 22, pwr: "none" });
});

it.each(["", "dc", "dc=", "dc=x", "dc=-1", "dc=22,", "dc=22,dc=23", "dc=22;rst=1"])("%j is no text of pins", (text) => {
  expect(pinsIn(text)).toBeUndefined();
});

it("wires of a configuration are those that differ from the HAT's", () => {
  const { spi, rst, dc, busy, pwr } = HAT_WIRING;
  expect(wiresOf({ panel: "waveshare-7in5-v2", spi, pins: { rst, dc, busy, pwr } })).toEqual({});
  const other = { spi: "/dev/spidev0.1", gpioChip: "expander", pins: { rst, dc: 22, busy, pwr: "none", cs: 7 } };
  expect(wiresOf(other)).toEqual({
    spi: "/dev/spidev0.1",
    gpioChip: "expander",
    pins: { dc: 22, pwr: "none", cs: 7 },
  });
});
