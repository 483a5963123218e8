import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { TextStyle } from "../../../src/draw/pen.ts";
import { FONTS_FOLDER } from "../../../src/package-folder.ts";
import type { Glyph } from "../../../src/render/letter.ts";
import { LetterFile, packLetters } from "../../../src/render/letter-file.ts";
import { DrawnLetters, KeptLetters, kerningFontOf, type Letters, styleKeyOf } from "../../../src/render/letters.ts";

const BODY: TextStyle = { px: 22 };
const GIANT: TextStyle = { px: 152, face: "figures" };
const drawn = new DrawnLetters(FONTS_FOLDER);

const lettersOf = (letters: string, style: TextStyle, antialias: boolean) =>
  new Map(Array.from(letters, (letter): [string, Glyph] => [letter, drawn.glyph(letter, style, antialias)]));

const packed = Buffer.from(
  packLetters({
    madeFrom: "these",
    styles: new Map([
      [styleKeyOf(BODY, false), lettersOf("Ag ö−", BODY, false)],
      [styleKeyOf(BODY, true), lettersOf("A", BODY, true)],
      [styleKeyOf(GIANT, false), lettersOf("0,", GIANT, false)],
    ]),
    kernings: new Map([
      [
        kerningFontOf(BODY),
        { letters: "AVn", pairs: { AV: drawn.kerning("AV", BODY), VA: drawn.kerning("VA", BODY) } },
      ],
    ]),
  }),
);
const folder = mkdtempSync(join(tmpdir(), "wattframe-letters-"));
afterAll(() => rmSync(folder, { recursive: true }));
let count = 0;

/** A file with these bytes, opened as one that was made from something. */
function opened(bytes: Buffer, madeFrom = "these"): LetterFile | undefined {
  const path = join(folder, `${++count}.bin`);
  writeFileSync(path, bytes);
  return LetterFile.open(path, madeFrom);
}

const file = opened(packed);

describe("a file of letters", () => {
  it("gives back every letter with its measures and pixels", () => {
    for (const [letters, style, antialias] of [
      ["Ag ö−", BODY, false],
      ["A", BODY, true],
      ["0,", GIANT, false],
      ["0,", GIANT, true], // a large letter is smoothed whatever the palette
    ] as const)
      for (const letter of letters) {
        const kept = file?.glyph(letter, styleKeyOf(style, antialias));
        const { advance, ink, coverage } = drawn.glyph(letter, style, antialias);
        expect(kept?.advance, letter).toBe(advance);
        expect(kept?.ink, letter).toEqual(ink);
        expect(kept?.coverage?.box, letter).toEqual(coverage?.box);
        expect(Array.from(kept?.coverage?.shares ?? []), letter).toEqual(Array.from(coverage?.shares ?? []));
      }
  });

  it("tells smoothed letters from those that are not", () => {
    const [plain, smooth] = [false, true].map((antialias) => file?.glyph("A", styleKeyOf(BODY, antialias)));
    expect(plain?.coverage?.shares.every((share) => share === 0 || share === 255)).toBe(true);
    expect(smooth?.coverage?.shares.some((share) => share > 0 && share < 255)).toBe(true);
  });

  it("knows no letter and no style but its own", () => {
    expect(file?.glyph("B", styleKeyOf(BODY, false))).toBeUndefined();
    expect(file?.glyph("A", styleKeyOf({ px: 23 }, false))).toBeUndefined();
    expect(file?.glyph("A", "constructor")).toBeUndefined();
  });

  it("knows how a pair is kerned, and whether it was measured", () => {
    const kerning = (pair: string) => file?.kerning(pair, kerningFontOf(BODY));
    expect(kerning("AV")).toBeLessThan(0);
    expect(kerning("AV")).toBe(drawn.kerning("AV", BODY));
    expect(kerning("nn")).toBe(0);
    expect(kerning("nB")).toBeUndefined();
    expect(file?.kerning("AV", kerningFontOf({ px: 14 }))).toBeUndefined();
  });

  it("is not used when it is not there, or was made from something else", () => {
    expect(opened(packed)).toBeDefined();
    expect(opened(packed, "others")).toBeUndefined();
    expect(LetterFile.open(join(folder, "none.bin"), "these")).toBeUndefined();
  });

  it("gives no letter of what is damaged or cut short", () => {
    const whole = JSON.stringify(lettersIn(file));
    for (let at = 0; at < packed.length; at += 97) {
      const damaged = Buffer.from(packed);
      damaged[at] = 0xff & ~(packed[at] ?? 0);
      for (const bytes of [damaged, packed.subarray(0, at)]) {
        const found = lettersIn(opened(bytes));
        expect(found.length, `${at}`).toBeLessThan(8);
        expect(
          found.every((letter) => whole.includes(JSON.stringify(letter))),
          `${at}`,
        ).toBe(true);
      }
    }
  });
});

/** Every letter and pair that is found in a file. */
function lettersIn(from: LetterFile | undefined): readonly unknown[] {
  const glyphs = [
    ...Array.from("Ag ö−", (letter) => from?.glyph(letter, styleKeyOf(BODY, false))),
    from?.glyph("A", styleKeyOf(BODY, true)),
    from?.glyph("0", styleKeyOf(GIANT, false)),
    from?.kerning("AV", kerningFontOf(BODY)),
  ];
  return glyphs.filter((glyph) => glyph !== undefined);
}

describe("kept letters", () => {
  const asked: string[] = [];
  const others: Letters = {
    glyph(letter, style, antialias) {
      asked.push(letter);
      return drawn.glyph(letter, style, antialias);
    },
    kerning(pair, style) {
      asked.push(pair);
      return drawn.kerning(pair, style);
    },
  };

  it("are drawn only where the file has none", () => {
    const kept = new KeptLetters(file!, others);
    for (const letter of "AgB") expect(kept.glyph(letter, BODY, false)).toEqual(drawn.glyph(letter, BODY, false));
    for (const pair of ["AV", "nn", "Vo"]) expect(kept.kerning(pair, BODY)).toBe(drawn.kerning(pair, BODY));
    expect(asked).toEqual(["B", "Vo"]);
  });
});
