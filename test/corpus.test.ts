import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { bytesOfHex } from "../src/meter/bytes.ts";
import { decodeFile } from "../src/meter/wire/decode-file.ts";
import type { DecodeLine } from "../src/meter/wire/decode-line.ts";
import { TelegramStream } from "../src/meter/wire/telegram-stream.ts";

/**
 * Real telegrams of many meters, kept outside the repository because they are other people's bytes, with an oracle.
 * The folder is optional: where it is absent these tests are skipped and say so.
 */
const CORPUS = fileURLToPath(new URL("../../shared/han/corpus/", import.meta.url));
const isThere = existsSync(`${CORPUS}expected.jsonl`);
if (!isThere) console.warn(`No corpus of real telegrams in ${CORPUS}: its tests are skipped.`);

interface Entry {
  readonly file: string;
  readonly encoding: "hex" | "bytes";
  readonly verdict: "decode" | "refuse" | "either";
  readonly codes?: readonly string[];
  readonly telegrams?: readonly { readonly meterClock?: string; readonly values: Readonly<Record<string, number>> }[];
}

const entries: readonly Entry[] = isThere
  ? readFileSync(`${CORPUS}expected.jsonl`, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Entry)
  : [];

/**
 * Values of Kaifa's and Iskra's lists, for which the oracle has none: worked out by hand from the bytes and the lists' definitions
 * (Kaifa: mA, tenths of a volt, W, var, Wh, varh; Iskra: hundredths of an ampere, else the same).
 */
const BY_HAND = JSON.parse(readFileSync(new URL("corpus-lists.json", import.meta.url), "utf8")) as readonly Pick<
  Entry,
  "file" | "telegrams"
>[];

/** Quantities of ours that the oracle lists nowhere, though meters send them: those of sub-meters among them. */
const NOT_LISTED = /^frequencyHz$|T[34]Wh$|C\d(?:M3|Wh)$/;

function linesOf({ file, encoding }: Entry): readonly DecodeLine[] {
  const bytes = readFileSync(CORPUS + file);
  return decodeFile(encoding === "hex" ? bytesOfHex(bytes)! : bytes, { format: "auto", allowNoCrc: false });
}

/** What the oracle can say of the good telegrams, rounded to its precision. */
function told(lines: readonly DecodeLine[]): NonNullable<Entry["telegrams"]> {
  return lines.flatMap((line) => {
    if (!line.ok) return [];
    const values = Object.fromEntries(Object.entries(line.values).filter(([key]) => !NOT_LISTED.test(key)));
    return [{ ...(line.meterClock !== undefined && { meterClock: line.meterClock }), values: rounded(values) }];
  });
}

function expected({ telegrams = [] }: Entry): NonNullable<Entry["telegrams"]> {
  return telegrams.map(({ meterClock, values }) => ({
    ...(meterClock !== undefined && { meterClock }),
    values: rounded(values),
  }));
}

function rounded(values: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, Number(value.toFixed(6))]));
}

function of(verdict: Entry["verdict"]): readonly Entry[] {
  return entries.filter((entry) => entry.verdict === verdict);
}

describe.skipIf(!isThere)("the corpus of real telegrams", () => {
  it("holds as many as it should", () => {
    expect(entries.length).toBeGreaterThanOrEqual(150);
    expect(of("decode").length).toBeGreaterThanOrEqual(50);
    expect(of("refuse").length).toBeGreaterThanOrEqual(50);
    expect(of("either").length).toBeGreaterThanOrEqual(30);
  });

  it.each(of("decode"))("decodes $file", (entry) => expect(told(linesOf(entry))).toEqual(expected(entry)));

  it.each(of("refuse"))("refuses $file", (entry) => {
    const lines = linesOf(entry);
    expect(lines.filter((line) => line.ok)).toEqual([]);
    const codes = lines.map((line) => (line.ok ? "" : line.code));
    const isCertain = entry.codes === undefined || codes.some((code) => entry.codes?.includes(code));
    expect({ codes, isCertain }).toMatchObject({ isCertain: true });
  });

  it.each(of("either"))("decodes $file right or calls it unsupported", (entry) => {
    const lines = linesOf(entry);
    const byHand = BY_HAND.find(({ file }) => file === entry.file);
    const { telegrams = [] } = byHand ?? entry;
    if (telegrams.length > 0) expect(told(lines)).toEqual(expected({ ...entry, telegrams }));
    else expect(lines.map((line) => (line.ok ? line.values : line.code))).toEqual(["UNSUPPORTED"]);
  });

  it("has values that were worked out by hand for every list by position that is read", () => {
    const files = of("either").map(({ file }) => file);
    expect(files).toEqual(expect.arrayContaining(BY_HAND.map(({ file }) => file)));
    expect(BY_HAND.length).toBeGreaterThanOrEqual(17);
  });

  it("gives all telegrams of the stream, whole and in pieces of any length", () => {
    const bytes = readFileSync(`${CORPUS}stream-240-telegrams.bin`);
    const whole = decodeFile(bytes, { format: "auto", allowNoCrc: false });
    expect(whole.filter(({ ok }) => ok)).toHaveLength(240);
    expect(whole).toHaveLength(240);
    for (const size of [1, 7, 64, 700, 4096]) {
      const stream = new TelegramStream();
      const events = [];
      for (let at = 0; at < bytes.length; at += size) events.push(...stream.push(bytes.subarray(at, at + size)));
      expect([...events, ...stream.end()].map(({ offset, ok }) => [offset, ok])).toEqual(
        whole.map(({ offset, ok }) => [offset, ok]),
      );
    }
  });

  it("finds every telegram of the corpus when they stand one after the other with garbage between", () => {
    const files = of("decode").map((entry) => {
      const bytes = readFileSync(CORPUS + entry.file);
      return { bytes: entry.encoding === "hex" ? bytesOfHex(bytes)! : bytes, count: entry.telegrams?.length ?? 0 };
    });
    const garbage = Buffer.from("\0\xff~/ABC\x7e\xa2\x43\x41/", "latin1");
    const input = Buffer.concat(files.flatMap(({ bytes }) => [bytes, garbage]));
    const lines = decodeFile(input, { format: "auto", allowNoCrc: false });
    expect(lines.filter(({ ok }) => ok)).toHaveLength(files.reduce((sum, { count }) => sum + count, 0));
  });
});
