/** Scores of `accepts`: how surely a message is of a format. The format with the highest score reads it. */
export const SCORE = {
  /** Not a message of this format. */
  none: 0,
  /** Read where no other format knows better: a topic that several kinds of readers share, a piece of a telegram. */
  possible: 1,
  /** The topic is one of this format. */
  topic: 2,
  /** The payload shows the format, whatever the topic. */
  certain: 3,
  /** The configuration says so. */
  configured: 4,
} as const;
