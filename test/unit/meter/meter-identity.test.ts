import { describe, expect, it } from "vitest";
import { identityIn, isOtherMeter } from "../../../src/meter/meter-identity.ts";

describe("a meter's identity", () => {
  it.each(["0-0:96.1.0", "0-0:96.1.1", "0-0:42.0.0", "1-0:0.0.0", "1-1:0.0.5", "kaifa:meter-id"])(
    "is known from %s, without the number itself",
    (code) => {
      const identity = identityIn(code, "7340000000000000");
      expect(Object.keys(identity)).toEqual([code]);
      expect(identity[code]).toMatch(/^[0-9a-f]{8}$/);
      expect(identityIn(code, "7340000000000001")).not.toEqual(identity);
    },
  );

  it.each([
    ["0-0:96.1.7", "6534"], // its type
    ["0-1:96.1.0", "0000"], // a gas meter behind it
    ["0-0:96.14.0", "0002"],
    ["0-0:96.1.1", ""],
    ["0-0:96.1.1", undefined],
  ])("is not known from %s", (code, text) => {
    expect(identityIn(code, text)).toEqual({});
  });

  it("is another one when a number is not what it was, not when one is missing or new", () => {
    const [first, second] = [identityIn("0-0:96.1.0", "1"), identityIn("0-0:96.1.0", "2")];
    expect(isOtherMeter(first, second)).toBe(true);
    expect(isOtherMeter({ ...first, "0-0:42.0.0": "x" }, { ...second, "0-0:42.0.0": "x" })).toBe(true);
    for (const told of [first, {}, { ...first, "0-0:42.0.0": "x" }]) expect(isOtherMeter(first, told)).toBe(false);
    expect(isOtherMeter({}, first)).toBe(false);
  });
});
