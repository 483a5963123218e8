import { describe, expect, it } from "vitest";
import { checkedWiring, HAT_WIRING, withPins } from "../../../src/bus/wiring.ts";

describe("pins given as text", () => {
  it("change the lines that they name and leave the others", () => {
    expect(withPins(HAT_WIRING, "rst=5, busy=6")).toEqual({ ...HAT_WIRING, rst: 5, busy: 6 });
    expect(withPins({ ...HAT_WIRING, gpioChip: "x", clockHz: 1 }, "cs=8")).toEqual({
      ...HAT_WIRING,
      gpioChip: "x",
      clockHz: 1,
      cs: 8,
    });
  });

  it("leave a line unconnected by the word none", () => {
    expect(withPins(HAT_WIRING, "pwr=none")).not.toHaveProperty("pwr");
  });

  it.each(["", "rst", "rst=x", "led=4", "rst=25", "busy=none", "rst=-1", "rst=17;dc=25"])(
    "are refused as %j",
    (text) => {
      expect(() => withPins(HAT_WIRING, text)).toThrowError(expect.objectContaining({ code: "USAGE" }));
    },
  );
});

it("a wiring without its needed lines is refused", () => {
  expect(() => checkedWiring({ spi: "/dev/spidev0.0", rst: 1, dc: 2 })).toThrowError(
    expect.objectContaining({ code: "USAGE" }),
  );
});
