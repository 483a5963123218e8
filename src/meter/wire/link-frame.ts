/** One frame of a meter's line whose checks are right. */
export interface LinkFrame {
  readonly kind: "frame";
  /** The line protocol. */
  readonly link: "hdlc" | "mbus";
  /** Place of its first byte. */
  readonly start: number;
  /** One past its last byte. */
  readonly end: number;
  /** Place at which a next frame may open: HDLC frames may share a flag. */
  readonly next: number;
  /** True when more segments of the same telegram follow. */
  readonly isSegment: boolean;
  /** Number of the segment, from 0 to 15; absent where segments have none. */
  readonly sequence?: number;
  /** The control byte. */
  readonly control: number;
  /** What it carries, without header and checks; empty when it carries nothing. */
  readonly information: Uint8Array;
  /** Start of the information. */
  readonly informationAt: number;
}
