import { describe, expect, it } from "vitest";
import type { SpiBus } from "../../src/bus/spi-bus.ts";

/** A bus under test, and the far end of its wires. */
export interface BusBench {
  readonly bus: SpiBus;
  /** Everything sent so far, as hex, each write with the level of DC: `0:12 1:ffff`. */
  sent(): string;
  setBusy(level: 0 | 1): void;
}

/** What every implementation of the bus keeps. */
export function spiBusContract(name: string, open: () => BusBench): void {
  describe(`${name}, as a bus`, () => {
    it("sends bytes in order, under the level of DC that was set before", async () => {
      const { bus, sent } = open();
      bus.set("dc", 0);
      await bus.write(Uint8Array.of(0x12));
      bus.set("dc", 1);
      await bus.write(Uint8Array.of(1, 2, 3));
      await bus.write(new Uint8Array(4096).fill(0xa5));
      expect(sent()).toBe(`0:12 1:010203 1:${"a5".repeat(4096)}`);
    });

    it("reads BUSY as it is", () => {
      const { bus, setBusy } = open();
      for (const level of [1, 0, 1] as const) {
        setBusy(level);
        expect(bus.busy()).toBe(level);
      }
    });

    it("answers a transfer with as many bytes", async () => {
      const { bus } = open();
      expect((await bus.transfer(Uint8Array.of(0x10, 0, 0, 0))).length).toBe(4);
    });

    it("keeps works apart that want the wires alone, and goes on after one that failed", async () => {
      const { bus } = open();
      const order: string[] = [];
      const work = (label: string, fails = false) =>
        bus.exclusively(async () => {
          order.push(`${label}<`);
          await new Promise((resolve) => setImmediate(resolve));
          order.push(`>${label}`);
          if (fails) throw new Error(label);
          return label;
        });
      const results = await Promise.allSettled([work("a"), work("b", true), work("c")]);
      expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
      expect(order).toEqual(["a<", ">a", "b<", ">b", "c<", ">c"]);
    });

    it("may be closed twice", () => {
      const { bus } = open();
      bus.close();
      expect(() => bus.close()).not.toThrow();
    });
  });
}
