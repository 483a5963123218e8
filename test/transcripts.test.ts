import { crc32 } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { Box } from "../src/draw/box.ts";
import { type Panel, paletteIdFor, type RefreshKind } from "../src/panel/panel.ts";
import { PANELS, type PanelId, panelOf } from "../src/panel/panels.ts";
import type { RefreshJob } from "../src/panel/refresh-job.ts";
import { refreshSteps } from "../src/panel/refresh-steps.ts";
import { BLACK_WHITE, GREY_16, paletteOf } from "../src/raster/palette.ts";
import { pictureFrame } from "../src/raster/picture-frame.ts";
import { decodePng } from "../src/raster/png.ts";
import { quantize } from "../src/raster/quantize.ts";
import { blankRaster, type Raster } from "../src/raster/raster.ts";
import { type Turn, turn } from "../src/raster/turn.ts";
import { HAS_TRANSCRIPTS, type Line, ours, recorded, recordedPicture } from "./transcript.ts";

/** A difference that we want, and why. Lines are matched from their start. */
interface Deviation {
  /** Lines of ours that the maker's driver does not send. */
  readonly weAdd?: readonly Line[];
  /** Lines of the maker's driver that we do not send. */
  readonly weLeaveOut?: readonly Line[];
  readonly because: string;
}

interface Case {
  readonly panel: PanelId;
  readonly kind: RefreshKind;
  /** Recorded operations that follow each other, for each driver; ours must equal one of them. */
  readonly recordings: readonly (readonly string[])[];
  /** Name of the picture; absent means all paper. */
  readonly picture?: string;
  /** Name of the picture of the red plane. */
  readonly red?: string;
  readonly rotate?: Turn;
  readonly box?: Box;
  readonly from?: RefreshJob["from"];
  readonly deviations?: readonly Deviation[];
}

const LINES_STAY: Deviation = {
  weLeaveOut: ["rst 0$"],
  because: "the maker's script ends by pulling RST low; ours lives on and holds it high",
};
const OLD_TOO: Deviation = {
  weAdd: ["cmd 26 "],
  because: "the old picture is written too, or ghosts grow and a partial refresh starts from garbage",
};
const FROM_RESET: Deviation = {
  weAdd: ["cmd 12", "busy"],
  because: "what comes after deep sleep begins with a software reset and waits for it",
};

