/** The page's own way to what tells it of a meter. While it is not live, nothing on the page is fresh. */
export interface Link {
  readonly isLive: boolean;
  /** How it is, in words. */
  readonly sentence: string;
}
