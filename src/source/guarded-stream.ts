import { Duplex } from "node:stream";

type Done = (error?: Error | null) => void;

/**
 * A stream that lets another one through, bytes unchanged, as long as an inspection of what comes in has no objection.
 * The first objection ends both; backpressure passes through in both directions.
 */
export class GuardedStream extends Duplex {
  readonly #inner: Duplex;

  /** @param inspect looks at each piece that comes in; a text means that the connection must end, and why */
  constructor(inner: Duplex, inspect: (chunk: Uint8Array) => string | undefined) {
    super({ allowHalfOpen: false });
    this.#inner = inner;
    inner.on("data", (chunk: Buffer) => {
      const objection = inspect(chunk);
      if (objection !== undefined) this.destroy(new Error(objection));
      else if (!this.push(chunk)) inner.pause();
    });
    inner.on("end", () => this.push(null));
    inner.on("error", (error) => this.destroy(error));
    inner.on("close", () => {
      if (!inner.readableEnded) this.destroy(); // what came before a proper end is still to be read
    });
  }

  override _read(): void {
    this.#inner.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Done): void {
    this.#handOn(chunk, done);
  }

  /** Pieces written together leave together: one packet of TCP instead of several. */
  override _writev(pieces: { chunk: Buffer; encoding: BufferEncoding }[], done: Done): void {
    this.#handOn(Buffer.concat(pieces.map(({ chunk }) => chunk)), done);
  }

  /** Drops what the other side is not there for any more, so that what it sent before it left is still read. */
  #handOn(chunk: Buffer, done: Done): void {
    if (this.#inner.writable) this.#inner.write(chunk, done);
    else done();
  }

  override _final(done: Done): void {
    if (this.#inner.writable) this.#inner.end(done);
    else done();
  }

  override _destroy(error: Error | null, done: Done): void {
    this.#inner.destroy();
    done(error);
  }
}
