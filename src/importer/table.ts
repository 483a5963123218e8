import { parse } from "csv-parse/sync";
import { messageOf, WattframeError } from "../errors.ts";

/** A table of text with a heading. */
export interface Table {
  readonly heading: readonly string[];
  readonly rows: readonly TableRow[];
}

/** One row of a table, and the line of the file that it ends in. */
export interface TableRow {
  readonly line: number;
  readonly cells: readonly string[];
}

const DELIMITERS = [";", "\t", ","];

/**
 * Reads a table of comma-separated values, or of values separated by semicolons or tabs.
 * @throws WattframeError `IMPORT_INVALID` when the text is no table
 */
export function tableOf(text: string): Table {
  const firstLine = /^\uFEFF?(?:#.*\n|\s*\n)*(.*)/u.exec(text)?.[1] ?? "";
  const count = (delimiter: string) => firstLine.split(delimiter).length;
  const delimiter = DELIMITERS.toSorted((a, b) => count(b) - count(a))[0] ?? ",";
  try {
    const records = parse(text, {
      bom: true,
      comment: "#",
      comment_no_infix: true,
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as readonly { readonly info: { readonly lines: number }; readonly record: readonly string[] }[];
    const [heading, ...rows] = records.map(({ info, record }) => ({ line: info.lines, cells: record }));
    return { heading: heading?.cells ?? [], rows };
  } catch (cause) {
    throw new WattframeError("IMPORT_INVALID", `it is no table: ${messageOf(cause)}`, { cause });
  }
}

const NO_VALUE = ["", "-", "null", "none", "unknown", "unavailable"];

/** The number of a cell, with a decimal point or comma; undefined where it has no value, not a number where it has another text. */
export function numberOf(cell: string | undefined): number | undefined {
  const text = (cell ?? "").replace(/[\s\u00a0']/gu, "");
  if (NO_VALUE.includes(text.toLowerCase())) return undefined;
  const point = text.includes(",") ? text.replace(/\.(?=\d{3})/gu, "").replace(",", ".") : text;
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/u.test(point) ? Number(point) : Number.NaN;
}

/** The number of a cell in another unit. */
export function scaled(cell: string | undefined, factor: number): number | undefined {
  const value = numberOf(cell);
  return value === undefined ? undefined : value * factor;
}
