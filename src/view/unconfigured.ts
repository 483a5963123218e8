/** What a kiosk without a configuration tells the person who is to write one. */
export interface Unconfigured {
  /** This machine's address in its network; absent while it has none. */
  readonly address?: string;
  /** Name under which others in the network may find it, such as `raspberrypi.local`. */
  readonly host: string;
  /** Command that writes the configuration, such as `sudo wattframe setup`. */
  readonly command: string;
}
