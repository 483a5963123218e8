import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CHECKED_LAYOUTS, checkedLayout, checkedName, checkedText } from "../../../src/config/checked-layout.ts";
import { LayoutFolder } from "../../../src/config/layout-file.ts";
import { layoutFromText } from "../../../src/config/layout-text.ts";
import { layoutOf } from "../../../src/layout/layout.ts";
import { FACES_FOLDER, LAYOUTS_FOLDER } from "../../../src/package-folder.ts";

const FILE = join(LAYOUTS_FOLDER, "balance.yaml");

let program: string;
beforeEach(async () => {
  program = await mkdtemp(join(tmpdir(), "wattframe-"));
  await mkdir(join(program, CHECKED_LAYOUTS));
});
afterEach(() => rm(program, { recursive: true }));

function readLayout(text: string, file: string) {
  const read = layoutFromText(text, file);
  if ("faults" in read) throw new Error(`${file} has faults`);
  return read;
}

describe("layouts that the build has checked", () => {
  const folders = [LAYOUTS_FOLDER, FACES_FOLDER];

  it.each(folders)("are the same as those that are read from the YAML of %s", async (folder) => {
    const layouts = new LayoutFolder([folder]);
    const names = await layouts.names();
    expect(names.length).toBeGreaterThan(2);
    for (const name of names) {
      const file = layouts.fileOf(name) ?? "";
      const { layout, written } = readLayout(await readFile(file, "utf8"), file);
      const { written: kept } = JSON.parse(checkedText("", written)) as { written: typeof written };
      // Drawing functions are made of the options; everything else can be compared.
      expect(JSON.stringify(layoutOf(name, kept))).toBe(JSON.stringify(layout));
    }
  });

  it("are used for the very text that was checked, and for no other", async () => {
    const text = await readFile(FILE, "utf8");
    const { written } = readLayout(text, FILE);
    await writeFile(join(program, CHECKED_LAYOUTS, "balance.json"), checkedText(text, written));
    expect(checkedLayout(FILE, text, program)).toEqual(JSON.parse(JSON.stringify(written)));
    expect(checkedLayout(FILE, `${text}# changed\n`, program)).toBeUndefined();
  });

  it("are passed over where they cannot be used", async () => {
    const text = await readFile(FILE, "utf8");
    expect(checkedLayout(FILE, text, program)).toBeUndefined();
    await writeFile(join(program, CHECKED_LAYOUTS, "balance.json"), '{"text": "');
    expect(checkedLayout(FILE, text, program)).toBeUndefined();
  });

  it("are only shipped ones, faces among them", () => {
    expect(checkedName(FILE)).toBe("balance.json");
    expect(checkedName(join(FACES_FOLDER, "night.yaml"))).toBe("faces/night.json");
    expect(checkedName("/etc/wattframe/layouts/balance.yaml")).toBeUndefined();
  });
});
