/** Where values are listened for, and where a person finds the kiosk. */
export interface Place {
  /** Address of the broker or the line, without secrets, such as `mqtt://192.168.1.10`. */
  readonly address: string;
  /** Topics that are listened to, such as `han/#`; empty where the source has none. */
  readonly topics: readonly string[];
  /** Address of the kiosk's page, without secrets; absent where it does not listen beyond this machine. */
  readonly page?: string;
}
