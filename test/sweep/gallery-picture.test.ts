import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { renderCommand } from "../../src/command/render.ts";
import { LayoutFolder } from "../../src/config/layout-file.ts";
import { LAYOUTS_FOLDER } from "../../src/package-folder.ts";
import { FACES } from "../../src/view/face.ts";
import { createGallery } from "../../src/web/gallery-picture.ts";
import type { GalleryQuery } from "../../src/web/gallery-query.ts";
import { commandContext } from "../fixtures/command-context.ts";
import { BROKEN_LAYOUT, layoutText } from "../unit/web/layout-texts.ts";

const never = () => new AbortController().signal;

/** A scenario that is simulated in no time. */
const QUERY: GalleryQuery = {
  layout: "balance",
  surface: "waveshare-7in5-v2",
  scenario: "no-data",
  locale: "fi-FI",
  theme: "light",
};

const shipped = createGallery({ layouts: new LayoutFolder([LAYOUTS_FOLDER]) });

/** What the command line draws. */
async function rendered(...args: readonly string[]): Promise<Uint8Array> {
  const printed: (string | Uint8Array)[] = [];
  const context = commandContext({ stopSignal: never, print: async (piece) => void printed.push(piece) });
  await renderCommand(context).parseAsync([...args], { from: "user" });
  return printed[0] as Uint8Array;
}

const same = (actual: Uint8Array, expected: Uint8Array) => Buffer.compare(actual, expected) === 0;

describe("a picture of the gallery", () => {
  it.each<[string, Partial<GalleryQuery>, string]>([
    [
      "at the scenario's own minute",
      { scenario: "evening" },
      "--scenario evening --layout balance --size 800x480 --palette black-white --locale fi-FI --theme light",
    ],
    [
      "at another, in colour, dark and in English",
      { scenario: "evening", minute: 437, surface: "waveshare-7in3-e", locale: "en-GB", theme: "dark" },
      "--scenario evening --at 2026-01-15T07:17:05 --layout balance --size 800x480 --palette spectra-6 --every 15 --locale en-GB --theme dark",
    ],
    [
      "in four greys",
      { layout: "glance", surface: "waveshare-4in2-v2-grey4", minute: 0 },
      "--scenario no-data --at 2026-01-15T00:00:05 --layout glance --size 400x300 --palette grey-4 --locale fi-FI --theme light",
    ],
    [
      "of a turned panel",
      { surface: "waveshare-7in5-v2-portrait", theme: "dark" },
      "--scenario no-data --layout balance --size 480x800 --palette black-white --locale fi-FI --theme dark",
    ],
  ])("is byte for byte what the command line draws, %s", async (_, query, args) => {
    const { png } = await shipped.picture({ ...QUERY, ...query }, never());
    expect(same(png, await rendered(...args.split(" ")))).toBe(true);
  });

  it.each(FACES)(
    "of the face %s is what the command line draws, and behind the layouts in the catalogue",
    async (face) => {
      const { png } = await shipped.picture({ ...QUERY, layout: face, locale: "en-GB" }, never());
      const args = `--scenario no-data --face ${face} --size 800x480 --locale en-GB`;
      expect(same(png, await rendered(...args.split(" ")))).toBe(true);
      const names = (await shipped.catalogue()).layouts.map(({ name }) => name);
      expect(names.slice(-FACES.length)).toEqual(FACES);
    },
  );

  it("is of the house that was asked for, where it stands", async () => {
    const stockholm = createGallery({
      layouts: new LayoutFolder([LAYOUTS_FOLDER]),
      seed: 2,
      timeZone: "Europe/Stockholm",
    });
    const { png } = await stockholm.picture(QUERY, never());
    const args = "--scenario no-data --time-zone Europe/Stockholm --locale fi-FI --layout balance";
    expect(same(png, await rendered(...args.split(" ")))).toBe(true);
  });

  it("tells its size and its inks", async () => {
    const picture = await shipped.picture({ ...QUERY, surface: "waveshare-7in5-v2-portrait" }, never());
    expect(picture).toMatchObject({ width: 480, height: 800, paletteId: "black-white" });
  });

  it("is drawn once for all who ask, panels of the same size and inks included", async () => {
    const asked = [QUERY, QUERY, { ...QUERY, minute: 720 }];
    const [first, ...others] = await Promise.all(asked.map((query) => shipped.picture(query, never())));
    for (const other of others) expect(other).toBe(first);
    const dark = await shipped.picture({ ...QUERY, theme: "dark" }, never());
    expect(same(dark.png, first!.png)).toBe(false);
  });

  it("is given up by one who goes away, and drawn for those who stay", async () => {
    const abort = new AbortController();
    const query = { ...QUERY, scenario: "sauna", surface: "waveshare-7in5-v2-portrait" };
    const left = shipped.picture(query, abort.signal);
    setImmediate(() => setImmediate(() => abort.abort(new Error("scrolled away"))));
    await expect(left).rejects.toThrow("scrolled away");
    expect(await shipped.picture(QUERY, never())).toMatchObject({ width: 800 });
  });
});

