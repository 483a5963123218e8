/** How large a picture is shown: fitted to its room, one pixel for about one of the page's, or twice that. */
export const ZOOMS = ["fit", "real", "double"] as const;

/** One of {@link ZOOMS}. */
export type Zoom = (typeof ZOOMS)[number];
