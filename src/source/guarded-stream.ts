import { Duplex } from "node:stream";

type Done = (error?: Error | null) => void;

/** Rules for both ends of a {@link GuardedStream}. */
export interface GuardedStreamRules {
  /** Looks at each piece that comes in; a text means that the connection must end, and why. */
  inspect(chunk: Uint8Array): string | undefined;
  /** Bytes that may wait to go out before the writer is asked to wait. */
  readonly waitingBytes: number;
  /** Milliseconds in which the other side must take a piece of what goes out. */
  readonly stuckMs: number;
  /** Called when it has not, which ends the connection. */
  onStuck(): void;
}

/**
 * A stream that lets another one through, bytes unchanged, as long as an inspection of what comes in has no objection
 * and what goes out is taken. The first objection ends both; backpressure passes through in both directions.
 */
export class GuardedStream extends Duplex {
  readonly #inner: Duplex;
  readonly #rules: GuardedStreamRules;

  constructor(inner: Duplex, rules: GuardedStreamRules) {
    super({ allowHalfOpen: false, writableHighWaterMark: rules.waitingBytes });
    this.#inner = inner;
    this.#rules = rules;
    inner.on("data", (chunk: Buffer) => {
      const objection = rules.inspect(chunk);
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

  /** Drops data once the other side has left, so that what it sent before is still read. */
  #handOn(chunk: Buffer, done: Done): void {
    if (!this.#inner.writable || chunk.length === 0) {
      done();
      return;
    }
    const stuck = setTimeout(() => {
      this.#rules.onStuck();
      this.destroy(new Error("what goes out is not taken"));
    }, this.#rules.stuckMs);
    this.#inner.write(chunk, (error) => {
      clearTimeout(stuck);
      done(error);
    });
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
