/** Result of one check. */
export interface Finding {
  /** Name of the check, such as `spi`. */
  readonly check: string;
  readonly ok: boolean;
  /** What was found. */
  readonly message: string;
  /** What to do, one sentence; empty when all is well. */
  readonly remedy: string;
}

/** A finding that all is well. */
export function well(check: string, message: string): Finding {
  return { check, ok: true, message, remedy: "" };
}

/** A finding that something is wrong. */
export function wrong(check: string, message: string, remedy: string): Finding {
  return { check, ok: false, message, remedy };
}
