/** Quiet hours that last now, wall milliseconds. */
export interface Rest {
  /** When they began. */
  readonly fromMs: number;
  /** When pictures are renewed again. */
  readonly untilMs: number;
}

/** Reasons for which a kiosk stops: somebody asked for it, or it has a fault of its own. */
export const STOP_REASONS = ["asked", "fault"] as const;

/** One of {@link STOP_REASONS}. */
export type StopReason = (typeof STOP_REASONS)[number];

/** End of a kiosk, of which its last picture tells. */
export interface Stop {
  readonly reason: StopReason;
  /** Command that starts it again, such as `systemctl start wattframe`. */
  readonly command: string;
}
