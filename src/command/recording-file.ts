import { closeSync, openSync, readSync, statSync } from "node:fs";
import { readError } from "../files/file-error.ts";
import { type RecordedMessage, recordedMessages } from "../meter/recording.ts";

const PIECE_BYTES = 256 * 1024;

/**
 * The messages of a recording's file, read piece by piece: a recording of a year is larger than the memory of a Pi.
 * @throws WattframeError `FILE_READ` that names the file, `RECORDING_INVALID` that names the line; both while iterating
 */
export function recordingFile(path: string): Generator<RecordedMessage> {
  return recordedMessages(readLines(path));
}

/**
 * The lines of a recording's file, read piece by piece for each iteration anew. Those of a pipe, which can be read but once, are
 * read now and kept.
 * @throws WattframeError `FILE_READ`, here and while iterating
 */
export function recordingLines(path: string): Iterable<string> {
  const isRepeatable = attempt(path, () => statSync(path)).isFile();
  return isRepeatable ? { [Symbol.iterator]: () => readLines(path) } : [...readLines(path)];
}

function* readLines(path: string): Generator<string> {
  const file = attempt(path, () => openSync(path, "r"));
  try {
    const piece = Buffer.alloc(PIECE_BYTES);
    const decoder = new TextDecoder();
    let rest = "";
    for (;;) {
      const bytes = attempt(path, () => readSync(file, piece, 0, PIECE_BYTES, null));
      const lines = (rest + decoder.decode(piece.subarray(0, bytes), { stream: bytes > 0 })).split(/\r?\n/);
      rest = lines.pop() ?? "";
      yield* lines;
      if (bytes > 0) continue;
      if (rest !== "") yield rest;
      return;
    }
  } finally {
    closeSync(file);
  }
}

function attempt<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw readError(path, cause);
  }
}
