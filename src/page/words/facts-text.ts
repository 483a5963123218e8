import { visible } from "../../dashboard/visible.ts";
import { wholeNumber } from "./whole-number.ts";

const KINDS: Readonly<Record<string, string>> = {
  partial: "partial refresh",
  fast: "fast refresh",
  full: "full refresh",
  grey4: "full refresh in four greys",
};

/** What a display told of a picture, in a few words apart: kind of refresh, boxes, rows, bytes, time. */
export function factsText(facts: Readonly<Record<string, unknown>>): string {
  const { kind, boxes, rowsWritten, bytes, tookMs, recovered } = facts;
  const words: string[] = [];
  if (typeof kind === "string") words.push(Object.hasOwn(KINDS, kind) ? (KINDS[kind] ?? kind) : visible(kind));
  if (kind === "partial" && Array.isArray(boxes)) words.push(counted(boxes.length, "box", "boxes"));
  if (typeof rowsWritten === "number") words.push(counted(rowsWritten, "row", "rows"));
  if (typeof bytes === "number") words.push(counted(bytes, "byte", "bytes"));
  if (typeof tookMs === "number") words.push(`${wholeNumber(tookMs)} ms`);
  if (recovered === true) words.push("after a recovery");
  return words.join(", ");
}

function counted(count: number, one: string, many: string): string {
  return `${wholeNumber(count)} ${count === 1 ? one : many}`;
}
