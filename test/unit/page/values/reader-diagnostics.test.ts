import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { diagnosticMeaning, readerAdvice } from "../../../../src/page/values/reader-diagnostics.ts";
import { houseLine } from "../../../fixtures/house-line.ts";

const BAD = { crc: 0, noCrc: 0, hcs: 0, fcs: 0, truncated: 0, unsupported: 0, malformed: 0 };
const WELL = {
  v: 1,
  fw: "0.1.0",
  esphome: "2026.6.5",
  reset: "power",
  up: 8_120,
  rssi: -61,
  heap: 24_312,
  block: 18_000,
  supplyMv: 3_287,
  reconnects: 2,
  unsent: 1,
  raw: false,
  fmt: "efs",
  ageS: 4,
  bytes: 471_772,
  ok: 812,
  bad: { ...BAD, fcs: 3 },
  resyncs: 3,
  overruns: 0,
  givenUp: 0,
  portOverruns: 0,
  refused: "the checksum of the frame does not fit",
  refusedS: 512,
};

function rowsOf(diagnostics: object) {
  const line = houseLine();
  line.take("diagnostics", JSON.stringify(diagnostics));
  return line.rows("diagnostics");
}

const adviceOn = (changes: object) => readerAdvice(rowsOf({ ...WELL, ...changes }));

describe("what the reader says of itself", () => {
  it("is explained value by value, as the document has them", () => {
    const rows = rowsOf(WELL);
    expect(rows).toHaveLength(29);
    expect(rows.filter((row) => diagnosticMeaning(row) === undefined)).toEqual([]);
    const document = readFileSync("doc/reader-protocol.md", "utf8").split("## The diagnostics")[1] ?? "";
    for (const { path } of rows) expect(document).toContain(path.replace(/^bad\./, ""));
  });

  it("gives a value of any other topic no meaning", () => {
    const line = houseLine();
    line.take("boiler/diagnostics", '{"rssi":-90}');
    expect(line.rows("boiler/diagnostics").map(diagnosticMeaning)).toEqual([undefined]);
    expect(readerAdvice(line.at().rows)).toEqual([]);
  });

  it("is well when it is well, and when there is none", () => {
    expect(adviceOn({})).toEqual([]);
    expect(readerAdvice([])).toEqual([]);
    expect(readerAdvice(rowsOf({ v: 1, rssi: -61 }))).toEqual([]);
  });

  it.each([
    ["nothing comes", { bytes: 0, ok: 0, bad: BAD }, "hears nothing from the meter"],
    ["it hears no telegram", { ok: 0, bad: BAD }, "hears bytes, but no telegram: is the signal inverted"],
    ["it refuses all", { ok: 0 }, "refuses what the meter sends (the checksum of the frame does not fit): is the line"],
    ["it refuses all for a minute", { ageS: 300 }, "refuses what the meter sends"],
    ["it crashed", { reset: "crash" }, "a fault of its own (crash)"],
    ["its watchdog bit", { reset: "watchdog" }, "a fault of its own (watchdog)"],
    ["its supply broke down", { reset: "brownout" }, "supply broke down"],
    ["its supply is low", { supplyMv: 2_950 }, "supply is low (2950 mV)"],
    ["its Wi-Fi is weak", { rssi: -84 }, "Wi-Fi is weak (-84 dBm)"],
    ["it could not send", { unsent: 90 }, "could not send 90 telegrams"],
    ["memory is short", { block: 1_800 }, "short of memory (24312 bytes free, 1800 in one piece)"],
    ["its port runs over", { portOverruns: 40 }, "loses bytes of the meter"],
  ])("is advised on when %s", (_, changes, sentence) => {
    expect(adviceOn(changes)).toEqual([expect.stringContaining(sentence)]);
  });
});
