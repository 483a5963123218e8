/** Lines on their way to a file: added at once, written in order and together as fast as the file takes them. */
export interface LineWriter {
  add(line: string): void;
  /** Resolves when all that was added is written; rejects with what writing threw. */
  flush(): Promise<void>;
  /** Aborted when writing failed: nothing that is added afterwards is kept. */
  readonly failed: AbortSignal;
}

/** Hands lines on to `write`, which gets one text at a time and is never called again before it has resolved. */
export function lineWriter(write: (text: string) => Promise<void>): LineWriter {
  let lines: string[] = [];
  let writing: Promise<void> | undefined;
  const failure = new AbortController();
  const drain = async (): Promise<void> => {
    while (lines.length > 0) {
      const text = `${lines.join("\n")}\n`;
      lines = [];
      await write(text);
    }
    writing = undefined;
  };
  return {
    add: (line) => {
      if (failure.signal.aborted) return;
      lines.push(line);
      if (writing !== undefined) return;
      writing = drain();
      writing.catch((error: unknown) => failure.abort(error));
    },
    flush: () => writing ?? Promise.resolve(),
    failed: failure.signal,
  };
}
