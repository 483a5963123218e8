import type { Ink, Mark } from "../draw/pen.ts";
import type { PaletteKind } from "../raster/palette.ts";

/** Colours 0xRRGGBB that the looks are made of. */
const [BLACK, WHITE, RED, YELLOW] = [0x000000, 0xffffff, 0xff0000, 0xffff00];
const grey = (level: number): number => level * 0x010101;

/** Way to draw a mark: an area, an area with an edge, a line at one side of its box, or a row of points. */
export interface MarkLook {
  readonly shape: "area" | "framed" | "line" | "points";
  readonly fill: "solid" | "hatch";
  readonly colour: number;
  /** Colour of the edge of a framed area; the area's own by default. */
  readonly edge?: number;
}

/** Colours of the inks and ways to draw the marks of one kind of palette; a mark without a look is not drawn. */
export interface Looks {
  readonly inks: Readonly<Record<Ink, number>>;
  readonly marks: Readonly<Record<Mark, MarkLook | undefined>>;
  /** Greys from the least to the most of a shade; none where a shade is a height. */
  readonly tones: readonly number[];
}

const area = (colour: number): MarkLook => ({ shape: "area", fill: "solid", colour });
const framed = (colour: number, edge: number): MarkLook => ({ shape: "framed", fill: "solid", colour, edge });
const hatched = (colour: number): MarkLook => ({ shape: "framed", fill: "hatch", colour });
const line = (colour: number): MarkLook => ({ shape: "line", fill: "solid", colour });
const points = (colour: number): MarkLook => ({ shape: "points", fill: "solid", colour });

const INKS = { paper: WHITE, ink: BLACK, muted: BLACK, alarm: BLACK, alarmInk: WHITE } as const;
const GREY_INKS = { ...INKS, muted: grey(0x55) } as const;
const RED_INKS = { ...INKS, alarm: RED } as const;
const MARKS = {
  out: hatched(BLACK),
  alarmOut: hatched(WHITE),
  forecast: hatched(BLACK),
  otherDay: line(BLACK),
  track: undefined,
  grid: points(BLACK),
} as const;
const YELLOW_MARKS = { ...MARKS, out: framed(YELLOW, BLACK) } as const;

/** The looks of every kind of palette on light paper. */
const LIGHT: Readonly<Record<PaletteKind, Looks>> = {
  "one-bit": { inks: INKS, marks: MARKS, tones: [] },
  "grey-4": {
    inks: GREY_INKS,
    // Of these greys one lies between heading and paper: what differs only by its grey elsewhere has an edge here.
    marks: {
      out: framed(grey(0xaa), BLACK),
      alarmOut: framed(grey(0x55), WHITE),
      forecast: framed(grey(0xaa), BLACK),
      otherDay: area(grey(0xaa)),
      track: undefined,
      grid: area(grey(0xaa)),
    },
    tones: [grey(0xff), grey(0xaa), grey(0x55), grey(0x00)],
  },
  "grey-16": {
    inks: GREY_INKS,
    marks: {
      out: framed(grey(0x99), BLACK),
      alarmOut: framed(grey(0x66), WHITE),
      forecast: area(grey(0x99)),
      otherDay: area(grey(0xbb)),
      track: area(grey(0xee)),
      grid: area(grey(0xaa)),
    },
    tones: Array.from({ length: 15 }, (_, step) => grey(0xee - step * 0x11)),
  },
  red: { inks: RED_INKS, marks: MARKS, tones: [] },
  yellow: { inks: INKS, marks: YELLOW_MARKS, tones: [] },
  colour: { inks: RED_INKS, marks: YELLOW_MARKS, tones: [] },
};

/** The looks of a palette in a theme. In the dark everything is exchanged, and an alarm is a white block; there are no tracks. */
export function looksOf(kind: PaletteKind, theme: "light" | "dark"): Looks {
  const { inks, marks, tones } = LIGHT[kind];
  if (theme === "light") return LIGHT[kind];
  const { paper, ink, muted, alarm, alarmInk } = inks;
  return {
    inks: { paper: ink, ink: paper, muted: exchanged(muted), alarm: alarmInk, alarmInk: alarm },
    marks: {
      out: dark(marks.out),
      alarmOut: dark(marks.alarmOut),
      forecast: dark(marks.forecast),
      otherDay: dark(marks.otherDay),
      track: undefined,
      grid: dark(marks.grid),
    },
    tones: tones.map(exchanged),
  };
}

function dark(look: MarkLook | undefined): MarkLook | undefined {
  if (!look) return undefined;
  const { edge, colour } = look;
  return { ...look, colour: exchanged(colour), ...(edge !== undefined && { edge: exchanged(edge) }) };
}

/** Black for white, and each grey for its opposite; a colour stays. */
function exchanged(colour: number): number {
  return colour === RED || colour === YELLOW ? colour : WHITE - colour;
}