const CASES: readonly Case[] = [
  ...uc8179Cases("waveshare-7in5-v2", "epd7in5_V2", "800x480", [
    ["cmd 06 17172817", "cmd 01 07073f3f", "cmd 61 032001e0", "cmd 15 00", "cmd 60 22"],
  ]),
  ...uc8179Cases("waveshare-5in83-v2", "epd5in83_V2", "648x480", [[]]),
  {
    panel: "waveshare-7in5-v2",
    kind: "full",
    rotate: 270,
    picture: "bw_480x800",
    recordings: [["epd7in5_V2.c/init", "epd7in5_V2/display_rotated", "epd7in5_V2/sleep"]],
    deviations: [LINES_STAY],
  },
  ...(["full", "fast"] as const).map((kind): Case => {
    const suffix = kind === "full" ? "" : "_fast";
    const drivers = ["epd7in5b_V2", ...(kind === "full" ? ["epd7in5b_V2.c"] : [])];
    return {
      panel: "waveshare-7in5-b-v2",
      kind,
      picture: "bw_800x480",
      red: "red_800x480",
      recordings: drivers.map((driver) => [`${driver}/init${suffix}`, `${driver}/display${suffix}`, `${driver}/sleep`]),
      deviations: [
        LINES_STAY,
        ...(kind === "fast"
          ? [{ weAdd: ["cmd 50 f7"], because: "the border floats before power off, as the C driver does" }]
          : []),
      ],
    };
  }),
  {
    panel: "waveshare-7in5-b-v2",
    kind: "partial",
    picture: "bw_800x480",
    from: "idle",
    box: { x: 160, y: 96, width: 320, height: 96 },
    recordings: [["epd7in5b_V2.c/init_part", "epd7in5b_V2.c/display_partial_window", "epd7in5b_V2.c/sleep"]],
    deviations: [
      { weLeaveOut: ["rst "], because: "an idle controller keeps its memory only without a reset" },
      {
        weAdd: ["cmd 01 07073f3f", "cmd 06 17172817", "cmd 61 032001e0", "cmd 15 00", "cmd 60 22"],
        because: "without a reset, what another mode set is set back",
      },
    ],
  },
  {
    panel: "waveshare-7in3-e",
    kind: "full",
    picture: "e6_800x480",
    recordings: [
      ["epd7in3e.c/init", "epd7in3e.c/display", "epd7in3e/sleep"],
      ["epd7in3e/init", "epd7in3e/display", "epd7in3e/sleep"],
    ],
    deviations: [LINES_STAY],
  },
  {
    panel: "waveshare-7in3-e",
    kind: "full",
    rotate: 270,
    picture: "e6_480x800",
    recordings: [["epd7in3e/init", "epd7in3e/display_rotated", "epd7in3e/sleep"]],
    deviations: [
      LINES_STAY,
      { weAdd: ["~cmd 06 6f1f1749"], because: "the C driver boosts before each refresh, and so does another maker's" },
    ],
  },
  {
    panel: "waveshare-7in3-e",
    kind: "full",
    recordings: [["epd7in3e.c/init", "epd7in3e.c/clear", "epd7in3e/sleep"]],
    deviations: [LINES_STAY],
  },
  ...ssdCases("waveshare-4in2-v2", "epd4in2_V2", "400x300", {
    full: ["init", "display"],
    fast: ["init_fast_1_5s", "display_fast"],
    grey4: ["init_4gray", "display_4gray"],
  }),
  ...ssdCases("waveshare-4in26", "epd4in26", "800x480", {
    full: ["init", "display_base"],
    fast: ["init_fast", "display_fast"],
    grey4: ["init_4gray", "display_4gray"],
  }).map(
    (row): Case => ({
      ...row,
      deviations: [
        ...(row.deviations ?? []),
        ...(row.kind === "fast" ? [OLD_TOO] : []),
        {
          weAdd: ["cmd 4f df01"],
          weLeaveOut: ["cmd 4f 0000"],
          because:
            "rows count down from the last; begun at 0 the first row lands at the far edge (GxEPD2 begins at the last)",
        },
      ],
    }),
  ),
  ...ssdCases("waveshare-13in3-k", "epd13in3k", "960x680", {
    full: ["init", "display_base"],
    grey4: ["init_4gray", "display_4gray"],
  }),
  ...ssdCases("waveshare-2in9-v2", "epd2in9_V2", "128x296", { full: ["init", "display_base"] }),
  {
    panel: "waveshare-2in9-v2",
    kind: "grey4",
    picture: "g4_128x296",
    recordings: [["epd2in9_V2.c/init_4gray", "epd2in9_V2.c/display_4gray", "epd2in9_V2.c/sleep"]],
    deviations: [LINES_STAY],
  },
  ...ssdCases("waveshare-2in13-v4", "epd2in13_V4", "122x250", { full: ["init", "display_base"] }),
  {
    panel: "waveshare-2in13-v4",
    kind: "fast",
    picture: "bw_122x250_inv",
    recordings: [["epd2in13_V4.c/init_fast", "epd2in13_V4.c/display_fast", "epd2in13_V4.c/sleep"]],
    deviations: [
      OLD_TOO,
      {
        weAdd: ["busy", "cmd 01 f90000", "cmd 3c 05", "cmd 21 0080"],
        because:
          "ready is waited for after reset, and the scan is set as in a full refresh, or the first column would lie elsewhere",
      },
    ],
  },
  {
    panel: "waveshare-4in2-v2",
    kind: "partial",
    picture: "bw_400x300",
    from: "idle",
    box: { x: 80, y: 60, width: 160, height: 60 },
    recordings: [["epd4in2_V2.c/display_partial_window", "epd4in2_V2.c/sleep"]],
    deviations: [
      OLD_TOO,
      {
        weAdd: [
          "cmd 11 03",
          "cmd 44 0a1d",
          "cmd 45 3c007700",
          "cmd 4e 0a",
          "cmd 4f 3c00",
          "cmd 44 0a1d",
          "cmd 45 3c007700",
          "cmd 4f 3c00",
          "cmd 4e 0a",
        ],
        weLeaveOut: ["cmd 44 0a1d", "cmd 45 3c007700", "cmd 4e 50", "cmd 4f 3c00", "cmd 3c 80"],
        because:
          "the window is set for each of the two memories; the column counter is in bytes (0a), where the C driver sends pixels (50), out of the window; the border is set once",
      },
    ],
  },
  {
    panel: "waveshare-2in13-v4",
    kind: "partial",
    picture: "bw_122x250_inv",
    from: "reset",
    recordings: [["epd2in13_V4.c/display_partial_full", "epd2in13_V4.c/sleep"]],
    deviations: [
      OLD_TOO,
      FROM_RESET,
      {
        weAdd: [
          "rst 1",
          "busy",
          "cmd 21 0080",
          "cmd 18 80",
          "cmd 44 000f",
          "cmd 45 0000f900",
          "cmd 4e 00",
          "cmd 4f 0000",
        ],
        because: "the scan is set as in a full refresh; the window is set for each of the two memories",
      },
    ],
  },
  {
    panel: "waveshare-2in9-v2",
    kind: "partial",
    picture: "bw_128x296_inv",
    from: "reset",
    recordings: [["epd2in9_V2/display_partial_full", "epd2in9_V2/sleep"]],
    deviations: [
      OLD_TOO,
      FROM_RESET,
      LINES_STAY,
      {
        weAdd: [
          "rst 1",
          "busy",
          "cmd 01 270100",
          "cmd 11 03",
          "cmd 21 0080",
          "cmd 44 000f",
          "cmd 45 00002701",
          "cmd 4e 00",
          "cmd 4f 0000",
        ],
        weLeaveOut: ["cmd 37 "],
        because:
          "the memories are written both, so they need not change places (37); the scan is set as in a full refresh",
      },
    ],
  },
];

