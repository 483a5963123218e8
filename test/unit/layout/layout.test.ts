import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { LayoutFolder } from "../../../src/config/layout-file.ts";
import { layoutFromText } from "../../../src/config/layout-text.ts";
import { sizesOf, variantOf } from "../../../src/layout/layout.ts";
import { LAYOUTS_FOLDER } from "../../../src/package-folder.ts";
import { WIDGETS } from "../../../src/widget/widgets.ts";

/** A layout file with this root, its lines from the fifth on. */
const file = (root: string, size = "300x200") =>
  `description: a test\nsizes:\n  ${size}:\n    type: { small: 11, body: 12, figure: 24 }\n    ${root}\n`;

function faultsOf(text: string) {
  const result = layoutFromText(text, "mine.yaml");
  return "faults" in result ? result.faults : [];
}

const placed = (text: string) => faultsOf(text).map(({ line, column, path, code }) => [line, column, path, code]);

describe("a layout file", () => {
  it("is a layout when all is right, with defaults filled in", () => {
    const result = layoutFromText(
      file("root: { row: [{ widget: clock }, { space: true, size: 2fr }] }"),
      "a/mine.yaml",
    );
    expect(result).toMatchObject({
      layout: {
        name: "mine",
        description: "a test",
        compositions: [
          {
            sizes: "300x200",
            range: { width: { least: 300, most: 300 }, height: { least: 200, most: 200 } },
            margin: 0,
            type: { smallPx: 11, bodyPx: 12, figurePx: 24 },
            root: { kind: "row", gap: 0, parts: [{ kind: "widget", widget: "clock", size: "1fr" }, { size: "2fr" }] },
          },
        ],
      },
    });
  });

  it("reports where an unknown widget is, and which are known", () => {
    const [fault] = faultsOf(file("root: { widget: stirp }"));
    expect(fault).toMatchObject({
      file: "mine.yaml",
      line: 5,
      column: 21,
      path: "sizes.300x200.root.widget",
    });
    expect(`${fault?.message} ${fault?.hint}`).toContain("strip");
  });

  it("reports where an unknown option of a widget is", () => {
    const [fault] = faultsOf(file("root: { widget: status, options: { alignn: left } }"));
    expect(fault).toMatchObject({ line: 5, code: "UNKNOWN_KEY" });
    expect(fault?.path).toBe("sizes.300x200.root.options.alignn");
  });

  it("reports where an option has a wrong value", () => {
    const [fault] = faultsOf(file("root: { widget: status, options: { align: middle } }"));
    expect(fault).toMatchObject({ line: 5, path: "sizes.300x200.root.options.align" });
  });

  it.each([
    ["none of the kinds", "root: { size: 1fr }", "none is given"],
    ["two of the kinds", "root: { widget: clock, space: true }", "widget and space are given"],
    [
      "something without a clock and no widget",
      "root: { space: true, withoutClock: { widget: clock } }",
      "needs a widget beside it",
    ],
    ["options without a widget", "root: { space: true, options: { show: date } }", "needs a widget beside it"],
  ])("is refused with %s at one place", (_name, root, message) => {
    const faults = faultsOf(file(root));
    expect(faults.length).toBeGreaterThanOrEqual(1);
    expect(faults[0]?.line).toBe(5);
    expect(faults.map((fault) => fault.message).join("\n")).toContain(message);
  });

  it.each(["30x", "x200", "300X200", "300x0", "1x100000"])("is refused with the size %s", (size) => {
    expect(faultsOf(file("root: { widget: clock }", size))[0]?.line).toBe(3);
  });

  it.each(["300-200x200", "300x400-200", "200-300-400x200", "300-x200", "-300x200"])(
    "is refused with the range %s",
    (size) => {
      expect(faultsOf(file("root: { widget: clock }", size))).toMatchObject([{ line: 3, column: 3 }]);
    },
  );

  it.each([
    ["300-500x100-120", "200-400x110-300", "300x110"],
    ["100-900x100", "200-300x50-200", "200x100"],
    ["300x200", "300-300x200-200", "300x200"],
  ])("is refused with %s beside %s, with the place of the second and a size of both", (before, sizes, size) => {
    const composition = (range: string) =>
      `  ${range}:\n    type: { small: 11, body: 12, figure: 24 }\n    root: { space: true }\n`;
    const text = (ranges: readonly string[]) => `description: a test\nsizes:\n${ranges.map(composition).join("")}`;
    const [fault, ...others] = faultsOf(text([before, sizes]));
    expect(others).toEqual([]);
    expect(fault).toMatchObject({
      line: 6,
      column: 3,
      message: `"${sizes}" overlaps "${before}": both are for ${size}`,
    });
    expect(faultsOf(text([before, "901-999x901-999"]))).toEqual([]);
  });

  it.each([
    ["root: { widget: text }", 21],
    ["root: { row: [{ widget: text, options: { align: right } }, { space: true }] }", 29],
  ])("is refused with a line of text that says nothing: %s", (root, column) => {
    expect(faultsOf(file(root))).toMatchObject([{ line: 5, column, message: '"text" needs the option text' }]);
    expect(faultsOf(file(root))[0]?.hint).toContain("options: { text:");
  });

  it("reports what does not fit in the place of a widget while the clock is not set", () => {
    const root = "root: { widget: clock, withoutClock: { widget: phases } }";
    expect(faultsOf(file(root))).toEqual([]);
    expect(faultsOf(file(root, "100x20"))).toMatchObject([
      { line: 5, code: "LAYOUT_OVERFLOW", path: "sizes.100x20.root.withoutClock" },
    ]);
  });

  it("reports what does not fit the smallest size of a range", () => {
    const root = "root: { row: [{ widget: clock, size: 300 }, { space: true }] }";
    expect(faultsOf(file(root, "301-400x200"))).toEqual([]);
    expect(faultsOf(file(root, "300-400x200"))[0]).toMatchObject({ line: 5, code: "LAYOUT_OVERFLOW" });
  });

  it("reports the columns of an unknown option in any depth, and the options that there are", () => {
    const [fault] = faultsOf(file("root: { row: [{ column: [{ widget: strip, options: { rowz: 2 } }] }] }"));
    expect(fault).toMatchObject({ line: 5, column: 58, path: "sizes.300x200.root.row[0].column[0].options.rowz" });
    expect(`${fault?.message} ${fault?.hint}`).toContain("rows");
  });

  it("is refused without any size", () => {
    expect(faultsOf("description: a test\nsizes: {}\n")[0]).toMatchObject({ line: 2 });
  });

  it.each(["0", "-3", "2.5", "0fr", "-1fr", "wide"])("is refused with a part as long as %s", (size) => {
    expect(faultsOf(file(`root: { row: [{ widget: clock, size: ${size} }] }`)).length).toBeGreaterThanOrEqual(1);
  });

  it("reports which part does not fit, where it is, and by how much", () => {
    const [fault] = faultsOf(
      file("root:\n      column:\n        - { widget: clock, size: 8 }\n        - { space: true }"),
    );
    expect(fault).toMatchObject({ line: 7, code: "LAYOUT_OVERFLOW", path: "sizes.300x200.root.column[0]" });
    expect(fault?.message).toBe("clock needs 60×14 pixels at least, 300×8 are there");
  });

  it("reports all that does not fit at once", () => {
    const root =
      "root:\n      row:\n        - { widget: clock, size: 8 }\n        - { widget: text, size: 2, options: { text: a } }\n        - { space: true }";
    expect(placed(file(root)).map(([line]) => line)).toEqual([7, 8]);
  });
});