describe("a query that is not from the catalogue", () => {
  it.each<[string, Record<string, unknown>, string, RegExp, RegExp]>([
    ["layout", { layout: "../secret" }, "LAYOUT_UNKNOWN", /^there is no layout "\.\.\/secret"$/u, /balance, glance/u],
    ["layout", { layout: "__proto__" }, "LAYOUT_UNKNOWN", /"__proto__"/u, /balance/u],
    ["surface", { surface: "paper" }, "USAGE", /^there is no surface "paper"$/u, /waveshare-7in5-v2, /u],
    ["scenario", { scenario: "evning" }, "SCENARIO_UNKNOWN", /^there is no scenario "evning"$/u, /day, morning/u],
    ["locale", { locale: "en_GB" }, "USAGE", /^there is no locale "en_GB"$/u, /en-GB, fi-FI/u],
    ["theme", { theme: "" }, "USAGE", /^there is no theme ""$/u, /light, dark/u],
    ["theme", { theme: undefined }, "USAGE", /^there is no theme "undefined"$/u, /light, dark/u],
    ["theme", { theme: "\u001B[31m\n" }, "USAGE", /^there is no theme "\\u001b\[31m\\n"$/u, /light, dark/u],
    ["minute", { minute: 1440 }, "USAGE", /^minute "1440" is not/u, /0 to 1439/u],
    ["minute", { minute: -1 }, "USAGE", /^minute "-1" is not/u, /0 to 1439/u],
    ["minute", { minute: 0.5 }, "USAGE", /^minute "0.5" is not/u, /0 to 1439/u],
    ["minute", { minute: Number.NaN }, "USAGE", /^minute "NaN" is not/u, /0 to 1439/u],
    ["minute", { minute: "12" }, "USAGE", /^minute "12" is not/u, /0 to 1439/u],
    ["size", { layout: "glance" }, "LAYOUT_UNKNOWN", /"glance" has no composition for 800x480/u, /400x300/u],
  ])("is refused for its %s: %j", async (_, change, code, message, hint) => {
    await expect(shipped.picture({ ...QUERY, ...change }, never())).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as unknown,
      hint: expect.stringMatching(hint) as unknown,
    });
  });

  it("is repeated only as far as one can read", async () => {
    const refusal = shipped.picture({ ...QUERY, locale: "x".repeat(100_000) }, never());
    await expect(refusal).rejects.toMatchObject({ message: `there is no locale "${"x".repeat(60)}"` });
  });
});

describe("a page that asks for too many", () => {
  it("is refused those that would be the 201st to wait, and is given the others", async () => {
    const gallery = createGallery({ layouts: new LayoutFolder([LAYOUTS_FOLDER]) });
    const small = { ...QUERY, layout: "glance", surface: "waveshare-2in13-v4-landscape" };
    const asked = Array.from({ length: 205 }, (_, minute) => gallery.picture({ ...small, minute }, never()));
    const results = await Promise.allSettled(asked);
    const refused = results.flatMap((result) => (result.status === "rejected" ? [result.reason as unknown] : []));
    expect(refused).toHaveLength(5);
    for (const reason of refused) expect(reason).toMatchObject({ code: "PREVIEW_REFUSED" });
  });
});

describe("a layout that somebody writes", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "wattframe-gallery-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const own = { ...QUERY, layout: "own" };
  const isOwn = ({ name }: { readonly name: string }) => name === "own";
  const write = (text: string) => writeFile(join(folder, "own.yaml"), text);
  const gallery = () => createGallery({ layouts: new LayoutFolder([folder]) });

  it("is drawn as its file is as soon as it is told to have changed, and not before", async () => {
    await write(layoutText(["800x480"]));
    const watched = gallery();
    const before = await watched.picture(own, never());
    await write(layoutText(["800x480"], { widget: "status" }));
    expect(await watched.picture(own, never())).toBe(before);
    watched.layoutsChanged();
    const after = await watched.picture(own, never());
    expect(same(after.png, before.png)).toBe(false);
  });

  it("goes on as it was last good while its file is faulty, and its faults are in the catalogue", async () => {
    await write(layoutText(["800x480"]));
    const watched = gallery();
    const before = await watched.picture(own, never());
    await write(BROKEN_LAYOUT);
    watched.layoutsChanged();
    watched.layoutsChanged();
    expect(same((await watched.picture(own, never())).png, before.png)).toBe(true);
    const { layouts, surfaces } = await watched.catalogue();
    expect(layouts.filter(isOwn)).toEqual([{ name: "own", faults: [expect.objectContaining({ file: "own.yaml" })] }]);
    expect(surfaces.map(({ id }) => id)).toContain("waveshare-7in5-v2");
    await write(layoutText(["800x480"], { description: "mended" }));
    watched.layoutsChanged();
    expect((await watched.catalogue()).layouts.filter(isOwn)).toEqual([
      { name: "own", description: "mended", sizes: ["800x480"] },
    ]);
  });

  it("is refused with its faults when it was never good", async () => {
    await write(BROKEN_LAYOUT);
    await expect(gallery().picture(own, never())).rejects.toMatchObject({
      code: "LAYOUT_INVALID",
      faults: [expect.objectContaining({ file: "own.yaml", line: 5 })],
    });
  });

  it("is unknown once its file is gone", async () => {
    await write(layoutText(["800x480"]));
    const watched = gallery();
    await watched.picture(own, never());
    await rm(join(folder, "own.yaml"));
    watched.layoutsChanged();
    await expect(watched.picture(own, never())).rejects.toMatchObject({ code: "LAYOUT_UNKNOWN" });
    expect((await watched.catalogue()).surfaces).toEqual([]);
  });
});