describe.skipIf(!HAS_TRANSCRIPTS)("the maker's own drivers", () => {
  it.each(CASES)(
    "$panel, $kind refresh of $picture: the same commands and data but for what is listed",
    async (row) => {
      const panel = panelOf(row.panel);
      const lines = ours(refreshSteps(panel, await jobOf(panel, row)));
      const mine = canonical(
        without(
          lines,
          row.deviations?.map(({ weAdd }) => weAdd),
        ),
        panel,
      );
      const theirs = row.recordings.map((names) =>
        canonical(
          without(
            names.flatMap(recorded),
            row.deviations?.map(({ weLeaveOut }) => weLeaveOut),
          ),
          panel,
        ),
      );
      const best = theirs.find((candidate) => candidate.join("\n") === mine.join("\n")) ?? theirs[0];
      expect(mine).toEqual(best);
    },
  );

  it.each([
    ["greys", "refresh_4bpp_window_packed", 1],
    ["black and white", "refresh_1bpp_window_a2", 2],
  ])("IT8951, a box of %s: the same transfers but for what is listed", async (_, operation, theirChecks) => {
    const panel = panelOf("waveshare-7in8-it8951");
    const previous = blankRaster(panel.width, panel.height, GREY_16);
    const box = { x: 320, y: 200, width: 64, height: 32 };
    const next = { ...previous, pixels: Uint8Array.from(previous.pixels) };
    const picture = quantize(pictureFrame(await decodePng(recordedPicture("g16_64x32")), GREY_16), GREY_16);
    for (let y = 0; y < box.height; y++) {
      const stripes = Uint8Array.from({ length: box.width }, (_pixel, x) =>
        (y < 24 ? x >= 32 : (x + y) % 2 === 0) ? 15 : 0,
      );
      const row = operation.includes("4bpp") ? picture.pixels.subarray(y * box.width, (y + 1) * box.width) : stripes;
      next.pixels.set(row, (box.y + y) * panel.width + box.x);
    }
    const job: RefreshJob = {
      kind: "partial",
      next,
      previous,
      boxes: [box],
      from: "asleep",
      leave: "asleep",
      vcomMv: -2000,
    };
    // The glass is asked twice more whether it is driven: after waking, and at the end, since it must be idle before it sleeps.
    const mine = ours(refreshSteps(panel, job)).join("|");
    const check = "i80 cmd 16|i80 write 1224|i80 read|";
    const [head, ...rest] = mine.split(check);
    expect(rest).toHaveLength(theirChecks + 2);
    const kept = [head + (rest[0] ?? ""), ...rest.slice(1, -1)].join(check) + (rest.at(-1) ?? "");
    const theirs = ["it8951/init", `it8951/${operation}`, "it8951/sleep"].flatMap(recorded);
    // Without a reset, as the controller would forget what is on the glass.
    const expected = without(theirs, [["rst "]]);
    expect(kept.split("|").map(short)).toEqual(expected.map(short));
  });

  it("is compared for every panel that claims it", () => {
    const compared = new Set<string>([...CASES.map(({ panel }) => panel), ...IT8951_COMPARED]);
    expect(
      PANELS.filter(({ proofs }) => proofs.transcript.length > 0)
        .map(({ id }) => id)
        .filter((id) => !compared.has(id)),
    ).toEqual([]);
    expect(CASES.length).toBeGreaterThanOrEqual(25);
  });
});

