/** Share of the main fuse from which a phase is near it: where bars have their first mark and sentences warn. */
export const NEAR_FUSE = 0.8;

/** Place of the main fuse on a bar, as a share of the bar's room, so that an overload is seen to go beyond it. */
export const FUSE_POSITION = 0.88;
