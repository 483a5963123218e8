import { describe, expect, it } from "vitest";
import { identityIn, otherMeters } from "../../../src/meter/meter-identity.ts";

describe("a meter's identity", () => {
  it.each([
    "0-0:96.1.0",
    "0-1:96.1.0",
    "0-4:96.1.1",
    "0-0:96.1.1",
    "0-0:42.0.0",
    "1-0:0.0.0",
    "1-1:0.0.5",
    "kaifa:meter-id",
  ])("is known from %s, without the number itself", (code) => {
    const identity = identityIn(code, "7340000000000000");
    expect(Object.keys(identity)).toEqual([code]);
    expect(identity[code]).toSatisfy((print: number) => Number.isInteger(print) && print >= 0 && print < 65_536);
    expect(identityIn(code, "7340000000000001")).not.toEqual(identity);
  });

  it.each([
    ["0-0:96.1.7", "6534"], // its type
    ["0-5:96.1.0", "0000"], // no channel
    ["0-0:96.14.0", "0002"],
    ["0-0:96.1.1", ""],
    ["0-0:96.1.1", undefined],
  ])("is not known from %s", (code, text) => {
    expect(identityIn(code, text)).toEqual({});
  });

  it("is another one when a number is not what it was, not when one is missing or new", () => {
    const [first, second] = [identityIn("0-0:96.1.0", "1"), identityIn("0-0:96.1.0", "2")];
    expect([...otherMeters(first, second)]).toEqual(["meter"]);
    expect([...otherMeters({ ...first, "0-0:42.0.0": 7 }, { ...second, "0-0:42.0.0": 7 })]).toEqual(["meter"]);
    for (const told of [first, {}, { ...first, "0-0:42.0.0": 7 }]) expect([...otherMeters(first, told)]).toEqual([]);
    expect([...otherMeters({}, first)]).toEqual([]);
  });

  it("is another one on a channel alone when that meter's number is not what it was", () => {
    const [first, second] = [identityIn("0-2:96.1.0", "1"), identityIn("0-2:96.1.0", "2")];
    expect([...otherMeters(first, second)]).toEqual(["2"]);
    const [gas, water] = [identityIn("gas@0-1:96.1.0", "1"), identityIn("water@0-1:96.1.0", "1")];
    expect([...otherMeters({ ...gas, ...water }, { ...water, ...identityIn("gas@0-1:96.1.0", "2") })]).toEqual([
      "gas1",
    ]);
  });
});
