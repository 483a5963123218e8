import { readFile } from "node:fs/promises";
import { WattframeError } from "../errors.ts";
import { readError } from "../files/file-error.ts";
import { decodePng, type RgbaPicture } from "../raster/png.ts";

/**
 * The picture in a PNG file.
 * @throws WattframeError `FILE_READ` when there is no such file, `PNG_INVALID` when it is no usable PNG
 */
export async function readPicture(path: string): Promise<RgbaPicture> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw readError(path, cause);
  }
  try {
    return await decodePng(bytes);
  } catch (cause) {
    if (!(cause instanceof WattframeError)) throw cause;
    throw new WattframeError(cause.code, `${path}: ${cause.message}`, {
      ...(cause.hint && { hint: cause.hint }),
      cause,
    });
  }
}
