import { expect, it } from "vitest";
import { meterDecoder } from "../../../../src/meter/wire/wire-formats.ts";

it("takes a 0 for what the meter does not have until there was another number, on topics of their own too", () => {
  const decode = meterDecoder();
  const values = (topic: string, text: string) => {
    const [item] = decode(topic, new TextEncoder().encode(text)) ?? [];
    return item?.kind === "values" ? item.values : item;
  };
  expect(values("meter/l2/current", "0.00")).toEqual({});
  expect(values("meter/import/active", "0")).toEqual({ activePowerImportW: 0 });
  expect(values("meter/l2/current", "0.40")).toEqual({ currentL2A: 0.4 });
  expect(values("meter/l2/current", "0.00")).toEqual({ currentL2A: 0 });
  expect(values("meter/l3/current", "0.00")).toEqual({});
});
