import { describe, expect, it } from "vitest";
import { brokerWatch } from "../../../src/source/broker-watch.ts";

const MEGABYTE = 1024 * 1024;

/** The header of a packet as a broker sends it: first byte, length. */
function header(head: number, bodyBytes: number): Uint8Array {
  const length = [0, 1, 2, 3].map((group) => Math.floor(bodyBytes / 128 ** group) % 128);
  const last = length.findLastIndex((seven) => seven > 0);
  return Uint8Array.from([
    head,
    ...length.slice(0, Math.max(1, last + 1)).map((seven, at) => (at < last ? seven + 128 : seven)),
  ]);
}

/** The faults of packets of these first bytes and lengths. */
function faults(...packets: readonly (readonly [head: number, bodyBytes: number])[]): string[] {
  const said: string[] = [];
  const watch = brokerWatch((reason) => void said.push(reason));
  for (const [head, bodyBytes] of packets) {
    watch(header(head, bodyBytes));
    if (bodyBytes <= 4 * MEGABYTE) watch(new Uint8Array(bodyBytes));
  }
  return said;
}

describe("what a broker sends", () => {
  it("is borne when it is what was asked for", () => {
    expect(faults([0x20, 2], [0x90, 3], [0x30, 4 * MEGABYTE], [0x31, 20], [0x40, 2], [0xd0, 0])).toEqual([]);
  });

  it.each([0, 1, 3, 200])("is not an answer to the login of %i bytes", (bytes) => {
    expect(faults([0x20, bytes])).toEqual(["the broker's answer to the login is malformed"]);
  });

  it("is not larger than four megabytes", () => {
    expect(faults([0x30, 4 * MEGABYTE + 1])).toEqual(["the broker sent a message of 4194305 bytes, far too large"]);
    expect(faults([0x90, 5 * MEGABYTE])).toEqual(["the broker sent a packet of 5242880 bytes, far too large"]);
  });

  it.each([
    [0x32, 1],
    [0x3a, 1],
    [0x34, 2],
    [0x3c, 2],
  ])("is not a live message above QoS 0 (%i)", (head, qos) => {
    expect(faults([head, 20])).toEqual([`the broker sent a message at QoS ${qos}, though QoS 0 was subscribed to`]);
  });

  it("may be retained messages at a higher QoS, which some brokers do not lower, within bounds", () => {
    const some = Array.from({ length: 8 }, () => [0x35, MEGABYTE] as const);
    expect(faults(...some, [0x33, MEGABYTE], [0x31, MEGABYTE])).toEqual([]);
    expect(faults(...some, [0x35, 1])).toEqual(["the broker sent too many retained messages at QoS 2"]);
  });
});
