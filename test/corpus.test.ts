import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type DecodeLine, decodeFile } from "../src/meter/wire/decode-file.ts";
import { bytesOfHex } from "../src/meter/wire/raw-telegrams.ts";
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

/** A quantity of ours that the oracle lists nowhere, though one meter sends it. */
const NOT_LISTED = "frequencyHz";

function linesOf({ file, encoding }: Entry): readonly DecodeLine[] {
  const bytes = readFileSync(CORPUS + file);
  return decodeFile(encoding === "hex" ? bytesOfHex(bytes)! : bytes, { format: "auto", allowNoCrc: false });
}

function expectTelegrams(lines: readonly DecodeLine[], telegrams: NonNullable<Entry["telegrams"]>): void {
  const good = lines.filter((line) => line.ok);
  expect(good).toHaveLength(telegrams.length);
  for (const [i, expected] of telegrams.entries()) {
    const { [NOT_LISTED]: _, ...values } = good[i]!.values;
    expect(Object.keys(values).sort()).toEqual(Object.keys(expected.values).sort());
    for (const [key, value] of Object.entries(expected.values)) expect(values[key], key).toBeCloseTo(value, 6);
    expect(good[i]!.meterClock).toBe(expected.meterClock);
  }
}

describe.skipIf(!isThere)("the corpus of real telegrams", () => {
  const of = (verdict: Entry["verdict"]) => entries.filter((entry) => entry.verdict === verdict);

  it("holds as many as it should", () => {
    expect(entries.length).toBeGreaterThanOrEqual(150);
    expect(of("decode").length).toBeGreaterThanOrEqual(50);
    expect(of("refuse").length).toBeGreaterThanOrEqual(50);
    expect(of("either").length).toBeGreaterThanOrEqual(30);
  });

  it.each(of("decode"))("decodes $file", (entry) => expectTelegrams(linesOf(entry), entry.telegrams ?? []));

  it.each(of("refuse"))("refuses $file", (entry) => {
    const lines = linesOf(entry);
    expect(lines.filter((line) => line.ok)).toEqual([]);
    if (entry.codes)
      expect(lines.map((line) => !line.ok && line.code)).toContainEqual(expect.toBeOneOf([...entry.codes]));
  });

  it.each(of("either"))("decodes $file right or calls it unsupported", (entry) => {
    const lines = linesOf(entry);
    expect(lines.length).toBeGreaterThan(0);
    const isRefused = lines.every((line) => !line.ok && line.code === "UNSUPPORTED");
    if (!isRefused && (entry.telegrams?.length ?? 0) > 0) expectTelegrams(lines, entry.telegrams!);
    else if (!isRefused) expect(lines.map((line) => line.ok)).toEqual([true]);
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
