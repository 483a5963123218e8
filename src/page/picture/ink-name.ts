import { cssColour } from "./css-colour.ts";

const NAMES: Readonly<Record<number, string>> = {
  0: "black",
  16777215: "white",
  16711680: "red",
  16776960: "yellow",
  65280: "green",
  255: "blue",
  16744448: "orange",
};

/** The name of an ideal ink, 0xRRGGBB: `black`, `grey 33 %` (of the way to white), or its number. */
export function inkName(ink: number): string {
  const named = NAMES[ink];
  if (named !== undefined) return named;
  const level = ink & 0xff;
  return ink === level * 0x010101 ? `grey ${Math.round((level / 255) * 100)} %` : cssColour(ink);
}
