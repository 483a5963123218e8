#!/usr/bin/env python3
"""Makes layouts/fonts/WattframeFigures.ttf: Barlow Semi Condensed with its tabular digits as the plain ones.

The canvas library cannot ask a font for a feature such as tnum. Needs fontTools: pip install fonttools
"""
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "layouts" / "fonts"
FAMILY = "Wattframe Figures"
DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
# Digits, and what stands between and before them: signs, decimal points and the spaces that locales group with.
CHARACTERS = "0123456789.,:+-−–≈<>%/’' \u00a0\u202f"


def main() -> None:
    font = TTFont(FONTS / "BarlowSemiCondensed-SemiBold.ttf", recalcTimestamp=False)
    for table in font["cmap"].tables:
        for code, name in table.cmap.items():
            if name in DIGITS:
                table.cmap[code] = f"{name}.tf"
    options = subset.Options(layout_features=[], hinting=True, name_IDs=["*"], notdef_outline=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=CHARACTERS)
    subsetter.subset(font)
    names = {1: FAMILY, 2: "Regular", 3: f"{FAMILY};from Barlow Semi Condensed SemiBold", 4: FAMILY, 6: "WattframeFigures"}
    for record in list(font["name"].names):
        if record.nameID in names:
            record.string = names[record.nameID]
        elif record.nameID in (16, 17, 21, 22):
            font["name"].removeNames(nameID=record.nameID)
    font.save(FONTS / "WattframeFigures.ttf")
    missing = [f"U+{ord(letter):04X}" for letter in CHARACTERS if ord(letter) not in font.getBestCmap()]
    print(f"written, {len(font.getGlyphOrder())} glyphs; not in the font: {', '.join(missing) or 'none'}")


main()
