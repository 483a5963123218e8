import { expect, it } from "vitest";
import type { MeterConfig } from "../../../src/config/config.ts";
import { meterLines } from "../../../src/kiosk/meter-line.ts";
import { SILENT } from "../../../src/log.ts";
import { NOON, told } from "../../fixtures/told.ts";

const meter = (name: string, prefix: string, mainFuseA = 25): MeterConfig => ({
  name,
  prefix,
  mainFuseA,
  phases: 3,
  timeZone: "Europe/Helsinki",
  wire: {},
});

it("keeps what is known of a meter by its prefix, and asks for the past of new ones only", () => {
  const asked: string[] = [];
  const past = ({ name }: MeterConfig) => {
    asked.push(name);
    return [told({ activePowerImportW: 1_000 }, NOON)];
  };
  const parts = { log: SILENT, past };
  const before = meterLines([meter("house", "p1"), meter("barn", "p2")], [], parts);
  expect(asked).toEqual(["house", "barn"]);
  const [same, renamed, fresh] = meterLines(
    [meter("house", "p1"), meter("shed", "p2"), meter("mill", "p3")],
    before,
    parts,
  );
  expect(same).toBe(before[0]);
  expect([
    renamed?.config.name,
    renamed?.history === before[1]?.history,
    renamed?.intake === before[1]?.intake,
  ]).toEqual(["shed", true, false]);
  expect(fresh?.history.latest.known.activePowerImportW?.value).toBe(1_000);
  expect(asked).toEqual(["house", "barn", "mill"]);
});
