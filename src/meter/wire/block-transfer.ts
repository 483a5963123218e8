/** One block of a telegram that is sent in several. @source IEC 62056-5-3 clause 7.3.13 (general-block-transfer) */
export interface Block {
  readonly isLast: boolean;
  /** From 1 on. */
  readonly number: number;
  readonly content: Uint8Array;
}

/** Tag of general-block-transfer. */
export const BLOCK_TRANSFER = 0xe0;

const LAST = 0x80;
/** Tag, control, number (2), acknowledged number (2). */
const HEADER_BYTES = 6;

/** The block that an APDU is; undefined where its lengths do not fit. */
export function blockIn(apdu: Uint8Array): Block | undefined {
  const [tag, control = 0, high = 0, low = 0] = apdu;
  const first = apdu[HEADER_BYTES];
  if (tag !== BLOCK_TRANSFER || first === undefined) return undefined;
  const count = first < 0x80 ? 0 : first & 0x7f;
  const at = HEADER_BYTES + 1 + count;
  if (count > 2 || apdu.length < at) return undefined;
  const length = count === 0 ? first : apdu.subarray(HEADER_BYTES + 1, at).reduce((sum, byte) => sum * 256 + byte, 0);
  if (at + length !== apdu.length) return undefined;
  return { isLast: (control & LAST) !== 0, number: high * 256 + low, content: apdu.subarray(at) };
}
