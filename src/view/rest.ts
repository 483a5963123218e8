/** Quiet hours that last now, wall milliseconds. */
export interface Rest {
  /** When they began. */
  readonly fromMs: number;
  /** When pictures are renewed again. */
  readonly untilMs: number;
}

/** End of a kiosk that was asked for, of which its last picture tells. */
export interface Stop {
  /** Command that starts it again, such as `systemctl start wattframe`. */
  readonly command: string;
}