/** Both boards have the same controller, and its recordings are of one. */
const IT8951_COMPARED = ["waveshare-7in8-it8951", "waveshare-10in3-it8951"];

if (!HAS_TRANSCRIPTS) {
  console.info("no recordings of the makers' drivers beside the checkout: their comparison is skipped");
}

function uc8179Cases(panel: PanelId, driver: string, size: string, extra: readonly (readonly string[])[]): Case[] {
  const borders: Deviation[] = [LINES_STAY];
  const kinds = [
    ["full", "", `bw_${size}`],
    ["fast", "_fast", `bw_${size}_inv`],
    ["grey4", "_4gray", `g4_${size}`],
  ] as const;
  return [
    ...kinds.map(([kind, suffix, picture]): Case => {
      const drivers = [`${driver}.c`, driver];
      const recordings = drivers.map((name) => [
        `${name}/init${suffix}`,
        `${kind === "fast" ? driver : name}/display${suffix}`,
        `${name}/sleep`,
      ]);
      return { panel, kind, picture, recordings, deviations: borders };
    }),
    { panel, kind: "full", recordings: [[`${driver}.c/init`, `${driver}.c/clear`, `${driver}.c/sleep`]] },
    {
      panel,
      kind: "partial",
      picture: `bw_${size}`,
      from: "idle",
      box: { x: 160, y: 96, width: 320, height: 96 },
      recordings: [[`${driver}.c/init_part`, `${driver}.c/display_partial_window`, `${driver}.c/sleep`]],
      deviations: [
        { weLeaveOut: ["rst "], because: "an idle controller keeps its memory only without a reset" },
        {
          weAdd: ["cmd 10 "],
          because: "the old picture of the box is written too: a refresh before may have left it otherwise",
        },
        ...extra.map((weAdd) => ({ weAdd, because: "without a reset, what another mode set is set back" })),
        ...(panel === "waveshare-7in5-v2"
          ? [{ weAdd: ["cmd 92"], because: "the window is left again (PTOUT), which this driver forgets" }]
          : [
              {
                weAdd: ["cmd 90 00a001df006000bf01"],
                weLeaveOut: ["cmd 90 00a001d8006000bf01"],
                because: "the last column of the window has its low bits set, as the datasheet counts it",
              },
            ]),
      ],
    },
  ];
}

