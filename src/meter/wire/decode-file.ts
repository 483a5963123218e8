import type { DecodeLine } from "./decode-line.ts";
import type { FileFormat, WireFormat, WireOptions } from "./wire-format.ts";
import { WIRE_FORMATS } from "./wire-formats.ts";

/** Settings for decoding a file. */
export interface DecodeFileOptions extends Pick<WireOptions, "decrypt" | "country"> {
  /** Id of the format to look for; `auto` chooses by the file's beginning. */
  readonly format: string;
  readonly allowNoCrc: boolean;
  /** The formats to choose from; those of `wire-formats.ts` by default. */
  readonly formats?: readonly WireFormat[];
}

/** Formats that exist as files, with their readers. */
export function fileFormats(
  formats: readonly WireFormat[] = WIRE_FORMATS,
): readonly { readonly id: string; readonly file: FileFormat }[] {
  return formats.flatMap(({ id, file }) => (file ? [{ id, file }] : []));
}

/** Every telegram of a file, found or refused, in order; one refusal of the whole where there is none. */
export function decodeFile(
  bytes: Uint8Array,
  { format, formats = WIRE_FORMATS, ...options }: DecodeFileOptions,
): readonly DecodeLine[] {
  const asked = fileFormats(formats).filter(({ id }) => format === "auto" || format === id);
  const scores = asked.map(({ file }) => file.accepts(bytes));
  const best = asked[scores.indexOf(Math.max(...scores))];
  if (best === undefined) return [];
  const together = asked.filter(({ file }) => file.decode === best.file.decode);
  return best.file.decode(bytes, { ...options, formats: together.map(({ id }) => id) });
}