describe("the folders of layouts", () => {
  it("list what is there by name, missing folders passed over", async () => {
    expect(await new LayoutFolder(["/nowhere/at/all", LAYOUTS_FOLDER]).names()).toEqual(
      expect.arrayContaining(["balance", "glance"]),
    );
  });

  it("name the layouts that there are when one is unknown", async () => {
    await expect(new LayoutFolder([LAYOUTS_FOLDER]).load("nope")).rejects.toMatchObject({
      code: "LAYOUT_UNKNOWN",
      hint: expect.stringContaining("balance"),
    });
  });
});

describe("a layout with sizes and ranges", () => {
  const text = ["200-400x100", "300x100", "300-500x101-120"].map(
    (sizes) =>
      `  ${sizes}:\n    type: { small: 11, body: 12, figure: 24 }\n    root: { widget: text, options: { text: "${sizes}" } }\n`,
  );
  const result = layoutFromText(`description: a test\nsizes:\n${text.join("")}`, "mine.yaml");
  if (!("layout" in result)) throw new Error(JSON.stringify(result.faults));
  const { layout } = result;
  const chosen = (width: number, height: number) => {
    const root = variantOf(layout, { width, height })?.root;
    return root?.kind === "widget" ? root.options : undefined;
  };
  const labelled = (text: string) => ({ text, align: "left" });

  it("takes the composition for one size before a range", () => {
    expect(chosen(300, 100)).toEqual(labelled("300x100"));
    expect(chosen(301, 100)).toEqual(labelled("200-400x100"));
    expect(chosen(301, 101)).toEqual(labelled("300-500x101-120"));
    expect(chosen(500, 120)).toEqual(labelled("300-500x101-120"));
    expect(chosen(501, 120)).toBeUndefined();
  });

  it("is composed at the size itself: nothing is scaled, parts without a size grow", () => {
    expect(variantOf(layout, { width: 444, height: 111 })).toMatchObject({ width: 444, height: 111, margin: 0 });
  });

  it("fits the sizes that it names, and of panels' those within its ranges", () => {
    const panels = [
      { width: 250, height: 100 },
      { width: 300, height: 100 },
      { width: 800, height: 480 },
    ];
    expect(sizesOf(layout, panels)).toEqual(["300x100", "250x100"]);
  });
});

describe("the schema for editors", () => {
  interface Alternative {
    readonly required: readonly string[];
    readonly properties?: { readonly widget: { readonly const: string }; readonly options: JsonObject };
  }
  interface JsonObject {
    readonly properties: Readonly<Record<string, { readonly description?: string }>>;
    readonly additionalProperties: boolean;
  }

  it("knows the options of each widget, and no others", () => {
    const schema = JSON.parse(readFileSync(join(LAYOUTS_FOLDER, "schema.json"), "utf8")) as {
      readonly definitions: Readonly<Record<string, { readonly oneOf: readonly Alternative[] }>>;
    };
    const [node] = Object.values(schema.definitions);
    const widgets = node?.oneOf.flatMap(({ properties }) => (properties ? [properties] : [])) ?? [];
    expect(widgets.map(({ widget }) => widget.const)).toEqual(WIDGETS.map(({ kind }) => kind));
    for (const { widget, options } of widgets) {
      const row = WIDGETS.find(({ kind }) => kind === widget.const);
      expect(Object.keys(options.properties)).toEqual(Object.keys(row?.options.shape ?? {}));
      expect(options.additionalProperties).toBe(false);
      for (const { description } of Object.values(options.properties)) expect(description).toBeTypeOf("string");
    }
  });
});
