/** Words of the page in the browser that no picture shows. */
export interface PageWords {
  /** Beside a value that is out of date. */
  readonly outOfDate: string;
  /** Beside a current whose direction is not known. */
  readonly directionUnknown: string;
  /** `{amperes}` is the main fuse. */
  readonly mainFuse: string;
}