function ssdCases(
  panel: PanelId,
  driver: string,
  size: string,
  ops: Partial<Record<RefreshKind, readonly string[]>>,
): Case[] {
  return Object.entries(ops).map(
    ([kind, names]): Case => ({
      panel,
      kind: kind as RefreshKind,
      picture: `${kind === "grey4" ? "g4" : "bw"}_${size}${kind === "fast" ? "_inv" : ""}`,
      recordings: [[...names, "sleep"].map((name) => `${driver}/${name}`)],
      deviations: [LINES_STAY],
    }),
  );
}

async function jobOf(panel: Panel, { kind, picture, red, rotate = 0, box, from = "reset" }: Case): Promise<RefreshJob> {
  const palette = paletteOf(paletteIdFor(panel, kind)) ?? BLACK_WHITE;
  const paper = blankRaster(panel.width, panel.height, palette);
  const read = async (name: string) =>
    turn(quantize(pictureFrame(await decodePng(recordedPicture(name)), palette), palette), rotate);
  const next = picture === undefined ? paper : await read(picture);
  return {
    kind,
    next: red === undefined ? next : withRed(next, await read(red)),
    from,
    leave: "asleep",
    ...(kind === "partial" && {
      previous: blankRaster(panel.width, panel.height, palette),
      boxes: [box ?? { ...panel, x: 0, y: 0 }],
    }),
  };
}

/** The red picture's black laid over another: on the glass red wins. */
function withRed(black: Raster, red: Raster): Raster {
  return { ...black, pixels: black.pixels.map((ink, i) => (red.pixels[i] === 0 ? 2 : ink)) };
}

/**
 * The lines without those listed, each once: the first that is equal, or with `~` before it the last. An entry that ends
 * in a space takes every line that begins so, one that ends in `$` the very last line alone.
 */
function without(lines: readonly Line[], lists: readonly (readonly Line[] | undefined)[] = []): Line[] {
  let rest = [...lines];
  for (const entry of lists.flatMap((list) => list ?? [])) {
    const line = entry.replace(/^~|\$$/g, "");
    if (entry.endsWith(" ")) rest = rest.filter((other) => !other.startsWith(entry));
    else if (!entry.endsWith("$"))
      rest.splice(found(entry.startsWith("~") ? rest.lastIndexOf(line) : rest.indexOf(line), entry), 1);
    else if (rest.at(-1) === line) rest.pop();
  }
  return rest;
}

/** A deviation that is no longer one must go from the list. */
function found(at: number, entry: string): number {
  if (at < 0) throw new Error(`"${entry}" is listed as a deviation and is none`);
  return at;
}

/**
 * Lines in a form to compare: what is no part of the picture made equal, and long data cut short. Bits past the glass
 * each driver fills as it likes; where the recorded picture is black and red at once the glass shows red either way.
 */
function canonical(lines: readonly Line[], panel: Panel): Line[] {
  const stride = Math.ceil(panel.width / 8);
  const pad = (1 << (stride * 8 - panel.width)) - 1;
  const red = panel.palette === "black-white-red" ? lines.find((line) => line.startsWith("cmd 13 ")) : undefined;
  return lines.map((line) => {
    const [, cmd = ""] = line.split(" ");
    const bytes = dataOf(line);
    if (bytes.length === stride * panel.height && ["10", "13", "24", "26"].includes(cmd)) {
      const under = cmd === "10" ? dataOf(red) : Buffer.alloc(0);
      const same = bytes.map((byte, i) => byte | (under[i] ?? 0) | (i % stride === stride - 1 ? pad : 0));
      return short(`cmd ${cmd} ${Buffer.from(same).toString("hex")}`);
    }
    return short(line);
  });
}

function dataOf(line: Line | undefined): Buffer {
  return Buffer.from(line?.split(" ")[2] ?? "", "hex");
}

/** A line cut to what a person can read in a report: the rest as a checksum. */
function short(line: Line): string {
  return line.length > 60 ? `${line.slice(0, 60)}… ${line.length} characters, ${crc32(line).toString(16)}` : line;
}
