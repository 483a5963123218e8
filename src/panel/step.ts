/** A command byte sent with DC low, then its data with DC high, within one session of the chip select. */
export interface CommandStep {
  readonly k: "cmd";
  readonly cmd: number;
  /** All of the data, empty for a bare command. The controller accepts pulses of CS inside it, so a bus may cut it. */
  readonly data: Uint8Array;
}

/** A level for the reset line. */
interface ResetStep {
  readonly k: "rst";
  readonly v: 0 | 1;
}

/** A level for the line that powers the board, where it has one. */
interface PowerStep {
  readonly k: "pwr";
  readonly v: 0 | 1;
}

/** A pause. */
export interface DelayStep {
  readonly k: "delay";
  readonly ms: number;
}

/** Wait until the BUSY line reads `idle`. */
export interface BusyStep {
  readonly k: "busy";
  readonly idle: 0 | 1;
  /** Longest wait; past it the controller is stuck, which is `BUSY_TIMEOUT`. */
  readonly timeoutMs: number;
  /** A healthy panel is busy at least this long; one that is idle sooner is perhaps not connected: worth a warning, no error. */
  readonly usualMs?: number;
}

/** Milliseconds that the ready line may take to rise around one transfer of the parallel-style protocol. */
interface I80Base {
  readonly k: "i80";
  readonly timeoutMs: number;
}

/**
 * One transfer of the IT8951's protocol: wait for BUSY to read idle, select, a preamble word (0x6000 command, 0x0000
 * write, 0x1000 read), wait again, then big-endian 16-bit words. A write longer than the bus takes at once goes out in
 * several transfers of whole words, each with its own preamble. A read has one dummy word before the `words` that
 * count; the bus hands their bytes back to the generator.
 * @source IT8951 programming guide by way of the vendor's driver
 */
export type I80Step =
  | (I80Base & { readonly t: "cmd"; readonly cmd: number })
  | (I80Base & { readonly t: "write"; readonly data: Uint8Array })
  | (I80Base & {
      readonly t: "read";
      readonly words: number;
      /** Answer of a healthy controller, for printing steps without hardware. */
      readonly healthy: Uint8Array;
    });

/** One thing that the bus does. In memory as it is printed, but for bytes, which are printed in hex. */
export type Step = CommandStep | ResetStep | PowerStep | DelayStep | BusyStep | I80Step;

/** Steps in order; a generator that asks with a read step is answered by `next(bytes)`, every other step by `next()`. */
export type Steps = Generator<Step, void, Uint8Array | undefined>;

/** A command and its data. */
export function command(cmd: number, ...data: readonly number[]): CommandStep {
  return { k: "cmd", cmd, data: Uint8Array.from(data) };
}

/** A command followed by a block of bytes, which is not copied. */
export function block(cmd: number, data: Uint8Array): CommandStep {
  return { k: "cmd", cmd, data };
}

/** A pause of so many milliseconds. */
export function delay(ms: number): DelayStep {
  return { k: "delay", ms };
}

/** The step as one JSON object, bytes in hex; what `--dry-run` prints. */
export function stepJson(step: Step): string {
  return JSON.stringify(step, (_key, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value,
  );
}
